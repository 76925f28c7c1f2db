"""Tokens that run out are renewed ahead of time, once, however many processes use them.

The right to renew is claimed in a row for a while, so no transaction waits for Slack. Should the
process end between Slack's answer and our saving it, the refresh token is used up and the new one
lost: the bot goes on with the old token until that runs out, and says where to install it anew.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from bot.background import Background
from bot.slack.oauth.exchange import Exchange
from bot.store.engine.installations import InstallationStore, StoredInstallation, Tokens
from bot.store.errors import Busy
from scheduler.errors import PermanentError, TemporaryError, UnknownError
from scheduler.reasons import Reason

RENEW_AHEAD = timedelta(hours=2)  # of the twelve that a token lives
LAST_USE = timedelta(minutes=2)  # before its end; others may keep it in memory for a minute
CLAIM = timedelta(minutes=1)  # longer than Slack's answer and all tries to save it take
RETRY_AFTER = timedelta(minutes=1)
REFUSED_RETRY_AFTER = timedelta(minutes=15)
WAITED_FOR = 1.5  # s that somebody waits for a renewal
WAIT_FOR_OTHERS = timedelta(seconds=2)
SAVE_WAITS = (0.1, 0.5, 2.0, 5.0, 10.0)  # s; what isn't saved is lost, so it is tried for long

logger = logging.getLogger(__name__)


class TokenRenewal:
    """Knows which token may be used now, and renews it; ``install_url`` is for the log."""

    def __init__(
        self,
        store: InstallationStore,
        exchange: Exchange,
        clock: Callable[[], datetime],
        background: Background,
        install_url: str,
    ) -> None:
        self._store = store
        self._exchange = exchange
        self._clock = clock
        self._background = background
        self._install_url = install_url

    async def usable(self, installed: StoredInstallation, tokens: Tokens) -> str:
        """Return an access token that lives; nobody waits for a renewal that can wait.

        TemporaryError or PermanentError when it has run out and there is no other.
        """
        if tokens.expires_at is None:
            return tokens.access
        left = tokens.expires_at - self._clock()
        if left > RENEW_AHEAD:
            return tokens.access
        if left > LAST_USE:
            await self._background.run(self._renew_early(installed, tokens), 0)
            return tokens.access
        renewed = await self._renew_now(installed, tokens)
        if renewed is None:  # another process is about it, or Slack is slow
            claimed = installed.claimed_until or self._clock()
            wait = max(claimed - self._clock(), WAIT_FOR_OTHERS)
            raise TemporaryError(Reason.CREDENTIALS_REFUSED, "its token is being renewed", wait)
        return renewed.access

    async def _renew_now(self, installed: StoredInstallation, tokens: Tokens) -> Tokens | None:
        """Return renewed tokens, or None when that takes longer than anybody waits; Slack's errors.

        Whoever waits may be given up; the renewal goes on, for its refresh token is used up.
        """
        found: list[Tokens | None] = []
        refused: list[Exception] = []

        async def renewing() -> None:
            try:
                found.append(await self._renew(installed, tokens))
            except (TemporaryError, PermanentError, UnknownError) as error:
                refused.append(error)

        await self._background.run(renewing(), WAITED_FOR)
        if refused:
            raise refused[0]
        return found[0] if found else None

    async def _renew_early(self, installed: StoredInstallation, tokens: Tokens) -> None:
        with suppress(TemporaryError, PermanentError, UnknownError):  # the log says it
            await self._renew(installed, tokens)

    async def _renew(self, installed: StoredInstallation, tokens: Tokens) -> Tokens | None:
        """Return renewed tokens, or None when somebody else has the claim; errors of Slack's."""
        now = self._clock()
        if not await self._store.claim(installed, now, now + CLAIM):
            return None
        tenant = installed.tenant.id
        try:
            renewed = await self._exchange.refresh(tokens.refresh)
        except (TemporaryError, UnknownError) as error:
            logger.warning("slack.renewal_put_off tenant=%s reason=%s", tenant, error.cause)
            await self._store.put_off(installed, now + RETRY_AFTER)
            raise
        except PermanentError as error:
            logger.error(
                "slack.renewal_refused tenant=%s until=%s reason=%s install_anew=%s",
                *(tenant, tokens.expires_at, error.cause, self._install_url),
            )
            await self._store.put_off(installed, now + REFUSED_RETRY_AFTER)
            raise
        if await self._saved(installed, renewed):
            logger.info("slack.renewed tenant=%s", tenant)
        return renewed

    async def _saved(self, installed: StoredInstallation, renewed: Tokens) -> bool:
        """Save renewed tokens, and try for long; False when there are others by now."""
        for wait in (*SAVE_WAITS, None):
            try:
                return await self._store.renew(installed, renewed)
            except Busy:
                if wait is None:
                    logger.error("slack.renewal_lost tenant=%s", installed.tenant.id)
                    raise
                await asyncio.sleep(wait)
        return False
