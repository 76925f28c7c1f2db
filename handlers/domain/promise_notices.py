"""What is said of a promise without being asked: when, and whether to its owner or the lead."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.domain.promise import (
    NUDGE_BEFORE,
    LeadNotice,
    Promise,
    PromiseState,
    Stage,
    asked,
    late_at,
    next_notice_at,
)

QUIET_AFTER_COMPLAINT = timedelta(minutes=30)  # since the last touch of one that is open
LOOK_AGAIN_AFTER = timedelta(minutes=1)


class Notice(StrEnum):
    """What is said of ourselves; all but ``LEAD`` go to the owner."""

    SOON = "soon"
    DUE = "due"
    HEARD = "heard"
    TAKEN = "taken"
    LEAD = "lead"


_OWN = {Stage(each): each for each in Notice if each is not Notice.LEAD}


def notice_name(promise: Promise, notice: Notice) -> str:
    """Return the name of the one post that says this of this promise at its present time."""
    return f"promise:{promise.id}:{notice}:{promise.due_at.isoformat()}"


def say(promise: Promise, at: datetime, *, quiet: bool) -> tuple[Promise, tuple[Notice, ...]]:
    """Return what has to be said by now, and the promise once it is on its way.

    While it is ``quiet`` the owner's notices wait; the lead's never does.
    """
    if promise.state is not PromiseState.OPEN or promise.next_at is None:
        return promise, ()
    if promise.next_at > at and (quiet or _own(promise, at) is None):
        return promise, ()
    said: tuple[Notice, ...] = ()
    promise = asked(promise, at)
    if promise.lead is None and at >= late_at(promise):
        said = (Notice.LEAD,)
        stage = Stage.DONE if promise.stage is Stage.LATE else promise.stage
        promise = replace(promise, lead=LeadNotice.SENDING, stage=stage, next_at=at)
    own = _own(promise, at)
    if own is None:
        return replace(promise, next_at=next_notice_at(promise)), said
    if quiet:
        return replace(promise, next_at=_look_again(promise, at)), said
    promise = replace(promise, stage=_following(own, promise))
    return replace(promise, next_at=next_notice_at(promise)), (*said, own)


def lead_heard(promise: Promise, outcome: LeadNotice, at: datetime) -> Promise:
    """Note what became of telling the lead; a due notice that still waits will say it, too."""
    if promise.lead is not LeadNotice.SENDING:
        return promise
    promise = replace(promise, lead=outcome)
    if promise.state is PromiseState.OPEN and promise.stage is Stage.DONE:
        return replace(promise, stage=Stage.HEARD, next_at=at)
    return promise


def _own(promise: Promise, at: datetime) -> Notice | None:
    """Return the owner's notice by now; one before its time is left out once the time is here."""
    if promise.stage is Stage.SOON:
        if at >= promise.due_at:
            return Notice.DUE
        return Notice.SOON if at >= promise.due_at - NUDGE_BEFORE else None
    if promise.stage is Stage.DUE and at < promise.due_at:
        return None
    return _OWN.get(promise.stage)


def _following(own: Notice, promise: Promise) -> Stage:
    if own is Notice.SOON:
        return Stage.DUE
    return Stage.LATE if promise.lead is None else Stage.DONE


def _look_again(promise: Promise, at: datetime) -> datetime:
    """Return when to look again: in a minute, and for the lead to the second."""
    again = at + LOOK_AGAIN_AFTER
    return min(again, late_at(promise)) if promise.lead is None else again
