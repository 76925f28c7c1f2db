"""What became of one moment of a reminder, in words, and what to do about it."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.domain.people import Platform
from handlers.ports.deliveries import MomentRecord as Record
from handlers.troubles import BY_HAND, in_plain_words, what_to_do
from scheduler.calendar.rest import DAY_OFF, HOLIDAY, QUIET

LATE = timedelta(minutes=2)
SET_ASIDE = "set aside"

_SKIPPED = {
    "paused": "To go on before that: /reminders resume",
    "left out": "A skip holds once; until its time, /reminders resume takes it back.",
    DAY_OFF: "To change the days off of this channel: /reminders days",
    HOLIDAY: "To change the days off of this channel: /reminders days",
    QUIET: "To change the hour: /reminders edit. To change the quiet hours: /reminders days",
    SET_ASIDE: "I stopped it. Tell whoever runs me, then type /reminders resume.",
    BY_HAND: "An admin dropped it. To have one all the same: /reminders now",
}
_AWAY = "I was not running then. To have one all the same: /reminders now"
_OVERTAKEN = "It could not be sent in time. To have one all the same: /reminders now"


def fate(record: Record, platform: Platform) -> str:
    """Return what became of it and why: ``sent, 12 min late``, ``skipped: paused by Dana``."""
    match record.state:
        case "sent":
            late = record.sent_at - record.occurs_at if record.sent_at else timedelta()
            return f"sent, {late // timedelta(minutes=1)} min late" if late > LATE else "sent"
        case "skipped" if record.reason.startswith(SET_ASIDE):
            return "not sent: I could not draw it"
        case "skipped":
            return f"skipped: {record.reason}"
        case "unknown":
            return "sent, but the answer was lost; it is sent once more"
        case "pending" if record.reason:
            why = in_plain_words(record.reason, platform)
            return f"on its way, tried {times(record.attempts)}: {why}"
        case "pending":
            return "on its way"
        case "expired":
            return f"not sent: {record.reason}"
        case _:
            why = in_plain_words(record.reason, platform)
            return f"given up, tried {times(record.attempts)}: {why}"


def advice(records: Sequence[Record], platform: Platform) -> list[str]:
    """Return what to do about them, each thing once."""
    found = (_advice(each, platform) for each in records)
    return list(dict.fromkeys(each for each in found if each))


def times(attempts: int) -> str:
    """Return how often something was tried."""
    return {1: "once", 2: "twice"}.get(attempts, f"{attempts} times")


def _advice(record: Record, platform: Platform) -> str:
    match record.state:
        case "skipped":
            starts = (do for start, do in _SKIPPED.items() if record.reason.startswith(start))
            return next(starts, "")
        case "expired":
            return _AWAY if "while we were away" in record.reason else _OVERTAKEN
        case "dead":
            return f"{what_to_do(record.reason, platform)} An admin sees it in /care outbox."
        case "unknown":
            return "It may appear twice in the channel; delete one."
    return ""
