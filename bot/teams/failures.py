"""The one table from what went wrong on the way to Teams to what the outbox makes of it."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

from bot.http_limits import TooLong
from scheduler.errors import PermanentError, TemporaryError, UnknownError
from scheduler.reasons import Reason

Trouble = TemporaryError | PermanentError | UnknownError

# Teams asks to try these again, as what is 500 and more is everywhere.
_PASSING = frozenset({401, 408, 412, 425, 429})
# What Teams names by a code of its own.
REASONS: Mapping[str, Reason] = {
    "ConversationBlockedByUser": Reason.PERSON_UNREACHABLE,
    "BotNotInConversationRoster": Reason.NOT_IN_CHANNEL,
    "BotDisabledByAdmin": Reason.NOT_ALLOWED,
    "MessageWritesBlocked": Reason.PERSON_UNREACHABLE,
    "ConversationNotFound": Reason.CHANNEL_GONE,
    "ActivityNotFoundInConversation": Reason.MESSAGE_GONE,
}
_STATUSES: Mapping[int, Reason] = {
    401: Reason.CREDENTIALS_REFUSED,
    404: Reason.CHANNEL_GONE,
    429: Reason.RATE_LIMITED,
}
_CODE = re.compile(r"[A-Za-z0-9_]{1,60}", re.ASCII)
_MAX_WAIT = timedelta(days=1)


def of_answer(status: int, code: object, retry_after: timedelta | None) -> Trouble:
    """Return what an HTTP status other than 2xx means; ``code`` is the body's ``error.code``."""
    known = code if isinstance(code, str) and _CODE.fullmatch(code) else ""
    reason = REASONS.get(known) or _STATUSES.get(status, Reason.PLATFORM_ERROR)
    detail = f"{status} {known}".rstrip()
    if status in _PASSING or status >= 500:
        return TemporaryError(reason, detail, retry_after, throttled=status == 429)
    return PermanentError(reason, detail)


def of_line(error: Exception) -> Trouble:
    """Return what a broken line means: before the request was out, nothing can have arrived."""
    name = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return TemporaryError(Reason.UNREACHABLE, name)
    if isinstance(error, aiohttp.ClientPayloadError | TooLong):
        return TemporaryError(Reason.PLATFORM_ERROR, f"half an answer: {name}")
    return UnknownError(Reason.UNREACHABLE, f"the line dropped: {name}")


def harmless(trouble: Trouble) -> Trouble:
    """Return the same for a request that may safely be made twice: then unknown is temporary."""
    cause = trouble.cause
    again = isinstance(trouble, UnknownError)
    return TemporaryError(cause.reason, cause.detail) if again else trouble


def waiting(header: str | None, now: datetime) -> timedelta | None:
    """Return what Retry-After asks for, in seconds or as a date; None when it makes no sense."""
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            then = parsedate_to_datetime(header)
        except (ValueError, OverflowError):
            return None
        then = then if then.tzinfo else then.replace(tzinfo=UTC)
        seconds = (then - now).total_seconds()
    if not math.isfinite(seconds):
        return None
    return min(max(timedelta(seconds=min(seconds, 1e6)), timedelta()), _MAX_WAIT)
