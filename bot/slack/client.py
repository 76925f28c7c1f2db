"""Slack's Web API and response URLs: one try, and what its failure means for the outbox."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientPayloadError,
    ClientSession,
    ClientTimeout,
)
from aiohttp.client_exceptions import ConnectionTimeoutError

from bot.http_limits import MAX_ANSWER, TooLong, read_up_to
from bot.rate_limits import Limited, RateLimits
from scheduler.errors import PermanentError, TemporaryError, UnknownError
from scheduler.reasons import Reason

RESPONSE_TIMEOUT = 8.0  # s for one call; the outbox gives up at 10
CONNECT_TIMEOUT = 2.0  # s
DEFAULT_WAIT = timedelta(seconds=5)  # when Slack says "slower" and not how much

# What a second try might post twice, when the line dropped after the first was out.
POSTING_METHODS = frozenset({"chat.postMessage", "chat.postEphemeral", "response_url"})

# The one table: what Slack answers, and that it is final. Any other error passes, or so we hope.
PERMANENT: Mapping[str, Reason] = {
    "channel_not_found": Reason.CHANNEL_GONE,
    "is_archived": Reason.CHANNEL_ARCHIVED,
    "not_in_channel": Reason.NOT_IN_CHANNEL,
    "user_not_in_channel": Reason.PERSON_UNREACHABLE,
    "user_not_found": Reason.PERSON_UNREACHABLE,
    "user_disabled": Reason.PERSON_UNREACHABLE,
    "cannot_dm_bot": Reason.PERSON_UNREACHABLE,
    "messages_tab_disabled": Reason.CHAT_SWITCHED_OFF,
    "restricted_action": Reason.NOT_ALLOWED,
    "restricted_action_read_only_channel": Reason.NOT_ALLOWED,
    "restricted_action_non_threadable_channel": Reason.NOT_ALLOWED,
    "restricted_action_thread_only_channel": Reason.NOT_ALLOWED,
    "ekm_access_denied": Reason.NOT_ALLOWED,
    "team_access_not_granted": Reason.NOT_ALLOWED,
    "access_denied": Reason.NOT_ALLOWED,
    "no_permission": Reason.NOT_ALLOWED,
    "missing_scope": Reason.NOT_ALLOWED,
    "not_allowed_token_type": Reason.CREDENTIALS_REFUSED,
    "invalid_auth": Reason.CREDENTIALS_REFUSED,
    "not_authed": Reason.CREDENTIALS_REFUSED,
    "account_inactive": Reason.CREDENTIALS_REFUSED,
    "token_revoked": Reason.CREDENTIALS_REFUSED,
    "token_expired": Reason.CREDENTIALS_REFUSED,
    "org_login_required": Reason.CREDENTIALS_REFUSED,
    "invalid_refresh_token": Reason.CREDENTIALS_REFUSED,
    "invalid_code": Reason.CREDENTIALS_REFUSED,
    "code_already_used": Reason.CREDENTIALS_REFUSED,
    "invalid_client_id": Reason.CREDENTIALS_REFUSED,
    "bad_client_secret": Reason.CREDENTIALS_REFUSED,
    "bad_redirect_uri": Reason.CREDENTIALS_REFUSED,
    "invalid_arguments": Reason.BADLY_DRAWN,
    "invalid_blocks": Reason.BADLY_DRAWN,
    "invalid_blocks_format": Reason.BADLY_DRAWN,
    "msg_too_long": Reason.BADLY_DRAWN,
    "msg_blocks_too_long": Reason.BADLY_DRAWN,
    "no_text": Reason.BADLY_DRAWN,
    "view_too_large": Reason.BADLY_DRAWN,
    "expired_trigger_id": Reason.MESSAGE_GONE,
    "exchanged_trigger_id": Reason.MESSAGE_GONE,
    "invalid_trigger_id": Reason.MESSAGE_GONE,
    "not_enabled": Reason.CHAT_SWITCHED_OFF,
    "method_not_supported_for_channel_type": Reason.NOT_ALLOWED,
    "message_not_found": Reason.MESSAGE_GONE,
    "cant_update_message": Reason.MESSAGE_FIXED,
    "cant_delete_message": Reason.MESSAGE_FIXED,
    "edit_window_closed": Reason.MESSAGE_FIXED,
    "unknown_method": Reason.BADLY_DRAWN,
}
# Of our keys or our drawing: another post may well arrive there.
NOT_OF_THE_PLACE = (Reason.CREDENTIALS_REFUSED, Reason.BADLY_DRAWN)
FAILING = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
# Methods that Slack limits a channel at a time, to all others one workspace is one.
LIMITED_BY_CHANNEL = "chat."
RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Mapping[str, Any] | None:
        """Return the answer as a mapping, or None: a page of HTML, or half of something."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None


class SlackClient:
    """Calls Slack; knows which method of which workspace has to wait."""

    def __init__(
        self,
        session: ClientSession,
        base: str,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session
        self._base = base.rstrip("/")
        self._response_origin = response_url_origin(base)
        self._clock = clock
        self._rate_limits = RateLimits(monotonic)

    async def call(
        self,
        token: str,
        team: str,
        method: str,
        arguments: Mapping[str, Any],
        response_timeout: float | None = None,
    ) -> Mapping[str, Any]:
        """Return what Slack answers; TemporaryError, PermanentError, or UnknownError.

        A call that asked too much holds its method in its workspace, and of a message in its
        channel, and no other.
        """
        channel = str(arguments.get("channel", "")) if method.startswith(LIMITED_BY_CHANNEL) else ""
        limited = Limited(team, method, channel)
        self._rate_limits.check(limited)
        form = {name: _form_value(value) for name, value in arguments.items()}
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = f"{self._base}/{method}"
        answer = await self._post(
            method, url, response_timeout or RESPONSE_TIMEOUT, data=form, headers=headers
        )
        data = answer.json()
        error = str((data or {}).get("error", ""))
        if answer.status == 429 or error in RATE_LIMITED:
            wait = self._asked_wait(answer)
            self._rate_limits.pause(limited, wait)
            raise TemporaryError(Reason.RATE_LIMITED, method, wait, throttled=True)
        if answer.status >= 500 or error in FAILING:
            raise TemporaryError(Reason.PLATFORM_ERROR, f"{answer.status} {error}".rstrip())
        if data is None or "ok" not in data:
            raise _unreadable(answer.status)
        if data.get("ok") is True:
            return data
        if error in PERMANENT:
            reason = PERMANENT[error]
            raise PermanentError(reason, error, lasting=reason not in NOT_OF_THE_PLACE)
        raise TemporaryError(Reason.PLATFORM_ERROR, error[:60] or str(answer.status), declined=True)

    async def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Post to a response URL; PermanentError when it is used up, or not Slack's.

        TemporaryError when Slack has not taken it, UnknownError when it may have.
        """
        if not self.trusts(url):
            raise PermanentError(Reason.MESSAGE_GONE, "not a response URL of Slack's")
        answer = await self._post("response_url", url, RESPONSE_TIMEOUT, json=dict(body))
        if answer.status == 429:
            wait = self._asked_wait(answer)
            raise TemporaryError(Reason.RATE_LIMITED, "response_url", wait, throttled=True)
        if answer.status >= 500:
            raise UnknownError(Reason.PLATFORM_ERROR, str(answer.status))
        data = answer.json()
        done = answer.body.strip() == b"ok" or (data is not None and data.get("ok") is True)
        if answer.status == 200 and not done and data is None:
            raise UnknownError(Reason.UNREACHABLE, f"not an answer of Slack's, {answer.status}")
        if answer.status != 200 or not done:
            raise PermanentError(Reason.MESSAGE_GONE, f"response URL, {answer.status}")

    def trusts(self, url: str) -> bool:
        """Tell whether a response URL is Slack's own."""
        try:
            return _origin(url) == self._response_origin
        except ValueError:
            return False

    async def _post(
        self,
        method: str,
        url: str,
        response_timeout: float,
        **request: Any,  # noqa: ANN401 - aiohttp's
    ) -> _Answer:
        limits = ClientTimeout(total=response_timeout, sock_connect=CONNECT_TIMEOUT)
        try:
            try:
                return await self._try(url, limits, request)
            except ClientConnectorError:  # refused: nobody has heard us, so once more
                return await self._try(url, limits, request)
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise TemporaryError(Reason.UNREACHABLE, type(error).__name__) from error
        except (ClientError, TimeoutError, OSError) as error:
            detail = f"no answer: {type(error).__name__}"
            raise _maybe_sent(method, Reason.UNREACHABLE, detail) from error

    async def _try(self, url: str, limits: ClientTimeout, request: Mapping[str, Any]) -> _Answer:
        # A redirect would carry the token to somebody else.
        async with self._session.post(
            url, timeout=limits, allow_redirects=False, **request
        ) as response:
            try:
                body = await read_up_to(response.content, MAX_ANSWER)
            except (TooLong, ClientPayloadError):
                body = b""  # not an answer of Slack's, or half of one
            return _Answer(response.status, response.headers, body)

    def _asked_wait(self, answer: _Answer) -> timedelta:
        """Return how long Slack wants us to wait: seconds, a date, or nothing that we can read."""
        said = answer.headers.get("Retry-After", "").strip()
        if said.isdecimal() and len(said) < 10:
            return timedelta(seconds=max(1, int(said)))
        try:
            wait = parsedate_to_datetime(said) - self._clock()
        except (ValueError, TypeError, OverflowError):
            return DEFAULT_WAIT
        return max(wait, timedelta(seconds=1))


def response_url_origin(base: str) -> str:
    """Return where the response URLs of an API live; a stand-in serves both itself."""
    parts = urlsplit(base)
    host = parts.hostname or ""
    return f"https://hooks.{host}:443" if host in ("slack.com", "slack-gov.com") else _origin(base)


def _origin(url: str) -> str:
    """Return scheme, host and port; ValueError if there is more to it, such as a password."""
    parts = urlsplit(url)
    if parts.username is not None or parts.password is not None or "\\" in url:
        raise ValueError("not a plain address")
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    return f"{parts.scheme}://{parts.hostname}:{port}"


def _form_value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _maybe_sent(method: str, reason: Reason, detail: str) -> TemporaryError | UnknownError:
    posted = method in POSTING_METHODS
    return UnknownError(reason, detail) if posted else TemporaryError(reason, detail)


def _unreadable(status: int) -> TemporaryError:
    return TemporaryError(Reason.UNREACHABLE, f"not an answer of Slack's, {status}")
