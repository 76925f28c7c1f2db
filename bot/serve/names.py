"""The duty of asking the platforms for names that may have changed, beside the beat."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.background import Background
from bot.store.database import Database
from bot.store.engine.names import Names, renew_person
from handlers.domain.people import Person, Platform, Tenant
from scheduler.errors import TemporaryError

MAX_ASKED = 50  # people in one round
DRAIN_TIMEOUT = 2.0  # s for a round on its way when we stop

Ask = Callable[[Tenant, str], Awaitable[Person | None]]

logger = logging.getLogger(__name__)


class NameRenewal:
    """Asks for them one by one: a platform that is slow holds up no beat, and no transaction."""

    def __init__(self, database: Database, asks: Mapping[Platform, Ask]) -> None:
        self._database = database
        self._asks = asks
        self._names = Names(database)
        self._background = Background()
        self._is_asking = False

    async def begin(self, at: datetime) -> None:
        """Begin a round, unless one is on its way."""
        if not self._is_asking:
            await self._background.run(self._round(at), 0)

    async def drain(self) -> None:
        """Wait for a round on its way, or give it up."""
        await self._background.drain(DRAIN_TIMEOUT)

    async def _round(self, at: datetime) -> None:
        self._is_asking = True
        try:
            for each in await self._names.stale(at, MAX_ASKED):
                ask = self._asks.get(each.tenant.platform)
                told = await ask(each.tenant, each.id) if ask is not None else None
                if told is not None:
                    await renew_person(self._database, each.tenant, told, at)
        except TemporaryError as error:
            logger.warning("names.put_off reason=%s", error.cause)
        finally:
            self._is_asking = False
