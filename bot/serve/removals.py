"""The duty of asking whether the bot was removed before anything is forgotten.

A platform may tell of a removal after the installation that followed it.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.background import Background
from bot.store.engine.removals import Removal, Removals
from handlers.domain.people import Platform
from scheduler.errors import TemporaryError

DRAIN_TIMEOUT = 2.0  # s for a round on its way when we stop
LIMIT = 20  # workspaces in one round
SURE_AFTER = timedelta(minutes=1)  # a token that still lives then is no leftover of a removal
ASK_AGAIN = timedelta(minutes=5)  # where the platform can't be asked
GIVE_UP_AFTER = timedelta(hours=24)  # what was promised: forgotten within a day

# Tells whether the token of a workspace lives; None while the platform can't be asked.
Lives = Callable[[str], Awaitable[bool | None]]

logger = logging.getLogger(__name__)


class RemovalCheck:
    """Asks beside the beat: a platform that is slow holds up nobody."""

    def __init__(self, removals: Removals, lives: Mapping[Platform, Lives]) -> None:
        self._removals = removals
        self._lives = lives
        self._background = Background()
        self._is_asking = False

    async def begin(self, at: datetime) -> None:
        """Begin a round, unless one is on its way; most have nothing to ask."""
        if not self._is_asking and (due := await self._removals.due(at, LIMIT)):
            self._is_asking = True
            await self._background.run(self._round(due, at), 0)

    async def drain(self) -> None:
        """Wait for a round on its way, or give it up."""
        await self._background.drain(DRAIN_TIMEOUT)

    async def _round(self, due: Sequence[Removal], at: datetime) -> None:
        try:
            for removal in due:
                ask = self._lives.get(removal.tenant.platform)
                living = await ask(removal.tenant.id) if ask is not None else None
                await self._settle(removal, at, living=living)
        except TemporaryError as error:
            logger.warning("removal.put_off reason=%s", error.cause)
        finally:
            self._is_asking = False

    async def _settle(self, removal: Removal, at: datetime, *, living: bool | None) -> None:
        known_for, where = at - removal.told_at, removal.tenant.platform.value
        if living is False or (living is None and known_for >= GIVE_UP_AFTER):
            await self._removals.carry_out(removal)
            logger.warning("removal.carried_out platform=%s asked=%s", where, living is not None)
        elif living is None:
            await self._removals.put_off(removal, at + ASK_AGAIN)
            logger.warning("removal.put_off platform=%s", where)
        elif known_for < SURE_AFTER:
            await self._removals.put_off(removal, removal.told_at + SURE_AFTER)
        else:
            await self._removals.ignore(removal)
            logger.warning("removal.ignored platform=%s reason=its token lives", where)
