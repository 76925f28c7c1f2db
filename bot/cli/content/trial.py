"""What shows only when a pack is tried: examples beside rules, and customers of practice."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from content import Content, Loaded, Problem
from content.document import Node
from content.moves import LackId
from content.problems import quoted
from handlers.domain.practice.customer import (
    OPENING_ANGER,
    WELL_ANGER,
    WELL_TRUST,
    Customer,
)
from handlers.domain.practice.debrief import lack
from handlers.domain.practice.plans import Unsound, planned, unsound
from handlers.domain.practice.run import Said
from handlers.domain.practice.state import Heard, Phase
from handlers.domain.replies.faults import Cause, Fault, faults_in
from handlers.domain.replies.phrase_set import phrase_set
from handlers.domain.replies.rules import rules_of
from handlers.learning.practice.hearing import said_words

_BROKEN_BY_YOURS = "; it is one of ours, and holds without what your pack changes"
_REASONS = {
    Cause.UNREAD: "none of it is read: what stands in quotation marks is the customer's",
    Cause.NOTHING_SAID: "no phrase under say is in it; it is read as: {reading}",
    Cause.UNLESS: "{phrases}, under unless, takes it away",
    Cause.UNLESS_REPLY: "{phrases}, under unless_reply, takes it away",
    Cause.NEED: "nothing under need is in the same sentence",
    Cause.TELLS: "it doesn't go on to say what went wrong, as tells wants",
    Cause.BESIDE: "it counts only where {beside} is found, too, as beside wants",
    Cause.SEVERAL: "more than one of question, need, unless and tells takes it away",
    Cause.FOUND: "{phrases} fits «{quote}»; write under unless what makes this something else",
}
_FIX_WINS = "a step with a time in each turn doesn't lose it; raise heard, or beats"
_LACKS: Mapping[LackId, str] = {
    "hearing": f"they open up at anger {OPENING_ANGER:g} or less: let a turn acknowledge it",
    "step": "once they open up, no turn has an action that is one of fix",
    "time": "once they open up, no turn has a timeframe; add one, or write when: false",
    "owning": "once they open up, no turn has ownership or thanks; add one",
    "limit": "no turn says one of the words of limit",
    "trust": (
        f"they go well at anger {WELL_ANGER:g} or less and trust {WELL_TRUST:g} or more: start "
        "with more trust or less anger, or put one more finding into a turn"
    ),
}
_OF_QUESTION = {
    True: "it counts only in a question",
    False: "it doesn't count in a question",
}


def tried(found: Loaded, own: Path | None) -> list[Problem]:
    """Return all that is wrong with a pack once it is tried, in the order of files and lines."""
    wrong = [*_examples(found), *_phrases(found), *_scenarios(found), *_lessons(found)]
    if own is not None:
        mine = f"{quoted(own.name)}/"
        wrong = [each if each.file.startswith(mine) else _of_ours(each) for each in wrong]
    return sorted(wrong, key=lambda each: (each.file, each.line))


def counted(words: Content) -> Iterator[str]:
    """Yield what was looked at, in lines."""
    yield (
        f"In order: {len(words.reminders)} reminders, {len(words.principles)} ideas, "
        f"{len(words.flow.steps)} steps, {len(words.flow.branches)} branches."
    )
    rules = [rule for each in words.replies.findings for rule in each.rules]
    examples = sum(len(each.yes) + len(each.no) for each in rules)
    house = words.replies.phrases
    yield (
        f"For replies: {len(rules)} rules, their {examples} examples tried; "
        f"phrases of your own: {len(house.banned)} banned, {len(house.favoured)} favoured."
    )
    scenarios, lessons = len(words.scenarios), len(words.lessons)
    yield f"To learn with: {scenarios} scenarios, all played; {lessons} lessons."


def _examples(found: Loaded) -> Iterator[Problem]:
    for fault in faults_in(found.content.replies):
        node = _node_of(fault, found.teaching)
        says = "misses" if fault.example.is_found else "finds something in"
        message = f"{fault.example.rule} {says} «{quoted(fault.example.text)}»: {_reason(fault)}"
        yield Problem(node.file, node.line, "yes" if fault.example.is_found else "no", message)


def _phrases(found: Loaded) -> Iterator[Problem]:
    """Yield the phrases of a house, of words alone, that would never be found."""
    replies, file = found.content.replies, found.teaching.get("replies/phrases.yaml")
    for entry in (*file.items("banned"), *file.items("favoured")) if file else ():
        node = entry.under("say")
        said = str(node.value)
        sentences = rules_of(replies).normaliser.sentences(said)
        phrases = phrase_set([said], replies.book())
        is_plain = all(each.isalnum() or each in " '’-" for each in said)
        if is_plain and not any(phrases.found(each) for each in sentences):
            read = quoted(" ".join(each.text.strip() for each in sentences))
            message = f"is never found: a draft with it is read as «{read}»; write that"
            yield Problem(node.file, node.line, "say", message)


def _lessons(found: Loaded) -> Iterator[Problem]:
    """Yield the lessons that have the number of another one."""
    first: dict[int, str] = {}
    for lesson in found.content.lessons:
        file = f"lessons/{lesson.id}.md"
        other = first.setdefault(lesson.number, file)
        if other != file:
            if file not in found.changes:  # theirs is the one to change
                file, other = other, file
            node = found.teaching[file].under("number")
            message = f"is {lesson.number}, as in {other}; take another, up to 99"
            yield Problem(node.file, node.line, "number", message)


def _reason(fault: Fault) -> str:
    if fault.cause is Cause.QUESTION:
        reason = _OF_QUESTION[bool(fault.rule.question)]
    else:
        phrases = ", ".join(f"«{quoted(each)}»" for each in fault.phrases)
        reason = _REASONS[fault.cause].format(
            reading=quoted(fault.reading),
            phrases=phrases or "a phrase",
            beside=" or ".join(fault.rule.beside),
            quote=quoted(fault.quote),
        )
    return f"{reason}; found by {', '.join(fault.others)} instead" if fault.others else reason


def _node_of(fault: Fault, files: Mapping[str, Node]) -> Node:
    """Return where an example stands."""
    file = files[f"replies/{fault.example.finding}.yaml"]
    rule = next(each for each in file.items("rules") if each.text("id") == fault.example.rule)
    listed = rule.items("yes" if fault.example.is_found else "no")
    same = (each for each in listed if str(each.value).strip() == fault.example.text)
    return next(same, rule)


def _scenarios(found: Loaded) -> Iterator[Problem]:
    """Yield the customers of practice who aren't won by their plan, or are by a mere fix."""
    for scenario in found.content.scenarios:
        customer = Customer(scenario, found.content.moves)
        node = found.teaching[f"scenarios/{scenario.id}.md"]
        yield from _talks(customer, node, found.content)
        for each in unsound(customer):
            key = "plan" if each is Unsound.PLAN_LOSES else "needs"
            said = _lost(customer) if each is Unsound.PLAN_LOSES else _FIX_WINS
            yield Problem(node.file, node.under(key).line, key, said)


def _talks(customer: Customer, node: Node, content: Content) -> Iterator[Problem]:
    """Yield the talks of a scenario that don't end as they should, read by the rules of replies."""
    scenario = customer.scenario
    for key, lines, end in (
        ("talk_that_wins", scenario.talk_that_wins, Phase.RESOLVED),
        ("talk_that_loses", scenario.talk_that_loses, Phase.LOST),
    ):
        talk = _typed(customer, lines, content)
        if talk and (talk[-1].after.phase is not end or len(talk) < len(lines)):
            place = node.under(key)
            yield Problem(place.file, place.line, key, _ended(talk, len(lines)))


def _typed(customer: Customer, lines: Sequence[str], content: Content) -> Sequence[Heard]:
    """Return how a talk goes in which these lines are typed."""
    talk = list[Heard]()
    for line in lines:
        said = said_words(line, customer, talk, content) or Said(line)
        talk = [*customer.replay([*(each.said for each in talk), said])]
    return talk


def _ended(talk: Sequence[Heard], turns: int) -> str:
    """Return how a talk ends, and what was heard in each of its turns."""
    last = talk[-1].after
    felt = f"anger {last.anger:g}, trust {last.trust:g}, heard {last.heard:g}"
    still = f"isn't over, they are still {last.phase}; add a turn"
    ends = f"ends {last.phase}" if last.phase.is_over else still
    after = f" after {len(talk)} of {turns} turns" if len(talk) < turns else ""
    heard = " | ".join(", ".join(sorted(each.said.findings)) or "nothing" for each in talk)
    return f"{ends}{after}. In the end {felt}. Heard in its turns: {heard}"


def _lost(customer: Customer) -> str:
    """Return how a plan ends, and what it lacks."""
    end, needs = planned(customer), customer.scenario.needs
    felt = f"anger {end.anger:g}, trust {end.trust:g}, heard {end.heard:g}"
    what = lack(customer, end)
    if what == "hearing" and end.heard < needs.heard:
        why = f"they open up at heard {needs.heard:g}: lower it, or listen in one more turn"
    elif what == "hearing" and end.beat < needs.beats:
        why = (
            f"only {end.beat} of {needs.beats} lines came out: lower beats, or invite them to tell"
        )
    else:
        why = _LACKS[what or "trust"]
    return f"doesn't win it; it ends {end.phase}, with {felt}. {why[0].upper()}{why[1:]}"


def _of_ours(problem: Problem) -> Problem:
    message = f"{problem.message}{_BROKEN_BY_YOURS}"
    return Problem(problem.file, problem.line, problem.key, message)
