"""The one table from what went wrong on the way to Teams to what the outbox makes of it."""

import math
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

from scheduler.errors import PermanentError, TemporaryError, UnknownError

Trouble = TemporaryError | PermanentError | UnknownError

# Teams asks to try these again; the gateway's 504 alone may hide a message that arrived.
_NOT_DELIVERED = frozenset({401, 408, 412, 425, 429, 502, 503})
_MAY_BE_DELIVERED = frozenset({500, 504})
_WORDS = {
    "ConversationBlockedByUser": "the person has blocked the bot",
    "BotNotInConversationRoster": "the bot is not in that conversation any more",
    "BotDisabledByAdmin": "an administrator has switched the bot off",
    "MessageWritesBlocked": "the person has blocked the bot or left it",
    "ConversationNotFound": "that conversation is gone",
    "ActivityNotFoundInConversation": "that message is gone",
}
_CODE = re.compile(r"[A-Za-z0-9_]{1,60}", re.ASCII)
_MAX_WAIT = timedelta(days=1)


def of_answer(status: int, code: object, retry_after: timedelta | None) -> Trouble:
    """Return what an HTTP status other than 2xx means; ``code`` is the body's ``error.code``."""
    known = code if isinstance(code, str) and _CODE.fullmatch(code) else ""
    reason = _WORDS.get(known) or f"Teams answered {status} {known}".rstrip()
    if status == 401:
        reason = "Teams refuses our token: check the app's id, its secret and its tenant"
    if status in _NOT_DELIVERED:
        return TemporaryError(reason, retry_after)
    if status in _MAY_BE_DELIVERED or status > 504:
        return UnknownError(reason)
    return PermanentError(reason)


def of_line(error: Exception) -> Trouble:
    """Return what a broken line means: before the request was out, nothing can have arrived."""
    name = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return TemporaryError(f"Teams can't be reached: {name}")
    return UnknownError(f"the line to Teams dropped: {name}")


def harmless(trouble: Trouble) -> Trouble:
    """Return the same for a request that may safely be made twice: then unknown is temporary."""
    return TemporaryError(trouble.reason) if isinstance(trouble, UnknownError) else trouble


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
