"""Why an example beside a rule doesn't hold, as far as that can be known.

The rule is tried again without one of its conditions at a time: the one without which the example
would hold is the reason.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from content.reply_findings import FindingId
from content.reply_rules import Replies, ReplyRule
from handlers.domain.replies.examples import Example, wrong_examples
from handlers.domain.replies.phrase_set import phrase_set
from handlers.domain.replies.rules import Hit, Rules, rules_of
from handlers.domain.replies.words import Sentence


class Cause(StrEnum):
    """Why a rule doesn't do what an example says."""

    FOUND = "found"  # and it should find nothing
    UNREAD = "unread"
    NOTHING_SAID = "nothing-said"
    UNLESS_REPLY = "unless_reply"
    QUESTION = "question"
    NEED = "need"
    UNLESS = "unless"
    TELLS = "tells"
    BESIDE = "beside"
    SEVERAL = "several"


# What a rule is without one of its conditions.
_WITHOUT: Mapping[Cause, Mapping[str, Any]] = {
    Cause.UNLESS_REPLY: {"unless_reply": ()},
    Cause.QUESTION: {"question": None},
    Cause.NEED: {"need": ()},
    Cause.UNLESS: {"unless": ()},
    Cause.TELLS: {"tells": None},
}


@dataclass(frozen=True, slots=True)
class Fault:
    """An example that doesn't hold.

    ``phrases`` are those of the rule that decided; ``quote`` is what was found; ``reading`` are the
    words of the example as phrases are compared with them. ``others`` are rules of the same finding
    that find something in it.
    """

    example: Example
    rule: ReplyRule
    cause: Cause
    phrases: tuple[str, ...] = ()
    quote: str = ""
    reading: str = ""
    others: tuple[str, ...] = ()


def faults_in(replies: Replies) -> Iterator[Fault]:
    """Yield all examples that don't hold, each with its reason."""
    return (_fault(each, replies) for each in wrong_examples(replies))


def _fault(example: Example, replies: Replies) -> Fault:
    rules = rules_of(replies)
    sentences = rules.normaliser.sentences(example.text)
    finding = replies.of(example.finding)
    rule = next(each for each in (finding.rules if finding else ()) if each.id == example.rule)
    hits = [each for each in rules.hits(sentences) if each.finding == example.finding]
    reading = " / ".join(each.text.strip() for each in sentences)
    if not example.is_found:
        said = _matching(rule.say, sentences, example.finding, replies)
        quote = _quoted(example, hits)
        return Fault(example, rule, Cause.FOUND, said, quote, reading)
    cause = _cause(rule, sentences, example.finding, replies)
    decided = {Cause.UNLESS: rule.unless, Cause.UNLESS_REPLY: rule.unless_reply}.get(cause, ())
    phrases = _matching(decided, sentences, example.finding, replies)
    return Fault(example, rule, cause, phrases, "", reading, _others(example, hits))


def _cause(
    rule: ReplyRule, sentences: Sequence[Sentence], finding: FindingId, replies: Replies
) -> Cause:
    """Return why a rule finds nothing in sentences."""
    if not sentences:
        return Cause.UNREAD

    def finds(**changed: Any) -> bool:  # noqa: ANN401 - values of the model
        tried = rule.model_copy(update={"beside": (), **changed})
        hits = _alone(tried, finding, replies).hits(sentences)
        return any(each.rule == f"{finding}.{rule.id}" for each in hits)

    if finds():
        return Cause.BESIDE
    for cause, without in _WITHOUT.items():
        if finds(**without):
            return cause
    bare = {key: value for each in _WITHOUT.values() for key, value in each.items()}
    return Cause.SEVERAL if finds(**bare) else Cause.NOTHING_SAID


def _alone(rule: ReplyRule, finding: FindingId, replies: Replies) -> Rules:
    """Return the language of a pack with this rule and no other."""
    findings = tuple(
        each.model_copy(update={"rules": (rule,) if each.finding == finding else ()})
        for each in replies.findings
    )
    return Rules(replies.model_copy(update={"findings": findings}))


def _matching(
    lines: Iterable[str], sentences: Sequence[Sentence], finding: FindingId, replies: Replies
) -> tuple[str, ...]:
    """Return those of the written phrases that stand in one of the sentences."""
    book = replies.book(finding)
    return tuple(
        line for line in lines if any(phrase_set([line], book).found(each) for each in sentences)
    )


def _quoted(example: Example, hits: Iterable[Hit]) -> str:
    """Return the words in which a rule found something."""
    name = f"{example.finding}.{example.rule}"
    return next((example.text[each.start : each.end] for each in hits if each.rule == name), "")


def _others(example: Example, hits: Iterable[Hit]) -> tuple[str, ...]:
    """Return the other rules of a finding that found something."""
    mine = f"{example.finding}.{example.rule}"
    return tuple(dict.fromkeys(each.rule for each in hits if each.rule != mine))
