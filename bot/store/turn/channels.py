"""The channels of one tenant: their names, their rest (``handlers.ports.channels.Channels``)."""

from dataclasses import asdict, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.scope import Scope
from bot.store.tables.channels import REST, channels
from handlers.domain.people import Place
from scheduler.calendar.rest import Rest

MAX_NAME_LENGTH = 150  # characters, as the column has


class Channels:
    """The channels of a tenant, for one turn; a place of another tenant is none of them."""

    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._connection = connection
        self._scope = scope

    async def rest(self, place: Place) -> Rest:
        """Return when a channel is left in peace; nothing is set where nobody set anything."""
        found = await self._connection.execute(
            self._scope.select(channels, *REST).where(channels.c.channel == place.channel)
        )
        row = found.first()
        return Rest() if row is None else Rest(*row)

    async def save_rest(self, place: Place, rest: Rest) -> None:
        """Set when a channel is left in peace."""
        await self._connection.execute(
            self._scope.upsert(self._connection, channels, asdict(rest), channel=place.channel)
        )

    async def note_name(self, place: Place) -> None:
        """Note what people call a channel, if its platform has told."""
        if not place.name:
            return
        values, nothing_set = {"name": place.name[:MAX_NAME_LENGTH]}, asdict(Rest())
        await self._connection.execute(
            self._scope.upsert(
                self._connection, channels, values, channel=place.channel, **nothing_set
            )
        )

    async def named(self, place: Place) -> Place:
        """Return a place with the name that was noted last; as it is where none was."""
        name = await self._connection.scalar(
            self._scope.select(channels, channels.c.name).where(channels.c.channel == place.channel)
        )
        return replace(place, name=name) if name else place
