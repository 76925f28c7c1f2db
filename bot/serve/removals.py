"""The duty of asking whether the bot was removed before anything is forgotten.

A platform may tell of a removal after the installation that followed it.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot.store.engine.removals import Removal, Removals
from handlers.domain.people import Platform

LIMIT = 20  # workspaces in one round
SURE_AFTER = timedelta(minutes=1)  # a token that still lives then is no leftover of a removal
ASK_AGAIN = timedelta(minutes=5)  # where the platform can't be asked
GIVE_UP_AFTER = timedelta(hours=24)  # what was promised: forgotten within a day

# Tells whether the token of a workspace lives; None while the platform can't be asked.
Lives = Callable[[str], Awaitable[bool | None]]

logger = logging.getLogger(__name__)


class RemovalCheck:
    """Asks whether the token of each such workspace lives, and does what is so."""

    def __init__(self, removals: Removals, lives: Mapping[Platform, Lives]) -> None:
        self._removals = removals
        self._lives = lives

    async def ask(self, at: datetime) -> None:
        """Ask about those that are due; Busy."""
        for removal in await self._removals.due(at, LIMIT):
            ask = self._lives.get(removal.tenant.platform)
            living = await ask(removal.tenant.id) if ask is not None else None
            await self._settle(removal, at, living=living)

    async def _settle(self, removal: Removal, at: datetime, *, living: bool | None) -> None:
        known_for, where = at - removal.told_at, removal.tenant.platform.value
        if living is False or (living is None and known_for >= GIVE_UP_AFTER):
            if await self._removals.carry_out(removal):
                asked = living is not None
                logger.warning("removal.carried_out platform=%s asked=%s", where, asked)
        elif living is None:
            await self._removals.put_off(removal, at + ASK_AGAIN)
            logger.warning("removal.put_off platform=%s", where)
        elif known_for < SURE_AFTER:
            await self._removals.put_off(removal, removal.told_at + SURE_AFTER)
        else:
            await self._removals.ignore(removal)
            logger.warning("removal.ignored platform=%s reason=its token lives", where)
