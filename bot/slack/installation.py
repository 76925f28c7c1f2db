"""Where the bot is installed, and with which token: in one workspace, or in as many as ask.

The latter are in ``bot.slack.oauth.workspaces``.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.slack.client import SlackClient
from scheduler.errors import PermanentError, TemporaryError, UnknownError
from scheduler.reasons import Reason

AUTH_TIMEOUT = 1.5  # s that a person waits while we ask Slack who we are


@dataclass(frozen=True, slots=True)
class Installation:
    """One workspace that the bot is installed in."""

    team: str
    enterprise: str
    bot_user: str
    token: str = field(repr=False)
    is_organisation: bool = False  # its token is one for several workspaces


class Installations(Protocol):
    """Who has installed the bot; the door and the outbox ask the same one."""

    async def find(self, enterprise: str | None, team: str | None) -> Installation | None:
        """Return the installation of a workspace or of its organisation, or None.

        TemporaryError or PermanentError when Slack can't be asked.
        """
        ...

    async def renewed(self, refused: Installation) -> Installation | None:
        """Return another installation than the one whose token was refused, or None."""
        ...

    async def forget(self, enterprise: str, team: str) -> Sequence[str]:
        """Drop what we know: a token is said to be over. Return the workspaces it may concern."""
        ...

    async def lives(self, team: str) -> bool | None:
        """Ask Slack whether we have a token for a workspace that lives; None if it can't tell."""
        ...


class OneWorkspace:
    """The workspace of one bot token; Slack is asked at first use, so we start without it."""

    def __init__(self, client: SlackClient, token: str) -> None:
        self._client = client
        self._token = token
        self._known: Installation | None = None
        self._asking = asyncio.Lock()

    async def find(self, enterprise: str | None, team: str | None) -> Installation | None:
        """Return the installation when the workspace is ours."""
        known = self._known or await self._ask()
        if team:
            return known if known.team == team else None
        return known if enterprise and known.enterprise == enterprise else None

    async def renewed(self, refused: Installation) -> Installation | None:
        """Return None: there is this one token."""
        return None

    async def forget(self, enterprise: str, team: str) -> Sequence[str]:
        """Ask Slack again before the next use."""
        if self._known is not None and self._known.team == team:
            self._known = None
        return (team,)

    async def lives(self, team: str) -> bool | None:
        """Ask Slack whether our token lives, and is of this workspace."""
        try:
            told = await self._client.call(self._token, "", "auth.test", {})
        except PermanentError as error:
            return False if error.cause.reason is Reason.CREDENTIALS_REFUSED else None
        except (TemporaryError, UnknownError):
            return None
        return _text(told, "team_id") == team

    async def _ask(self) -> Installation:
        async with self._asking:  # however many come at once, one asks
            if self._known is None:
                told = await self._client.call(self._token, "", "auth.test", {}, AUTH_TIMEOUT)
                self._known = Installation(
                    team=_text(told, "team_id"),
                    enterprise=_text(told, "enterprise_id"),
                    bot_user=_text(told, "user_id"),
                    token=self._token,
                )
            return self._known


def _text(told: Any, name: str) -> str:  # noqa: ANN401 - JSON of Slack's
    value = told.get(name)
    return value if isinstance(value, str) else ""
