"""What a turn did to the heat, and which words did it: the one line inside each turn."""

from dataclasses import dataclass
from enum import StrEnum

from content.moves import ActId
from content.reply_findings import PROBLEMS
from handlers.domain.practice.state import Effect, Heard, Heat, Phase

FELT = 0.25  # of anger, from which on a change is felt
_HARM = frozenset[str]((*PROBLEMS, "fix_first", "wrong_fix", "no_limit"))


class Change(StrEnum):
    """What a turn did to the heat."""

    COOLER = "cooler"
    SAME = "same"
    CALM = "calm"  # they were cool, and are
    HOTTER = "hotter"
    OPENED = "opened"  # they feel heard, and listen now
    CLOSED = "closed"  # they were open, and are no more


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a turn did; ``cause`` is what did most of it, and ``quote`` its words."""

    change: Change
    cause: ActId | None
    quote: str
    is_last_warning: bool = False


def feedback(heard: Heard) -> Feedback:
    """Return what one turn did to the heat, and which of its words did most of it."""
    change = _change(heard)
    effect = _cause(heard, change)
    if effect is None:
        return Feedback(change, None, "", _is_warned(heard))
    cause = effect.worn or effect.about
    return Feedback(change, cause, heard.said.quoted(effect.about), _is_warned(heard))


def is_harmful(heard: Heard) -> bool:
    """Tell whether something in a turn did harm, whatever good stood beside it."""
    return any(each.about in _HARM or each.worn == "sorry_again" for each in heard.effects)


def _change(heard: Heard) -> Change:
    before, after = heard.before, heard.after
    if before.phase is Phase.VENTING and after.phase is Phase.OPEN:
        return Change.OPENED
    if before.phase is Phase.OPEN and after.phase is Phase.VENTING:
        return Change.CLOSED
    if after.anger <= before.anger - FELT:
        return Change.COOLER
    if after.anger >= before.anger + FELT:
        return Change.HOTTER
    return Change.CALM if after.heat is Heat.COOL and not is_harmful(heard) else Change.SAME


def _cause(heard: Heard, change: Change) -> Effect | None:
    """Return what did most: of the harm where it got no better, else of the good."""
    effects = heard.effects
    if change in (Change.COOLER, Change.OPENED):
        return max(effects, key=lambda each: each.good, default=None)
    harm = [each for each in effects if each.good < 0 or each.worn]
    if harm:
        return min(harm, key=lambda each: each.good)
    return max(effects, key=lambda each: each.good, default=None)


def _is_warned(heard: Heard) -> bool:
    return heard.after.boil > 0 and not heard.after.phase.is_over
