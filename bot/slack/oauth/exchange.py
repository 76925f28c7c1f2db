"""Codes and refresh tokens for tokens: Slack's ``oauth.v2.access``."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.slack.client import SlackClient
from bot.slack.oauth.config import OAuthConfig
from bot.store.engine.installations import Tokens
from scheduler.errors import PermanentError, TemporaryError
from scheduler.reasons import Reason

METHOD = "oauth.v2.access"
RESPONSE_TIMEOUT = 6.0  # s; two tries to connect come before it

_ID = re.compile(r"[A-Z0-9]{2,60}")


@dataclass(frozen=True, slots=True)
class Grant:
    """What somebody has granted us: in a workspace, or in a whole organisation."""

    team: str  # empty: in an organisation
    enterprise: str
    name: str  # of the workspace, or else of the organisation
    app: str
    bot_user: str
    installed_by: str
    tokens: Tokens = field(repr=False)


class Exchange:
    """Asks Slack for tokens; errors as of the client."""

    def __init__(
        self, client: SlackClient, config: OAuthConfig, clock: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._config = config
        self._clock = clock

    async def grant(self, code: str) -> Grant:
        """Return what somebody has granted, for the code that they brought back."""
        told = await self._ask({"code": code, "redirect_uri": self._config.redirect_url})
        by_organisation = told.get("is_enterprise_install") is True
        enterprise, team = _mapping(told, "enterprise"), _mapping(told, "team")
        place = enterprise if by_organisation else team
        return Grant(
            team="" if by_organisation else _id(team, "id"),
            enterprise=_id(enterprise, "id") if enterprise else "",
            name=_text(place, "name") or _id(place, "id"),
            app=_text(told, "app_id"),
            bot_user=_id(told, "bot_user_id"),
            installed_by=_id(_mapping(told, "authed_user"), "id"),
            tokens=self._tokens(told),
        )

    async def refresh(self, refresh_token: str) -> Tokens:
        """Return new tokens for a refresh token, which is used up by that."""
        told = await self._ask({"grant_type": "refresh_token", "refresh_token": refresh_token})
        return self._tokens(told)

    async def _ask(self, arguments: Mapping[str, str]) -> Mapping[str, Any]:
        ours = {
            "client_id": self._config.client_id,
            "client_secret": self._config.client_secret,
        }
        return await self._client.call("", "", METHOD, {**ours, **arguments}, RESPONSE_TIMEOUT)

    def _tokens(self, told: Mapping[str, Any]) -> Tokens:
        """Return the bot's tokens; PermanentError when there are others, or none."""
        access, refresh = _text(told, "access_token"), _text(told, "refresh_token")
        seconds = told.get("expires_in")
        if not access or told.get("token_type") != "bot":
            raise PermanentError(Reason.CREDENTIALS_REFUSED, "no bot token", lasting=False)
        if not refresh or not isinstance(seconds, int):
            return Tokens(access)
        return Tokens(access, refresh, self._clock() + timedelta(seconds=seconds))


def _id(told: Mapping[str, Any], name: str) -> str:
    value = _text(told, name)
    if not _ID.fullmatch(value):
        raise TemporaryError(Reason.PLATFORM_ERROR, f"no {name} in the answer", declined=True)
    return value


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _mapping(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = told.get(name)
    return value if isinstance(value, dict) else {}
