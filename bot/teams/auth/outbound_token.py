"""Our own token for the connector: one for everybody, renewed before it ends."""

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

import aiohttp

from bot.http_limits import MAX_ANSWER, TooLong, read_up_to
from bot.teams.auth.credentials import Credential
from bot.teams.config import TeamsConfig
from scheduler.errors import TemporaryError
from scheduler.reasons import Cause, Reason

RENEW_BEFORE = 300.0  # s before its end
_CODE = re.compile(r"[a-z_]{1,40}", re.ASCII)


class Bearer:
    """Holds the token; neither it nor what it is given for shows in a log or a repr."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        config: TeamsConfig,
        credential: Credential,
        monotonic: Callable[[], float],
    ) -> None:
        self._session = session
        self._config = config
        self._credential = credential
        self._now = monotonic
        self._token = ""
        self._until = float("-inf")
        self._renewing = asyncio.Lock()
        self._failures = 0
        self._failure = Cause(Reason.UNREACHABLE)  # why the last one

    async def header(self) -> str:
        """Return the Authorization header; TemporaryError when no token can be had."""
        if self._now() < self._until - RENEW_BEFORE:
            return self._token
        if self._now() < self._until and self._renewing.locked():
            return self._token  # somebody is at it, and this one still serves
        failures = self._failures
        async with self._renewing:
            if self._failures != failures:  # while we waited: whoever tries in turn waits in turn
                raise TemporaryError(self._failure.reason, self._failure.detail)
            if self._now() >= self._until - RENEW_BEFORE:
                await self._try()
        return self._token

    def forget(self, token: str) -> None:
        """Drop a token that was refused, unless it has been renewed since."""
        if token == self._token:
            self._until = float("-inf")

    async def _try(self) -> None:
        try:
            await self._renew()
        except TemporaryError as error:
            self._failures, self._failure = self._failures + 1, error.cause
            raise

    async def _renew(self) -> None:
        try:
            answer = await self._ask()
            token, seconds = answer["access_token"], float(answer["expires_in"])
        except TemporaryError:
            if self._now() >= self._until:
                raise
        except (
            *(aiohttp.ClientError, TimeoutError, OSError, TooLong, RecursionError),
            *(ValueError, TypeError, KeyError),
        ) as error:
            if self._now() >= self._until:
                name = type(error).__name__
                detail = f"the token service: {name}"
                raise TemporaryError(Reason.UNREACHABLE, detail) from None
        else:
            self._token, self._until = f"Bearer {token}", self._now() + min(seconds, 86400.0)

    async def _ask(self) -> dict[str, Any]:
        address = self._config.token_address
        form = {
            "grant_type": "client_credentials",
            "client_id": self._config.app_id,
            "scope": self._config.cloud.scope,
            **await self._credential.proof(address),
        }
        async with self._session.post(address, data=form, allow_redirects=False) as response:
            if response.status != 200 and not 400 <= response.status < 500:
                raise ValueError("the token service is not well")
            answer: dict[str, Any] = json.loads(await read_up_to(response.content, MAX_ANSWER))
            if response.status != 200:
                said = str(answer.get("error", ""))
                code = said if _CODE.fullmatch(said) else str(response.status)
                ours = "certificate" if self._config.certificate else "secret"
                detail = f"the token service refuses our app id or {ours}: {code}"
                raise TemporaryError(Reason.CREDENTIALS_REFUSED, detail)
            return answer
