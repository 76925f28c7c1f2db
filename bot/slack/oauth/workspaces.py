"""The workspaces that have installed the bot, for the door and the outbox alike.

Who asks for one gets it from memory for a minute; however many ask at once, one reads.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.encryption import SecretError
from bot.slack.client import SlackClient
from bot.slack.installation import AUTH_TIMEOUT, Installation
from bot.slack.oauth.renewal import TokenRenewal
from bot.store.engine.installations import InstallationStore, StoredInstallation, Tokens
from bot.store.errors import Busy
from handlers.domain.people import Platform, Tenant
from scheduler.errors import PermanentError, TemporaryError, UnknownError
from scheduler.reasons import Reason

FRESH_FOR = timedelta(minutes=1)
EXPIRED = "token_expired"  # which says nothing of a removal
MAX_TEAM_PAGES = 50  # of a hundred workspaces each

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Entry:
    installation: Installation
    until: datetime


class ManyWorkspaces:
    """Who has installed the bot (``bot.slack.installation.Installations``)."""

    def __init__(
        self,
        client: SlackClient,
        store: InstallationStore,
        renewal: TokenRenewal,
        clock: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._store = store
        self._renewal = renewal
        self._clock = clock
        self._known: dict[str, _Entry] = {}
        self._reading: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def find(self, enterprise: str | None, team: str | None) -> Installation | None:
        """Return the installation of a workspace, its own or its organisation's, or None."""
        if not team:
            return None
        if (known := self._known.get(team)) is not None and known.until > self._clock():
            return known.installation
        lock = self._reading.setdefault(team, asyncio.Lock())
        async with lock:
            if (known := self._known.get(team)) is not None and known.until > self._clock():
                return known.installation
            try:
                return await self._read(enterprise or "", team)
            except Busy:
                if known is None:
                    raise
                return known.installation  # of a minute ago, rather than none

    def forget_all(self) -> None:
        """Read each anew at its next use: somebody has just installed the bot."""
        self._known.clear()

    async def renewed(self, refused: Installation) -> Installation | None:
        """Return another installation than the one whose token was refused, or None."""
        if (known := self._known.get(refused.team)) and known.installation == refused:
            del self._known[refused.team]
        found = await self.find(refused.enterprise, refused.team)
        return None if found == refused else found

    async def forget(self, enterprise: str, team: str) -> Sequence[str]:
        """Delete a token that Slack says is over, if it is; return whom that may concern.

        Such an event may be late: the token in hand is asked, and one that lives is kept.
        """
        concerned = {team} if team else set()
        holders = await self._holders(enterprise, team)
        of_organisation = team in ("", enterprise) or any(each.is_organisation for each in holders)
        if enterprise and of_organisation:  # its token may be gone by an event before this one
            found = await self._store.of_enterprise(Platform.SLACK, enterprise)
            concerned |= {each.id for each in found} | {enterprise}
        for installed in holders:  # last: what ends in between is told again
            lives = await self._answers(installed, installed.tokens)
            if lives is False and await self._store.drop(installed):
                logger.warning("slack.token_dropped tenant=%s", installed.tenant.id)
        for each in concerned:
            self._known.pop(each, None)
        return sorted(concerned)

    async def lives(self, team: str) -> bool | None:
        """Ask Slack whether we have a token for a workspace that lives; None if it can't tell."""
        try:
            own = await self._store.read(Tenant(Platform.SLACK, team))
            holder = own if own is None or own.tokens is not None else await self._organisation(own)
            if holder is None:
                return False
            lives = await self._token_lives(holder)
            if lives and holder.is_organisation and holder.tenant.id != team:
                return await self._serves(holder, team)
        except (Busy, SecretError) as error:
            logger.warning("slack.installation_unreadable reason=%s", error)
            return None
        return lives

    async def _read(self, enterprise: str, team: str) -> Installation | None:
        """Read an installation, and remember it; Busy, and as of ``find``."""
        try:
            holder = await self._holder(enterprise, team)
        except SecretError as error:
            logger.error("slack.installation_unreadable reason=%s", error)
            detail = "its token can't be read: see the log"  # which can be mended, so it may wait
            raise TemporaryError(Reason.CREDENTIALS_REFUSED, detail) from None
        if holder is None or holder.tokens is None:
            self._known.pop(team, None)
            return None
        token = await self._renewal.usable(holder, holder.tokens)
        found = Installation(
            team=team,
            enterprise=holder.enterprise,
            bot_user=holder.bot_user,
            token=token,
            is_organisation=holder.is_organisation,
        )
        self._known[team] = _Entry(found, self._clock() + FRESH_FOR)
        return found

    async def _holder(self, enterprise: str, team: str) -> StoredInstallation | None:
        """Return what has the token of a workspace: itself, or its organisation."""
        own = await self._store.read(Tenant(Platform.SLACK, team))
        if own is not None:
            return own if own.tokens is not None else await self._organisation(own)
        if not enterprise or enterprise == team:
            return None
        holder = await self._store.read(Tenant(Platform.SLACK, enterprise))
        if holder is None or not holder.is_organisation:
            return None
        met = replace(holder, tenant=Tenant(Platform.SLACK, team), tokens=None)
        await self._store.meet(replace(met, installed_at=self._clock()))
        return holder

    async def _holders(self, enterprise: str, team: str) -> Sequence[StoredInstallation]:
        """Return those with a token among a workspace and its organisation."""
        tenants = dict.fromkeys(each for each in (team, enterprise) if each)
        try:
            read = [await self._store.read(Tenant(Platform.SLACK, each)) for each in tenants]
        except SecretError as error:
            logger.error("slack.installation_unreadable reason=%s", error)
            return ()
        return [each for each in read if each is not None and each.tokens is not None]

    async def _organisation(self, team: StoredInstallation) -> StoredInstallation | None:
        if not team.enterprise:
            return None
        return await self._store.read(Tenant(Platform.SLACK, team.enterprise))

    async def _token_lives(self, installed: StoredInstallation) -> bool | None:
        """Ask Slack whether a token lives, renewed if need be; None if it can't tell."""
        if installed.tokens is None:
            return False
        try:
            token = await self._renewal.usable(installed, installed.tokens)
        except (PermanentError, TemporaryError, UnknownError):
            return None  # a lost refresh token is no removal
        return await self._answers(installed, replace(installed.tokens, access=token))

    async def _answers(self, installed: StoredInstallation, tokens: Tokens | None) -> bool | None:
        """Ask Slack whether a token lives as it is; None if it can't tell."""
        if tokens is None:
            return False
        try:
            team = installed.tenant.id
            await self._client.call(tokens.access, team, "auth.test", {}, AUTH_TIMEOUT)
        except PermanentError as error:
            dead = error.cause.reason is Reason.CREDENTIALS_REFUSED
            return False if dead and error.cause.detail != EXPIRED else None
        except (TemporaryError, UnknownError):
            return None
        return True

    async def _serves(self, organisation: StoredInstallation, team: str) -> bool | None:
        """Ask Slack whether an organisation's token may be used in a workspace."""
        if organisation.tokens is None:
            return False
        cursor = ""
        try:
            for _ in range(MAX_TEAM_PAGES):
                token = await self._renewal.usable(organisation, organisation.tokens)
                page = {"cursor": cursor} if cursor else {}
                told = await self._client.call(token, team, "auth.teams.list", page)
                if any(each.get("id") == team for each in told.get("teams", ())):
                    return True
                cursor = str((told.get("response_metadata") or {}).get("next_cursor") or "")
                if not cursor:
                    return False
        except (PermanentError, TemporaryError, UnknownError):
            return None
        return None
