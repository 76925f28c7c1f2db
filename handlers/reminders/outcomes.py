"""What became of one moment of a reminder, in words, and what to do about it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from handlers.domain.people import Platform
from handlers.ports.deliveries import MomentRecord
from handlers.reminders.left_out import left_out_words
from handlers.troubles import reason_words, what_to_do
from scheduler.delivery import DeliveryState
from scheduler.reasons import Cause, Reason

SAID_AS_LATE = timedelta(minutes=2)

_OUT_OF_USE = (Reason.NOT_DRAWN, Reason.UNREADABLE)
_REST = "To change the days off of this channel: /reminders days"
_ADVICE: Mapping[Reason, str] = {
    Reason.PAUSED: "To go on before that: /reminders resume",
    Reason.SKIPPED_ONCE: "A skip holds once; until its time, /reminders resume takes it back.",
    Reason.DAY_OFF: _REST,
    Reason.HOLIDAY: _REST,
    Reason.QUIET_HOURS: (
        "To change the hour: /reminders edit. To change the quiet hours: /reminders days"
    ),
    Reason.NOT_DRAWN: "I stopped it. Tell whoever runs me, then type /reminders resume.",
    Reason.UNREADABLE: "I stopped it. Tell whoever runs me, then type /reminders resume.",
    Reason.DROPPED: "An admin dropped it. To have one all the same: /reminders now",
    Reason.MISSED: "I was not running then. To have one all the same: /reminders now",
    Reason.PAST_GRACE: "It could not be sent in time. To have one all the same: /reminders now",
    Reason.EXPIRED: "It could not be sent in time. To have one all the same: /reminders now",
}


def outcome_words(record: MomentRecord, platform: Platform) -> str:
    """Return what became of it and why: ``sent, 12 min late``, ``skipped: paused by Dana``."""
    cause = record.cause
    match record.state:
        case DeliveryState.SENT:
            late = record.sent_at - record.occurs_at if record.sent_at else timedelta()
            minutes = late // timedelta(minutes=1)
            return f"sent, {minutes} min late" if late > SAID_AS_LATE else "sent"
        case DeliveryState.SKIPPED if cause is not None and cause.reason not in _OUT_OF_USE:
            return f"skipped: {left_out_words(cause)}"
        case DeliveryState.SKIPPED:
            return "not sent: I could not draw it"
        case DeliveryState.UNKNOWN:
            return "sent, but the answer was lost; it is sent once more"
        case DeliveryState.PENDING if cause is not None:
            why = reason_words(cause.reason, platform)
            return f"on its way, tried {times(record.attempts)}: {why}"
        case DeliveryState.PENDING:
            return "on its way"
        case DeliveryState.EXPIRED:
            return f"not sent: {_too_late(cause)}"
        case DeliveryState.DEAD:
            why = reason_words(cause.reason if cause else None, platform)
            return f"given up, tried {times(record.attempts)}: {why}"


def advice(records: Sequence[MomentRecord], platform: Platform) -> list[str]:
    """Return what to do about them, each thing once."""
    found = (_advice(each, platform) for each in records)
    return list(dict.fromkeys(each for each in found if each))


def times(attempts: int) -> str:
    """Return how often something was tried."""
    return {1: "once", 2: "twice"}.get(attempts, f"{attempts} times")


def _too_late(cause: Cause | None) -> str:
    match cause:
        case Cause(Reason.MISSED, ""):
            return "missed while we were away"
        case Cause(Reason.MISSED, more):
            return f"missed while we were away, as were {more} more"
        case Cause(Reason.PAST_GRACE, minutes):
            return f"missed: more than {minutes} min late"
        case _:
            return "its time had passed"


def _advice(record: MomentRecord, platform: Platform) -> str:
    reason = record.cause.reason if record.cause else None
    match record.state:
        case DeliveryState.SKIPPED | DeliveryState.EXPIRED:
            return _ADVICE.get(reason, "") if reason else ""
        case DeliveryState.DEAD:
            return f"{what_to_do(reason, platform)} An admin sees it in /care outbox."
        case DeliveryState.UNKNOWN:
            return "It may appear twice in the channel; delete one."
        case _:
            return ""
