"""What a run comes to: what cooled them, what heated them, and one thing to try."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from content.moves import ActId, LackId, NoteId, TryId
from content.reply_findings import PROBLEMS, ProblemId
from handlers.domain.practice.customer import Customer
from handlers.domain.practice.feedback import is_harmful
from handlers.domain.practice.state import Effect, Heard, Phase, State

_NOTES: tuple[NoteId, ...] = get_args(NoteId)
_TRIES: tuple[ProblemId | NoteId, ...] = (*PROBLEMS, *_NOTES)


@dataclass(frozen=True, slots=True)
class Turning:
    """A turn that counted: its number from 1, and which of its words did it."""

    turn: int
    cause: ActId
    quote: str


@dataclass(frozen=True, slots=True)
class Debrief:
    """How it ended; the turn that did most good, the one that did most harm, one thing to try.

    A harmful turn is never the best one. ``advice`` is None where there is nothing to mend.
    """

    phase: Phase
    turns: int
    best: Turning | None
    worst: Turning | None
    advice: TryId | None


def debrief(customer: Customer, talk: Sequence[Heard]) -> Debrief:
    """Return what there is to say of a talk, over or not."""
    last = talk[-1].after if talk else customer.at_first()
    good = [each for each in talk if each.good > 0 and not is_harmful(each)]
    harm = [each for each in talk if each.good < 0 or is_harmful(each)]
    best = max(good, key=lambda each: each.good, default=None)
    worst = min(harm, key=lambda each: each.good, default=None)
    return Debrief(
        last.phase,
        len(talk),
        _turning(best, max(best.effects, key=_good)) if best else None,
        _turning(worst, min(worst.effects, key=_good)) if worst else None,
        _advice(customer, worst or _unheard(talk), last),
    )


def lack(customer: Customer, state: State) -> LackId | None:
    """Return what is still missing before a customer is well, or None."""
    needs = customer.scenario.needs
    if state.phase is Phase.RESOLVED:
        return None
    if not state.limited:
        return "limit"
    if not state.was_open:
        return "hearing"
    if not state.fixed:
        return "step"
    if needs.when and not state.dated:
        return "time"
    return "owning" if needs.recognised and not state.recognised else "trust"


def _turning(heard: Heard, effect: Effect) -> Turning:
    cause = effect.worn or effect.about
    return Turning(heard.after.turn, cause, heard.said.quoted(effect.about))


def _unheard(talk: Sequence[Heard]) -> Heard | None:
    """Return the first turn that went past whoever never opened up."""
    if not talk or talk[-1].after.was_open:
        return None
    return next((each for each in talk if not each.said.findings), None)


def _advice(customer: Customer, worst: Heard | None, last: State) -> TryId | None:
    """Return what to try about the worst turn, else about what was missing in the end."""
    if worst is not None:
        cause = min(worst.effects, key=_good)
        found = next((each for each in _TRIES if each in (cause.worn, cause.about)), None)
        if found is not None:
            return found
    return lack(customer, last)


def _good(effect: Effect) -> float:
    return effect.good
