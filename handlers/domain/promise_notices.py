"""What is said of a promise without being asked: when, to whom, and what follows it later."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from handlers.domain.promise import (
    NUDGE_BEFORE,
    LeadNotice,
    Promise,
    PromiseState,
    Stage,
    asked,
    is_late,
    late_at,
    next_notice_at,
)
from handlers.domain.promise_messages import Messages, PromiseMessage, arrived, sent, without

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
    return f"promise:{promise.id}:{message_key(promise, notice)}"


def message_key(promise: Promise, notice: Notice) -> str:
    """Return the name of the message that says this, among those of this promise."""
    return f"{notice}:{_due(promise)}"


def is_of_lead(message: PromiseMessage) -> bool:
    """Tell whether it stands in the lead's channel."""
    return message.key.startswith(f"{Notice.LEAD}:")


def is_new_to_lead(promise: Promise) -> bool:
    """Tell whether it has another time than the one of which the lead was told."""
    told = [each.key for each in promise.messages if is_of_lead(each)]
    return bool(told) and message_key(promise, Notice.LEAD) not in told


def with_message(promise: Promise, notice: Notice, place: str) -> Promise:
    """Return it with a message that is on its way now."""
    shows = _shown_to_lead(promise) if notice is Notice.LEAD else _shown_to_owner(promise)
    message = PromiseMessage(message_key(promise, notice), place, shows)
    return replace(promise, messages=sent(promise.messages, message))


def with_arrived(promise: Promise, key: str, ref: str, at: datetime) -> Promise:
    """Return it with the platform's name of a message, which follows what happened meanwhile."""
    return to_follow(replace(promise, messages=arrived(promise.messages, key, ref)), at)


def without_notices(promise: Promise, notices: Collection[Notice], of: Promise) -> Promise:
    """Return it without the messages of notices ``of`` an earlier time that were taken back."""
    keys = {message_key(of, each) for each in notices}
    lead = None if Notice.LEAD in notices else promise.lead
    return replace(promise, messages=without(promise.messages, keys), lead=lead)


def pressed_on(promise: Promise, key: str) -> Promise:
    """Return it with the message that was pressed, which the answer has redrawn already."""
    shows = _shown_to_owner(promise)
    messages = (
        replace(each, shows=shows) if each.key == key and not is_of_lead(each) else each
        for each in promise.messages
    )
    return replace(promise, messages=tuple(messages))


def to_follow(promise: Promise, at: datetime) -> Promise:
    """Return it, to be looked at now if a message of it shows what is no longer so."""
    return replace(promise, next_at=at) if _outdated(promise) else promise


def followed(promise: Promise) -> tuple[Promise, Messages]:
    """Return it, and which of its messages have to be redrawn; a last line needs it once."""
    due = _outdated(promise)
    if promise.state is not PromiseState.OPEN:
        promise = replace(promise, next_at=None)
    lead = [replace(each, shows=_shown_to_lead(promise)) for each in due if is_of_lead(each)]
    messages = without(promise.messages, {each.key for each in due})
    return replace(promise, messages=(*messages, *lead)), due


def say(
    promise: Promise, at: datetime, *, quiet: bool, until: datetime | None = None
) -> tuple[Promise, tuple[Notice, ...]]:
    """Return what has to be said by now, and the promise once it is on its way.

    While it is ``quiet`` the owner's notices wait, ``until`` then if that is known; the lead's
    never does.
    """
    if promise.state is not PromiseState.OPEN or promise.next_at is None:
        return promise, ()
    if promise.next_at > at and (quiet or _own(promise, at) is None):
        return promise, ()
    said: tuple[Notice, ...] = ()
    promise = asked(promise, at)
    lead_at = late_at(promise)
    if promise.lead is None and lead_at is not None and at >= lead_at:
        said = (Notice.LEAD,)
        stage = Stage.DONE if promise.stage is Stage.LATE else promise.stage
        promise = replace(promise, lead=LeadNotice.SENDING, stage=stage, next_at=at)
    own = _own(promise, at)
    if own is None:
        return replace(promise, next_at=next_notice_at(promise)), said
    if quiet:
        return replace(promise, next_at=_look_again(promise, at, until)), said
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
    is_over = is_late(promise, at)
    if promise.stage is Stage.SOON and not is_over:
        is_soon = promise.due_at is not None and at >= promise.due_at - NUDGE_BEFORE
        return Notice.SOON if is_soon else None
    if promise.stage in (Stage.SOON, Stage.DUE):
        return Notice.DUE if is_over else None
    return _OWN.get(promise.stage)


def _following(own: Notice, promise: Promise) -> Stage:
    if own is Notice.SOON:
        return Stage.DUE
    return Stage.LATE if promise.lead is None else Stage.DONE


def _look_again(promise: Promise, at: datetime, until: datetime | None) -> datetime:
    """Return when to look again: in a minute, or when its owner is there; for the lead in time.

    When it is due it is looked at as well: from then on the lead's hour counts.
    """
    due, lead_at = promise.due_at, late_at(promise)
    moments = [until or at + LOOK_AGAIN_AFTER]
    moments += [due] if due is not None and due > at else []
    moments += [lead_at] if promise.lead is None and lead_at is not None else []
    return min(moments)


def _outdated(promise: Promise) -> Messages:
    """Return the messages that show what is no longer so; one on its way has no name yet."""
    lead, own = _shown_to_lead(promise), _shown_to_owner(promise)
    return tuple(
        each
        for each in promise.messages
        if each.ref and each.shows != (lead if is_of_lead(each) else own)
    )


def _shown_to_owner(promise: Promise) -> str:
    """Return what stands in a notice as long as it holds."""
    return f"{promise.state}|{_due(promise)}"


def _shown_to_lead(promise: Promise) -> str:
    """Return what stands in the message in the lead's channel."""
    taken = "taken" if promise.taken_by_id else ""
    return f"{promise.state}|{_due(promise)}|{taken}|{promise.what}"


def _due(promise: Promise) -> str:
    """Return its time as it is written in names; the same time is always written the same."""
    return promise.due_at.astimezone(UTC).isoformat() if promise.due_at else ""
