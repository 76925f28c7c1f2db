"""When each channel of one tenant is left in peace (``handlers.ports.channels.Channels``)."""

from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.scope import Scope
from bot.store.tables.channels import channels
from handlers.domain.people import Place
from scheduler.calendar.rest import Rest


class Channels:
    """The channels of a tenant, for one turn; a place of another tenant is none of them."""

    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._connection = connection
        self._scope = scope

    async def rest(self, place: Place) -> Rest:
        """Return when a channel is left in peace; nothing is set where nobody set anything."""
        found = await self._connection.execute(
            self._scope.select(
                channels, channels.c.country, channels.c.region, channels.c.days, channels.c.quiet
            ).where(channels.c.channel == place.channel)
        )
        row = found.first()
        return Rest() if row is None else Rest(*row)

    async def save_rest(self, place: Place, rest: Rest) -> None:
        """Set when a channel is left in peace."""
        await self._connection.execute(
            self._scope.upsert(self._connection, channels, asdict(rest), channel=place.channel)
        )
