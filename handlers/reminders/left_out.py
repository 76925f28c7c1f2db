"""Why a moment of a reminder is left out, in words."""

from scheduler.reasons import Cause, Reason

_SOMEBODY = "somebody"


def left_out_words(cause: Cause) -> str:
    """Return why it is left out: ``paused by Dana``, ``public holiday: Christmas Day``."""
    detail = cause.detail
    match cause.reason:
        case Reason.PAUSED:
            return f"paused by {detail or _SOMEBODY}"
        case Reason.SKIPPED_ONCE:
            return f"left out by {detail or _SOMEBODY}"
        case Reason.DAY_OFF:
            return f"day off: {detail}" if detail else "day off"
        case Reason.HOLIDAY:
            return f"public holiday: {detail}"
        case Reason.QUIET_HOURS:
            return f"quiet hours, {detail}"
        case Reason.REMOVED:
            return f"removed by {detail or _SOMEBODY}"
        case Reason.DROPPED:
            return "dropped by hand"
        case Reason.SUPERSEDED:
            return "what it spoke of has changed meanwhile"
        case Reason.FORGOTTEN:
            return "deleted at the person's wish"
        case Reason.WORKSPACE_PAUSED:
            return "nothing is sent to this workspace for now"
        case _:
            return "I could not draw it"


def short_words(cause: Cause) -> str:
    """Return the same where a heading says already that it is left out."""
    match cause.reason:
        case Reason.HOLIDAY | Reason.DAY_OFF if cause.detail:
            return cause.detail
        case Reason.SKIPPED_ONCE:
            return f"by {cause.detail or _SOMEBODY}"
        case _:
            return left_out_words(cause)
