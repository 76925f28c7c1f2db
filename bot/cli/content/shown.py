"""Something of a pack as people get it, or as it is written where nobody sees it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches

from bot.cli.content.lists import PHRASES
from bot.cli.output import Stop
from bot.cli.terminal import TerminalReply
from content.lessons import Lesson
from content.models import Content, ReminderText
from content.reply_rules import FindingRules, HousePhrases, ReplyRule
from handlers.cards import Card
from handlers.domain.practice.customer import Customer
from handlers.domain.practice.debrief import debrief
from handlers.domain.practice.plans import fitting
from handlers.domain.practice.run import Run
from handlers.ideas.cards import Showing, principle_card, reminder_card
from handlers.learning.lessons.cards import (
    Answered,
    idea_card,
    question_card,
    reason_card,
    story_card,
)
from handlers.learning.practice.cards import suggestion_card, turn_card
from handlers.learning.practice.words import ending, heat_line
from handlers.turn import Reply

_NEVER = datetime.fromtimestamp(0, UTC)  # nothing of a run is kept here
_CONDITIONS = ("need", "unless", "unless_reply", "unless_found", "beside")


def shown(id_: str, words: Content, ids: Sequence[str]) -> list[str]:
    """Return all that has this id; Stop with the nearest of the ids when nothing has."""
    wanted = id_.strip()
    found = [*_cards(wanted, words), *_scenarios(wanted, words), *_of_replies(wanted, words)]
    if found:
        return found
    near = get_close_matches(wanted, ids, n=1) or get_close_matches(wanted.upper(), ids, n=1)
    hint = f"Did you mean {near[0]}?" if near else "careloop content show lists what there is."
    raise Stop(f"There is nothing with the id «{wanted[:60]}». {hint}", 2)


def _cards(id_: str, words: Content) -> Iterator[str]:
    for text in words.reminders:
        if text.id == id_:
            yield from map(_plain, _of_reminder(text))
    for idea in words.principles:
        if idea.id == id_.upper():
            yield _plain(principle_card(idea))
    for lesson in words.lessons:
        if lesson.id == id_:
            yield from map(_plain, _of_lesson(lesson, words.lessons))


def _of_reminder(text: ReminderText) -> list[Card]:
    """Return the card of a reminder: one for each scene of a question."""
    return [reminder_card(text, Showing(scene=each)) for each in range(len(text.scenes) or 1)]


def _of_lesson(lesson: Lesson, lessons: Sequence[Lesson]) -> Iterator[Card]:
    """Yield the cards of a lesson: after each of its answers, too."""
    same = [each for each in lessons if each.course == lesson.course]
    following = next(iter(same[same.index(lesson) + 1 :]), None)
    of = len(lessons)
    yield from (idea_card(lesson, of), story_card(lesson, of), question_card(lesson, of))
    for answer in lesson.answers:
        yield reason_card(Answered(lesson, answer, following), of)


def _scenarios(id_: str, words: Content) -> Iterator[str]:
    """Yield how one begins on a customer, and how the talk goes when the plan is said."""
    for scenario in words.scenarios:
        if scenario.id == id_:
            customer = Customer(scenario, words.moves)
            first = turn_card(Run("", scenario.id, _NEVER), customer, ())
            yield _plain(suggestion_card(scenario, ()))
            yield _plain(first)
            yield "\n".join(["Its plan, said", *_played(customer)])


def _played(customer: Customer) -> Iterator[str]:
    plan = customer.scenario.plan
    talk = customer.replay(fitting(customer.scenario, each) for each in plan)
    for findings, heard in zip(plan, talk, strict=False):
        yield f"  [{', '.join(findings)}]"
        yield f"  “{heard.says}”"
        if not heard.after.phase.is_over:
            yield f"  ({heat_line(heard.after, customer.scenario, heard.before)})"
    yield f"  {ending(debrief(customer, talk))}."


def _of_replies(id_: str, words: Content) -> Iterator[str]:
    """Yield a finding with its rules, a rule, or the phrases of a house."""
    if id_ == PHRASES:
        yield "\n".join(_of_house(words.replies.phrases))
    for finding in words.replies.findings:
        if finding.finding == id_:
            yield "\n".join(_of_finding(finding))
        for rule in finding.rules:
            if id_ in (rule.id, f"{finding.finding}.{rule.id}"):
                yield "\n".join(_of_rule(finding, rule))


def _of_house(phrases: HousePhrases) -> Iterator[str]:
    yield "Phrases of your own"
    for banned in phrases.banned:
        why = f" ({banned.because})" if banned.because else ""
        yield f"  ✗ {banned.say}\n    Here you say: {banned.instead}{why}"
    for each in phrases.favoured:
        yield f"  ✓ {each.say}: counts as {each.finding}"
    if not (phrases.banned or phrases.favoured):
        yield "  None yet. They go into replies/phrases.yaml."


def _of_finding(finding: FindingRules) -> Iterator[str]:
    yield f"{finding.finding} · {finding.idea}"
    for key in ("why", "praise", "missing", "line", "advice", "better"):
        if told := getattr(finding, key):
            yield f"  {key}: {told}"
    for rule in finding.rules:
        yield f"  - {finding.finding}.{rule.id}: “{rule.yes[0]}”"


def _of_rule(finding: FindingRules, rule: ReplyRule) -> Iterator[str]:
    yield f"{finding.finding}.{rule.id}"
    yield from _listed("say", rule.say)
    for key in _CONDITIONS:
        yield from _listed(key, getattr(rule, key))
    for key, default in (("scope", "sentence"), ("question", None), ("tells", None)):
        if (value := getattr(rule, key)) != default:
            yield f"  {key}: {'yes' if value is True else 'no' if value is False else value}"
    yield f"  advice: {rule.advice or finding.advice or finding.praise}"
    yield from _listed("yes", rule.yes)
    yield from _listed("no", rule.no)


def _listed(key: str, lines: Iterable[str]) -> Iterator[str]:
    rows = [f"    {each}" for each in lines]
    yield from ([f"  {key}:", *rows] if rows else [])


def _plain(card: Card) -> str:
    return TerminalReply(Reply(card)).plain()
