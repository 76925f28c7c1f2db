"""A promise offered to a colleague: until they have it, it stays with whoever made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.domain.people import spoken_name
from handlers.domain.promise import Promise, PromiseState
from handlers.domain.shifts import Working

ANSWERED_WITHIN = timedelta(minutes=30)
BACK_BEFORE_DUE = timedelta(minutes=15)  # so that whoever has it can still keep it


class HandoverState(StrEnum):
    """What became of an offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    TAKEN = "taken"  # over by a lead, while whoever had it was off: it was never offered
    DECLINED = "declined"
    UNANSWERED = "unanswered"  # it came back by itself
    UNREACHED = "unreached"  # the colleague's card couldn't be brought to them
    ENDED = "ended"  # whoever offers it took it back, or did something about the promise


class NotOfferable(StrEnum):
    """Why a promise can't be offered just now."""

    CLOSED = "closed"
    TOO_NEAR = "too-near"  # it would have to come back at once


class NotLeft(StrEnum):
    """Why a lead can't take over a promise just now."""

    CLOSED = "closed"
    AT_WORK = "at-work"  # whoever has it
    IN_TIME = "in-time"  # whoever has it is back before it is due
    OFFERED = "offered"  # somebody is asked already


HANDED = (HandoverState.ACCEPTED, HandoverState.TAKEN)


@dataclass(frozen=True, slots=True)
class Handover:
    """One promise offered to one colleague.

    ``offer_id`` is shared by what was offered in one go: it has one card at each of the two.
    ``what``, ``due_at``, ``case_number`` and ``zone`` are the promise's when it was offered; when
    it changes, the offer is over. ``place`` and ``ref`` are of the colleague's card, ``own_…`` of
    that of whoever offers it. ``is_told``: both show how it stands. ``names`` are looked up, never
    kept.
    """

    id: str
    offer_id: str
    promise_id: str
    from_id: str
    to_id: str
    what: str
    made_at: datetime
    ends_at: datetime
    changed_at: datetime
    due_at: datetime | None = None
    case_number: str = ""
    zone: str = "UTC"
    state: HandoverState = HandoverState.OPEN
    place: str = ""
    ref: str = ""
    own_place: str = ""
    own_ref: str = ""
    is_told: bool = True
    version: int = 0
    names: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def is_open(self) -> bool:
        """Tell whether an answer is waited for."""
        return self.state is HandoverState.OPEN

    @property
    def next_at(self) -> datetime | None:
        """Return when something has to be done about it; None: nothing more."""
        if self.is_open:
            return self.ends_at
        return None if self.is_told else self.changed_at

    @property
    def giver(self) -> str:
        """Return what whoever offers it is called."""
        return spoken_name(self.from_id, self.names.get(self.from_id, ""))

    @property
    def taker(self) -> str:
        """Return what the colleague is called."""
        return spoken_name(self.to_id, self.names.get(self.to_id, ""))


def why_not(promise: Promise, at: datetime) -> NotOfferable | None:
    """Return why a promise can't be offered now, or None.

    What is late already may be: there is no time left to come back before.
    """
    if promise.state is not PromiseState.OPEN:
        return NotOfferable.CLOSED
    due = promise.due_at
    if due is not None and due - BACK_BEFORE_DUE <= at < due:
        return NotOfferable.TOO_NEAR
    return None


def why_not_left(
    promise: Promise, working: Working | None, at: datetime, *, offered: bool
) -> NotLeft | None:
    """Return why nobody has to look after a promise of somebody with these hours, or None."""
    if promise.state is not PromiseState.OPEN:
        return NotLeft.CLOSED
    if working is None or working.is_on(at):
        return NotLeft.AT_WORK
    back = working.next_start(at)
    if promise.due_at is None or (back is not None and promise.due_at >= back):
        return NotLeft.IN_TIME
    return NotLeft.OFFERED if offered else None


def ends_at(due: datetime | None, at: datetime) -> datetime:
    """Return when an offer made now comes back: half an hour on, or a quarter before it is due."""
    usual = at + ANSWERED_WITHIN
    return usual if due is None or due <= at else min(usual, due - BACK_BEFORE_DUE)


def offered(promise: Promise, ids: tuple[str, str], to_id: str, at: datetime) -> Handover:
    """Return a new offer of a promise; ``ids`` are its own and that of what goes with it."""
    own_id, offer_id = ids
    return Handover(
        id=own_id,
        offer_id=offer_id,
        promise_id=promise.id,
        from_id=promise.owner_id,
        to_id=to_id,
        what=promise.what,
        made_at=at,
        ends_at=ends_at(promise.due_at, at),
        changed_at=at,
        due_at=promise.due_at,
        case_number=promise.case_number or "",
        zone=promise.zone,
    )


def taken(promise: Promise, ids: tuple[str, str], to_id: str, at: datetime) -> Handover:
    """Return what is noted of a promise that a lead takes over from whoever is off."""
    return replace(offered(promise, ids, to_id, at), state=HandoverState.TAKEN, ends_at=at)


def shown_on(handover: Handover, place: str, ref: str) -> Handover:
    """Return it with the card on which it was offered."""
    return replace(handover, own_place=place, own_ref=ref)


def accept(handover: Handover, at: datetime) -> Handover:
    """The colleague has it; pressed too late it has come back."""
    return _answered(handover, HandoverState.ACCEPTED, at)


def decline(handover: Handover, at: datetime) -> Handover:
    """The colleague can't."""
    return _answered(handover, HandoverState.DECLINED, at)


def end(handover: Handover, at: datetime) -> Handover:
    """Whoever offers it keeps it."""
    return _closed(handover, HandoverState.ENDED, at)


def come_back(handover: Handover, at: datetime) -> Handover:
    """Bring it back once its time is over."""
    if at < handover.ends_at:
        return handover
    return _closed(handover, HandoverState.UNANSWERED, at)


def lose(handover: Handover, at: datetime) -> Handover:
    """Bring it back: the colleague couldn't be reached."""
    return _closed(handover, HandoverState.UNREACHED, at)


def told(handover: Handover) -> Handover:
    """Note that both cards show how it stands."""
    return replace(handover, is_told=True)


def _answered(handover: Handover, state: HandoverState, at: datetime) -> Handover:
    after = come_back(handover, at)
    return after if after != handover else _closed(handover, state, at)


def _closed(handover: Handover, state: HandoverState, at: datetime) -> Handover:
    if not handover.is_open:
        return handover
    return replace(handover, state=state, changed_at=at, is_told=False)
