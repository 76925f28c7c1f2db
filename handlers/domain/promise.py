"""A promise to a customer, what can become of it, and when it is time to speak of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from handlers.domain.people import Person
from handlers.domain.promise_messages import Messages
from handlers.domain.times import SAME_WITHIN
from handlers.domain.wording import same_words

NUDGE_BEFORE = timedelta(minutes=10)  # its owner is told this long ahead
MIN_TIME_TO_NUDGE = timedelta(minutes=15)  # made nearer to its time, it needs no nudge
LEAD_TOLD_AFTER = timedelta(hours=1)  # late by this
AWAY = timedelta(minutes=5)  # after its time, and nobody was asked yet: we were not there
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
    is the owner's, for the notices. ``number`` is 0 until it is stored. Without ``due_at`` no time
    could be given yet: it stands on the list, and nothing is said of it.
    """

    id: str
    owner_id: str
    owner: str
    zone: str
    what: str
    due_at: datetime | None
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
    taken_at: datetime | None = None
    closed_at: datetime | None = None
    asked_at: datetime | None = None  # when its owner was due to be asked, and we were there
    messages: Messages = ()  # that tell of it, and follow what becomes of it


def made(promise: Promise) -> Promise:
    """Return a new promise with its first notice set."""
    return _timed(promise, promise.made_at)


def is_same(earlier: Promise, later: Promise) -> bool:
    """Tell whether the same was promised a moment before, for the same time: a slip.

    "In an hour" is the same time, though it was said a little later.
    """
    return (
        earlier.id != later.id
        and same_words(earlier.what, later.what)
        and (earlier.case_number or "") == (later.case_number or "")
        and later.made_at - earlier.made_at <= SAME_WITHIN
        and (earlier.due_at == later.due_at or _time_given(earlier) == _time_given(later))
    )


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
    """Give an open promise a new time; what was to be said of the old one is dropped.

    Its first time is no move: nobody was told another.
    """
    if promise.state is not PromiseState.OPEN or due == promise.due_at:
        return promise
    lead = None if promise.lead is LeadNotice.NOBODY else promise.lead
    moved = promise.due_at is not None
    return _timed(_changed(promise, at, due_at=due, moved=moved, told=None, lead=lead), at)


def renew(promise: Promise, what: str, due: datetime | None, at: datetime) -> Promise:
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


def take(promise: Promise, who: Person, at: datetime) -> Promise:
    """Note who looks after it; its owner is told, unless a notice to come will say it."""
    promise = replace(promise, taken_by=who.name, taken_by_id=who.id, taken_at=at)
    if promise.state is PromiseState.OPEN and promise.stage in (Stage.DONE, Stage.HEARD):
        return replace(promise, stage=Stage.TAKEN, next_at=at)
    return promise


def offer(promise: Promise, at: datetime) -> Promise:
    """Note that it is offered to somebody: its cards so far are out of date."""
    return _changed(promise, at)


def hand_over(promise: Promise, to: Person, zone: str, at: datetime) -> Promise:
    """Give it to somebody else, who from now on hears of it; its time stays."""
    return _changed(promise, at, owner_id=to.id, owner=to.name[:MAX_LINE_LENGTH], zone=zone)


def asked(promise: Promise, at: datetime) -> Promise:
    """Note that its time has come and we are there to ask; once for a time."""
    to_be_asked = promise.stage in (Stage.SOON, Stage.DUE) and is_late(promise, at)
    if promise.asked_at is not None or not to_be_asked:
        return promise
    return replace(promise, asked_at=at)


def late_at(promise: Promise) -> datetime | None:
    """Return when the lead hears of it, if it has a time: an hour late, also if we were away."""
    if promise.due_at is None:
        return None
    asked_at = promise.asked_at or promise.due_at
    was_away = asked_at - promise.due_at > AWAY
    return (asked_at if was_away else promise.due_at) + LEAD_TOLD_AFTER


def is_late(promise: Promise, at: datetime) -> bool:
    """Tell whether an open promise is past its time."""
    is_over = promise.due_at is not None and at >= promise.due_at
    return is_over and promise.state is PromiseState.OPEN


def nudge_at(due: datetime, made_at: datetime) -> datetime | None:
    """Return when its owner is told ahead of the time, or None if it was made too near to it."""
    return due - NUDGE_BEFORE if due - made_at >= MIN_TIME_TO_NUDGE else None


def next_notice_at(promise: Promise) -> datetime | None:
    """Return when its owner, or the lead, is told next; None when it is not up to the clock."""
    if promise.due_at is None:
        return None
    match promise.stage:
        case Stage.SOON:
            return promise.due_at - NUDGE_BEFORE
        case Stage.DUE:
            return promise.due_at
        case Stage.LATE:
            return late_at(promise)
    return None


def _time_given(promise: Promise) -> timedelta | None:
    return None if promise.due_at is None else promise.due_at - promise.made_at


def _timed(promise: Promise, at: datetime) -> Promise:
    if promise.due_at is None:
        return replace(promise, stage=Stage.DONE, asked_at=None, next_at=None)
    stage = Stage.DUE if nudge_at(promise.due_at, at) is None else Stage.SOON
    promise = replace(promise, stage=stage, asked_at=None)
    return replace(promise, next_at=next_notice_at(promise))


def _closed(promise: Promise, state: PromiseState, at: datetime, **changes: Any) -> Promise:  # noqa: ANN401 - fields of Promise
    if promise.state is not PromiseState.OPEN:
        return promise
    return _changed(
        promise, at, state=state, stage=Stage.DONE, next_at=None, closed_at=at, **changes
    )


def _changed(promise: Promise, at: datetime, **changes: Any) -> Promise:  # noqa: ANN401 - fields of Promise
    return replace(promise, rev=promise.rev + 1, changed_at=at, **changes)
