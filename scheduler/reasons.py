"""Why a moment was not sent, or a post did not arrive: codes, for they decide what is done.

Their sentences are drawn where somebody reads them: in ``handlers``.
"""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why; what the comment names is the detail of its Cause."""

    # Left out on purpose.
    PAUSED = "paused"  # by whom
    SKIPPED_ONCE = "skipped_once"  # by whom
    DAY_OFF = "day_off"  # what the channel calls it
    HOLIDAY = "holiday"  # its name
    QUIET_HOURS = "quiet_hours"  # from when to when
    WORKSPACE_PAUSED = "workspace_paused"
    # Taken back.
    REMOVED = "removed"  # by whom
    DROPPED = "dropped"
    SUPERSEDED = "superseded"
    FORGOTTEN = "forgotten"
    # Too late.
    MISSED = "missed"  # how many before it, too
    PAST_GRACE = "past_grace"  # minutes
    EXPIRED = "expired"
    # Out of use.
    NOT_DRAWN = "not_drawn"  # the type of the error
    UNREADABLE = "unreadable"  # the type of the error
    # Did not arrive; the detail is for the log, often the platform's own code.
    CHANNEL_ARCHIVED = "channel_archived"
    NOT_IN_CHANNEL = "not_in_channel"
    CHANNEL_GONE = "channel_gone"
    PERSON_UNREACHABLE = "person_unreachable"
    CREDENTIALS_REFUSED = "credentials_refused"
    NOT_ALLOWED = "not_allowed"
    CHAT_SWITCHED_OFF = "chat_switched_off"
    BADLY_DRAWN = "badly_drawn"
    NOT_CONNECTED = "not_connected"
    ANSWER_LOST = "answer_lost"
    INTERRUPTED = "interrupted"
    RATE_LIMITED = "rate_limited"
    MESSAGE_GONE = "message_gone"
    MESSAGE_FIXED = "message_fixed"
    UNREACHABLE = "unreachable"
    PLATFORM_ERROR = "platform_error"
    NOT_SAVED = "not_saved"


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason with its detail, which is shown or logged and never decides."""

    reason: Reason
    detail: str = ""

    def __str__(self) -> str:
        """Return it as a log shows it."""
        return f"{self.reason.value} ({self.detail})" if self.detail else self.reason.value
