"""The connector's API: post, update, ask for a member. One session, our token, no redirects."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.http_limits import MAX_ANSWER, TooLong, read_up_to
from bot.json_text import json_bytes
from bot.rate_limits import Limited, RateLimits
from bot.teams.auth.outbound_token import Bearer
from bot.teams.config import TeamsConfig
from bot.teams.failures import Trouble, harmless, of_answer, of_line, waiting
from scheduler.errors import PermanentError, TemporaryError
from scheduler.reasons import Reason

FIRST_WAIT = 0.25  # s, then twice as long each time
RESPONSE_TIMEOUT, CONNECT_TIMEOUT = 8.0, 3.0  # s for one request
NEVER = float("inf")
DEFAULT_WAIT = timedelta(seconds=1)  # when Teams says "slower" and not how much


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes, or stands; a targeted one is seen by one member of the group."""

    tenant: str
    service_url: str
    conversation: str
    activity: str = ""
    targeted: bool = False


@dataclass(frozen=True, slots=True)
class _Call:
    """One request; ``repeatable`` tells that it may be made twice, ``until`` when it is over.

    ``limited`` is what waits together when Teams is asked for too much: what it is for, in a
    conversation.
    """

    limited: Limited
    method: str
    service_url: str
    path: str
    body: Mapping[str, Any] | None
    repeatable: bool = False
    until: float = NEVER


class ConnectorClient:
    """Speaks to the service address of a conversation, if that is one of Teams.

    ``until`` is the loop's time at which a call, with the token it needs, has to be over.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        config: TeamsConfig,
        bearer: Bearer | None,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session
        self._config = config
        self._bearer = bearer
        self._clock = clock
        self._rate_limits = RateLimits(monotonic)

    async def post(
        self,
        to: Address,
        activity: Mapping[str, Any],
        retry_for: float = 0.0,
        until: float = NEVER,
    ) -> str:
        """Post a message and return its id; the errors are those of ``scheduler.errors``.

        ``retry_for`` is how long it may be tried again, as long as it can't have arrived.
        """
        path = f"{_conversation_path(to)}/activities{_targeted(to)}"
        limited = Limited(to.tenant, "post", to.conversation)
        call = _Call(limited, "POST", to.service_url, path, activity, until=until)
        return _id(*await self._made(call, retry_for), call)

    async def update(
        self,
        at: Address,
        activity: Mapping[str, Any],
        retry_for: float = 0.0,
        until: float = NEVER,
    ) -> str:
        """Put a message in the place of another; return its id."""
        path = _activity_path(at)
        limited = Limited(at.tenant, "update", at.conversation)
        call = _Call(limited, "PUT", at.service_url, path, activity, repeatable=True, until=until)
        _id(*await self._made(call, retry_for), call)
        return at.activity

    async def delete(self, at: Address, until: float = NEVER) -> None:
        """Take a message away; one that is gone needs no taking away."""
        path = _activity_path(at)
        limited = Limited(at.tenant, "delete", at.conversation)
        call = _Call(limited, "DELETE", at.service_url, path, None, repeatable=True, until=until)
        try:
            _id(*await self._made(call, 0.0), call)
        except PermanentError as error:
            if error.cause.reason not in (Reason.MESSAGE_GONE, Reason.CHANNEL_GONE):
                raise

    async def member(self, at: Address, user: str, until: float = NEVER) -> bytes:
        """Return what Teams tells of a member of a conversation, by its own or the directory's id.

        PermanentError for somebody who isn't one.
        """
        path = f"{_conversation_path(at)}/members/{quote(user, safe='')}"
        limited = Limited(at.tenant, "member")
        call = _Call(limited, "GET", at.service_url, path, None, repeatable=True, until=until)
        status, answer = await self._made(call, 0.0)
        if status == 401:
            raise of_answer(status, "", None)
        return answer

    async def open_chat(
        self, service_url: str, tenant: str, bot: str, user: str, until: float = NEVER
    ) -> str:
        """Return the id of the personal chat with a member; asking twice gives the same one."""
        body = {
            "isGroup": False,
            "bot": {"id": bot},
            "members": [{"id": user}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        limited = Limited(tenant, "open")
        call = _Call(
            limited, "POST", service_url, "conversations", body, repeatable=True, until=until
        )
        made = _id(*await self._made(call, 0.0), call)
        if not made:
            raise TemporaryError(Reason.PLATFORM_ERROR, "no chat opened")
        return made

    async def _made(self, call: _Call, retry_for: float) -> tuple[int, bytes]:
        """Make a call, again while it can't have arrived and there is time; 401 is an answer."""
        loop = asyncio.get_running_loop()
        deadline, wait, renewed = loop.time() + retry_for, FIRST_WAIT, False
        while True:
            token = await self._token(call.until)
            try:
                status, answer = await self._try(call, token)
            except TemporaryError as error:
                asked = error.retry_after or timedelta()
                pause = max(asked.total_seconds(), wait)
                if loop.time() + pause > deadline:
                    raise
                await asyncio.sleep(pause)
                wait *= 2
                continue
            if status != 401 or renewed or self._bearer is None:
                return status, answer
            renewed = True
            self._bearer.forget(token)

    async def _token(self, until: float) -> str:
        if self._bearer is None:
            return ""
        try:
            async with asyncio.timeout_at(until if until < NEVER else None):
                return await self._bearer.header()
        except TimeoutError:
            raise TemporaryError(Reason.UNREACHABLE, "the token service is slow") from None

    async def _try(self, call: _Call, token: str) -> tuple[int, bytes]:
        """Return status and body of a success or a 401; raise what anything else means."""
        url = f"{call.service_url.rstrip('/')}/v3/{call.path}"
        # Checked here as well as at the door: nothing gets our token that isn't Teams.
        if not self._config.allows(call.service_url):
            raise PermanentError(Reason.PLATFORM_ERROR, "not a service address of Teams")
        self._rate_limits.check(call.limited)
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if token:
            headers["Authorization"] = token
        try:
            async with self._session.request(
                call.method,
                URL(url, encoded=True),
                data=None if call.body is None else json_bytes(call.body),
                headers=headers,
                allow_redirects=False,
                timeout=_timeout(call.until),
            ) as response:
                answer = await read_up_to(response.content, MAX_ANSWER)
                status, asked = response.status, response.headers.get("Retry-After")
        except (aiohttp.ClientError, TimeoutError, OSError, TooLong) as error:
            raise _meaning(call, of_line(error)) from None
        if status < 300 or status == 401:
            return status, answer
        wait = waiting(asked, self._clock())
        if status == 429:
            self._rate_limits.pause(call.limited, DEFAULT_WAIT if wait is None else wait)
        raise _meaning(call, of_answer(status, _code(answer), wait))


def _timeout(until: float) -> aiohttp.ClientTimeout:
    """Return how long a request may take; TemporaryError when there is no time left for it."""
    left = until - asyncio.get_running_loop().time()
    if left <= 0:
        raise TemporaryError(Reason.UNREACHABLE, "no time left")
    return aiohttp.ClientTimeout(total=min(RESPONSE_TIMEOUT, left), connect=CONNECT_TIMEOUT)


def _conversation_path(address: Address) -> str:
    return f"conversations/{quote(address.conversation, safe='')}"


def _activity_path(at: Address) -> str:
    return f"{_conversation_path(at)}/activities/{quote(at.activity, safe='')}{_targeted(at)}"


def _targeted(address: Address) -> str:
    return "?isTargetedActivity=true" if address.targeted else ""


def _meaning(call: _Call, trouble: Trouble) -> Trouble:
    return harmless(trouble) if call.repeatable else trouble


def _id(status: int, answer: bytes, call: _Call) -> str:
    """Return the id in an answer; TemporaryError for a page of HTML with 200."""
    if status == 401:
        raise of_answer(status, "", None)
    if not answer.strip():
        return ""
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        raise TemporaryError(Reason.PLATFORM_ERROR, "not JSON") from None
    made = found.get("id") if isinstance(found, dict) else None
    return made if isinstance(made, str) else ""


def _code(answer: bytes) -> object:
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        return ""
    error = found.get("error") if isinstance(found, dict) else None
    return error.get("code") if isinstance(error, dict) else ""
