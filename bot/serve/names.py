"""The duty of asking the platforms for names that may have changed."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.store.database import Database
from bot.store.engine.names import Names, renew_person
from handlers.domain.people import Person, Platform, Tenant

MAX_ASKED = 50  # people in one round

Ask = Callable[[Tenant, str], Awaitable[Person | None]]


class NameRenewal:
    """Asks for them one by one, in no transaction."""

    def __init__(self, database: Database, asks: Mapping[Platform, Ask]) -> None:
        self._database = database
        self._asks = asks
        self._names = Names(database)

    async def ask(self, at: datetime) -> None:
        """Ask for the next of them; Busy."""
        for each in await self._names.stale(at, MAX_ASKED):
            ask = self._asks.get(each.tenant.platform)
            told = await ask(each.tenant, each.id) if ask is not None else None
            if told is not None:
                await renew_person(self._database, each.tenant, told, at)
