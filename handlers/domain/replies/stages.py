"""The stage of a reply, by its main move, and what follows from findings and length."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from content.reply_findings import FindingId
from handlers.domain.replies.draft import Derived, Draft, ReplyChannel, Stage
from handlers.domain.replies.rules import Hit, Rules
from handlers.domain.replies.words import Sentence

# Words that a reply may have; a person reads no more in this way, or listens to no more.
MAX_WORDS: Mapping[ReplyChannel, int] = {
    ReplyChannel.CHAT: 60,
    ReplyChannel.EMAIL: 150,
    ReplyChannel.PHONE: 45,
    ReplyChannel.COUNTER: 45,
}
SORRY_LOOP = 3  # apologies in one reply, from which they weaken each other (Marinova 2018)
_STEPS = frozenset({"action", "policy_shield", "vague", "overpromise"})
_WARM = frozenset({"acknowledge", "apology", "specific", "ownership"})


def stage_of(sentences: Sequence[Sentence], hits: Sequence[Hit], rules: Rules) -> Stage:
    """Return the stage of a reply."""
    found = {each.finding for each in hits}
    if _closes(sentences, found, rules):
        return Stage.CLOSE
    if found & _STEPS or rules.cue("data-request", sentences) or rules.cue("refusal", sentences):
        return Stage.ACT
    if "timeframe" in found and not found & {"excuse", "blame", "dismissive"}:
        return Stage.ACT
    if "invite" in found and "specific" not in found and rules.cue("tell-me", sentences):
        return Stage.VENT
    answers = {"apology", "ownership", "specific", "excuse", "blame"}
    if "dismissive" in found and not found & answers and rules.cue("emotion-order", sentences):
        return Stage.VENT
    return Stage.LISTEN


def derived_of(draft: Draft, hits: Sequence[Hit], words: int, stage: Stage) -> Iterator[Derived]:
    """Yield what follows; ``stage`` is where the conversation is."""
    found = {each.finding for each in hits}
    if stage in (Stage.VENT, Stage.LISTEN) and found & _STEPS and _is_cold(hits, found):
        yield Derived.FIX_FIRST
    if words > MAX_WORDS[draft.channel]:
        yield Derived.TOO_LONG
    if sum(each.finding in ("apology", "non_apology") for each in hits) >= SORRY_LOOP:
        yield Derived.SORRY_LOOP


def _closes(sentences: Sequence[Sentence], found: Collection[FindingId], rules: Rules) -> bool:
    against = {"policy_shield", "excuse", "blame", "vague"}
    return (
        not against.intersection(found)
        and rules.cue("closing", sentences)
        and not rules.cue("still-open", sentences)
    )


def _is_cold(hits: Sequence[Hit], found: Collection[FindingId]) -> bool:
    """Tell whether a step comes before any word on what happened to them."""
    first = next((each.finding for each in hits if each.finding not in ("canned", "thanks")), "")
    return not _WARM.intersection(found) or first in (*_STEPS, "timeframe")
