"""A promise to a customer, and when something has to be said about it; these are the rules."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from handlers.domain.people import Person

AHEAD = timedelta(minutes=10)  # before its time
LEAST = timedelta(minutes=15)  # made nearer to its time than this, it needs no notice before
HOUR = timedelta(hours=1)  # late by this, the lead hears of it
QUIET = timedelta(minutes=30)  # since the last touch of an open complaint
LOOK_AGAIN = timedelta(minutes=1)
MAX_LINE_LENGTH = 150  # characters of what is promised, or was said to the customer


class PromiseState(StrEnum):
    """Where a promise stands."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"  # said by its owner: it couldn't be kept
    WITHDRAWN = "withdrawn"  # its complaint took another turn


class Stage(StrEnum):
    """What its owner is told next, at ``Promise.next_at``."""

    SOON = "soon"  # ten minutes ahead
    DUE = "due"
    LATE = "late"  # an hour later: the lead is told
    HEARD = "heard"  # what became of telling the lead
    TAKEN = "taken"  # somebody looks after it
    DONE = "done"  # nothing more of ourselves


class LeadNotice(StrEnum):
    """Whether the lead's channel knows that it is late."""

    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"
    NOBODY = "nobody"  # no such channel is set up


class Told(StrEnum):
    """Whether the customer knows of the move, or of the failure."""

    YES = "yes"
    NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of one person.

    ``rev`` grows with each change by its owner: a button drawn for another rev is stale. ``zone``
    is the owner's, for the notices. ``number`` is 0 until it is stored.
    """

    id: str
    owner_id: str
    owner: str
    zone: str
    what: str
    due_at: datetime
    made_at: datetime
    changed_at: datetime
    number: int = 0
    rev: int = 1
    state: PromiseState = PromiseState.OPEN
    stage: Stage = Stage.SOON
    next_at: datetime | None = None
    case_id: str | None = None
    case_number: str | None = None
    moved: bool = False
    told: Told | None = None
    said: str = ""
    lead: LeadNotice | None = None
    taken_by: str = ""
    taken_by_id: str = ""
    closed_at: datetime | None = None


class Notice(StrEnum):
    """What is said of ourselves; all but ``LEAD`` go to the owner."""

    SOON = "soon"
    DUE = "due"
    HEARD = "heard"
    TAKEN = "taken"
    LEAD = "lead"


_OWN = {Stage(each): each for each in Notice if each is not Notice.LEAD}


def made(promise: Promise) -> Promise:
    """Return a new promise with its first notice set."""
    return _timed(promise, promise.made_at)


def keep(promise: Promise, at: datetime) -> Promise:
    """It is done."""
    return _closed(promise, PromiseState.KEPT, at)


def fail(promise: Promise, at: datetime) -> Promise:
    """It could not be kept, and its owner says so."""
    return _closed(promise, PromiseState.BROKEN, at, told=None)


def withdraw(promise: Promise, at: datetime) -> Promise:
    """Nobody waits for it any more."""
    return _closed(promise, PromiseState.WITHDRAWN, at)


def move(promise: Promise, due: datetime, at: datetime) -> Promise:
    """Give an open promise a new time; what was to be said of the old one is dropped."""
    if promise.state is not PromiseState.OPEN or due == promise.due_at:
        return promise
    lead = None if promise.lead is LeadNotice.NOBODY else promise.lead
    changed = _changed(promise, at, due_at=due, moved=True, told=None, lead=lead)
    return _timed(changed, at)


def renew(promise: Promise, what: str, due: datetime, at: datetime) -> Promise:
    """Give the promise of a complaint other words or another time: it isn't made known yet."""
    if (promise.what, promise.due_at) == (what, due) or promise.state is not PromiseState.OPEN:
        return promise
    if promise.due_at == due:
        return _changed(promise, at, what=what)
    return _timed(_changed(promise, at, what=what, due_at=due), at)


def tell(promise: Promise, told: Told, at: datetime) -> Promise:
    """Note whether the customer knows."""
    return _changed(promise, at, told=told)


def note(promise: Promise, said: str, at: datetime) -> Promise:
    """Note what was said to the customer."""
    return _changed(promise, at, told=Told.YES, said=said)


def notice_name(promise: Promise, notice: Notice) -> str:
    """Return the name of the one post that says this of this promise at its present time."""
    return f"promise:{promise.id}:{notice}:{promise.due_at.isoformat()}"


def late_at(promise: Promise) -> datetime:
    """Return when the lead hears of it."""
    return promise.due_at + HOUR


def is_late(promise: Promise, at: datetime) -> bool:
    """Tell whether an open promise is past its time."""
    return promise.state is PromiseState.OPEN and at >= promise.due_at


def nudge_at(due: datetime, made_at: datetime) -> datetime | None:
    """Return when its owner is told ahead of the time, or None if it was made too near to it."""
    return due - AHEAD if due - made_at >= LEAST else None


def say(promise: Promise, at: datetime, *, quiet: bool) -> tuple[Promise, tuple[Notice, ...]]:
    """Return what has to be said by now, and the promise once it is on its way.

    While it is ``quiet`` the owner's notices wait; the lead's never does.
    """
    if promise.state is not PromiseState.OPEN or promise.next_at is None:
        return promise, ()
    if promise.next_at > at and (quiet or _own(promise, at) is None):
        return promise, ()
    said: tuple[Notice, ...] = ()
    if promise.lead is None and at >= late_at(promise):
        said = (Notice.LEAD,)
        stage = Stage.DONE if promise.stage is Stage.LATE else promise.stage
        promise = replace(promise, lead=LeadNotice.SENDING, stage=stage, next_at=at)
    own = _own(promise, at)
    if own is None:
        return replace(promise, next_at=_next_at(promise)), said
    if quiet:
        return replace(promise, next_at=_look_again(promise, at)), said
    promise = replace(promise, stage=_following(own, promise))
    return replace(promise, next_at=_next_at(promise)), (*said, own)


def heard(promise: Promise, outcome: LeadNotice, at: datetime) -> Promise:
    """Note what became of telling the lead; a due notice that still waits will say it, too."""
    if promise.lead is not LeadNotice.SENDING:
        return promise
    promise = replace(promise, lead=outcome)
    if promise.state is PromiseState.OPEN and promise.stage is Stage.DONE:
        return replace(promise, stage=Stage.HEARD, next_at=at)
    return promise


def take(promise: Promise, who: Person, at: datetime) -> Promise:
    """Note who looks after it; its owner is told, unless a notice to come will say it."""
    promise = replace(promise, taken_by=who.name, taken_by_id=who.id)
    if promise.state is PromiseState.OPEN and promise.stage in (Stage.DONE, Stage.HEARD):
        return replace(promise, stage=Stage.TAKEN, next_at=at)
    return promise


def _own(promise: Promise, at: datetime) -> Notice | None:
    """Return the owner's notice by now; one before its time is left out once the time is here."""
    if promise.stage is Stage.SOON:
        if at >= promise.due_at:
            return Notice.DUE
        return Notice.SOON if at >= promise.due_at - AHEAD else None
    if promise.stage is Stage.DUE and at < promise.due_at:
        return None
    return _OWN.get(promise.stage)


def _following(own: Notice, promise: Promise) -> Stage:
    if own is Notice.SOON:
        return Stage.DUE
    return Stage.LATE if promise.lead is None else Stage.DONE


def _next_at(promise: Promise) -> datetime | None:
    after = {Stage.SOON: -AHEAD, Stage.DUE: timedelta(), Stage.LATE: HOUR}.get(promise.stage)
    return None if after is None else promise.due_at + after


def _look_again(promise: Promise, at: datetime) -> datetime:
    """Return when to look again: in a minute, and for the lead to the second."""
    again = at + LOOK_AGAIN
    return min(again, late_at(promise)) if promise.lead is None else again


def _timed(promise: Promise, at: datetime) -> Promise:
    stage = Stage.DUE if nudge_at(promise.due_at, at) is None else Stage.SOON
    promise = replace(promise, stage=stage)
    return replace(promise, next_at=_next_at(promise))


def _closed(promise: Promise, state: PromiseState, at: datetime, **changes: Any) -> Promise:  # noqa: ANN401 - fields of Promise
    if promise.state is not PromiseState.OPEN:
        return promise
    return _changed(
        promise, at, state=state, stage=Stage.DONE, next_at=None, closed_at=at, **changes
    )


def _changed(promise: Promise, at: datetime, **changes: Any) -> Promise:  # noqa: ANN401 - fields of Promise
    return replace(promise, rev=promise.rev + 1, changed_at=at, **changes)
