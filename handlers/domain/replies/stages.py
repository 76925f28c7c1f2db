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
_DEFENDS = frozenset({"excuse", "blame", "dismissive"})
_AROUND = frozenset({"canned", "thanks"})  # said around what a reply is about
# Two of these say that it is over, where nothing is put right any more.
_SIGNS_OF_THE_END = (
    *("farewell", "settled", "patience", "look-after"),
    *("sorry-again", "anything-more"),
)
_UNDONE = frozenset({"excuse", "vague", "non_apology"})  # a reply with these wraps nothing up


def stage_of(sentences: Sequence[Sentence], hits: Sequence[Hit], rules: Rules) -> Stage:
    """Return the stage of a reply."""
    found = {each.finding for each in hits}
    if _closes(sentences, found, rules):
        return Stage.CLOSE
    if _acts(sentences, found, rules):
        return Stage.ACT
    if _gives_room(sentences, found, rules):
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
    """Tell whether it wraps up what has been put right."""
    if "policy_shield" in found or rules.cue("still-open", sentences):
        return False
    if rules.cue("closing", sentences):
        return not {"apology", "ownership"} <= set(found)
    if _UNDONE.intersection(found):
        return False
    signs = sum(rules.cue(each, sentences) for each in _SIGNS_OF_THE_END)
    is_last_word = not {"action", "invite", "dismissive"}.intersection(found)
    needed = 1 if is_last_word and rules.cue("farewell", sentences) else 2
    warm = _WARM.intersection(found)
    if rules.cue("sorry-again", sentences):  # a sorry on the way out opens nothing again
        warm -= {"apology"}
    return signs >= needed and not warm


def _acts(sentences: Sequence[Sentence], found: Collection[FindingId], rules: Rules) -> bool:
    """Tell whether its main move is a step, a refusal, or to ask for what a step needs."""
    if "action" not in found and rules.cue("on-good-behaviour", sentences):
        return False
    if _STEPS.intersection(found) or rules.cue("data-request", sentences):
        return True
    if _DEFENDS.intersection(found):
        return False
    if "timeframe" in found:
        return True
    if rules.cue("told-off", sentences):
        return False
    if rules.cue("refusal", sentences):
        return True
    if not _AROUND.issuperset(found):
        return False
    asked = [each for each in sentences if each.is_question]
    said = [each for each in sentences if not each.is_question]
    return rules.cue("promise", said) or rules.cue("fact", asked)


def _gives_room(sentences: Sequence[Sentence], found: Collection[FindingId], rules: Rules) -> bool:
    """Tell whether it lets them talk, or is about how they talk."""
    plays_back = "specific" in found
    if "invite" in found and rules.cue("tell-me", sentences):
        return not (plays_back and {"apology", "ownership"}.intersection(found))
    if "invite" in found and not plays_back and not rules.cue("put-right", sentences):
        return True
    if {"apology", "ownership", "specific", "excuse"}.intersection(found):
        return False
    is_scolded = "dismissive" in found and rules.cue("emotion-order", sentences)
    return is_scolded or ("acknowledge" not in found and rules.cue("told-off", sentences))


def _is_cold(hits: Sequence[Hit], found: Collection[FindingId]) -> bool:
    """Tell whether a step comes before any word on what happened to them."""
    first = next((each.finding for each in hits if each.finding not in ("canned", "thanks")), "")
    return not _WARM.intersection(found) or first in (*_STEPS, "timeframe")
