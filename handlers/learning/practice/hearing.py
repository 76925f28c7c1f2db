"""What a customer of practice hears in an agent's words: by the reply check, or as written."""

import re
from collections.abc import Iterable, Iterator, Sequence

from content.models import Content
from content.reply_findings import PROBLEMS, FindingId
from content.reply_rules import Replies
from content.scenarios import AgentLine, Scenario
from handlers.domain.practice.customer import Customer
from handlers.domain.practice.echoes import SOURCE, Echoes, sentences
from handlers.domain.practice.run import Move, Said
from handlers.domain.practice.state import Heard, Phase
from handlers.domain.replies import Draft, Finding, ReplyChannel, Verdict, check

_STEPS = frozenset[FindingId](("action", "timeframe"))
_TIME = frozenset[FindingId](("timeframe",))
_DENIES = re.compile(r"\?\s*$|\b(?:not?|never|cannot)\b|n't\b")  # or asks
# Who answers for us, or says that it wasn't them.
_ANSWERS = re.compile(r"\b(?:we|our|us|i|me|mine)\b|\byou (?:were|weren't|did|didn't)\b")
_AGAINST = frozenset(("blame", "policy_shield", "excuse"))
# What a sentence is about in which it stands, whatever of their words it holds.
_ELSE = frozenset(("action", "extra", "vague", "overpromise", "canned"))


def said_words(
    text: str, customer: Customer, talk: Sequence[Heard], content: Content
) -> Said | None:
    """Return what is heard in words of one's own; None where they say nothing to us.

    Whoever says back what this customer has told in a talk shows that they listened; and once they
    are open, they hear the step they need in few words.
    """
    scenario = customer.scenario
    told = (scenario.opening, *(each.says for each in talk))
    moves = content.moves
    echoes = Echoes(told, moves.common)
    found = check(_draft(text, scenario), content.replies, [echoes])
    if found.verdict is Verdict.UNREAD:
        return None
    last = talk[-1] if talk else None
    kept = [*_kept([*_all_theirs(text, found.findings, echoes)])]
    if last is not None and last.after.phase is Phase.OPEN:
        kept += _steps(text, kept, last, scenario.needs.fix, moves.times)
    kept += _owned(text, kept, last, moves.owned)
    return Said(text, tuple(Move(each.id, each.start, each.end) for each in kept))


def said_line(line: AgentLine, scenario: Scenario, replies: Replies) -> Said:
    """Return what is heard in a line of a scenario, and in which of its words, where we find it."""
    checked = check(_draft(line.text, scenario), replies)
    found = {each.id: each for each in checked.findings}
    moves = (
        Move(each, found[each].start, found[each].end)
        if each in found
        else Move(each, 0, len(line.text))
        for each in line.findings
    )
    return Said(line.text, tuple(moves))


def _kept(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield what stands: an echo in which nothing else is offered, and no time that is theirs."""
    echoes = [each for each in findings if each.source == SOURCE and not _offers(each, findings)]
    for each in findings:
        is_theirs = each.id == "timeframe" and any(_is_in(each, echo) for echo in echoes)
        if not is_theirs and (each.source != SOURCE or each in echoes):
            yield each


def _all_theirs(text: str, findings: Iterable[Finding], echoes: Echoes) -> Iterator[Finding]:
    """Yield what stands where a sentence is nothing but their words: it puts nothing on them."""
    whole = [*echoes.whole(text)]
    for start, end in whole:
        yield Finding("specific", start, end, SOURCE)
    for each in findings:
        is_theirs = any(start <= each.start < end for start, end in whole)
        if not is_theirs or each.id not in _AGAINST:
            yield each


def _steps(
    text: str, findings: Sequence[Finding], last: Heard, fix: Sequence[str], times: Sequence[str]
) -> Iterator[Finding]:
    """Yield the step they need, and its time, of a sentence that names both and says no more.

    Where they have just asked when, a time alone will do.
    """
    is_asked = last.answer == "open_need_when"
    for sentence in sentences(text):
        low = _plain(sentence[0])
        inside = [each for each in findings if sentence.start() <= each.start < sentence.end()]
        heard = {each.id for each in inside if each.source != SOURCE}
        is_step = "action" in heard or any(_plain(each) in low for each in fix)
        is_timed = "timeframe" in heard or any(_has_words(low, each) for each in times)
        if (is_step or is_asked) and is_timed and heard <= _STEPS and not _DENIES.search(low):
            for lacking in sorted((_STEPS if is_step else _TIME) - heard):
                yield Finding(lacking, sentence.start(), sentence.end(), SOURCE)


def _owned(
    text: str, findings: Sequence[Finding], last: Heard | None, phrases: Sequence[str]
) -> Iterator[Finding]:
    """Yield that it is owned, where words say so that were heard as nothing of the kind.

    Where they have just asked who owns it, whoever answers for us, and hurts nobody, owns it.
    """
    found = {each.id for each in findings}
    is_asked = last is not None and last.answer == "open_need_own" and not found & {*PROBLEMS}
    for sentence in sentences(text) if "ownership" not in found else ():
        low = _plain(sentence[0])
        answers = is_asked and _ANSWERS.search(low) and not low.rstrip().endswith("?")
        if answers or any(_plain(each) in low for each in phrases):
            yield Finding("ownership", sentence.start(), sentence.end(), SOURCE)
            return


def _has_words(low: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(_plain(words))}(?!\w)", low) is not None


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")


def _offers(echo: Finding, findings: Iterable[Finding]) -> bool:
    return any(each.id in _ELSE and _is_in(each, echo) for each in findings)


def _is_in(inner: Finding, outer: Finding) -> bool:
    return outer.start <= inner.start < outer.end


def _draft(text: str, scenario: Scenario) -> Draft:
    return Draft(text, ReplyChannel(scenario.channel))
