"""Which asks have news for their asker by now, in every tenant; for the beat alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.scope import Scope
from bot.store.tables.asks import asks
from handlers.domain.people import Platform, Tenant


@dataclass(frozen=True, slots=True)
class Waiting:
    """An ask of which its asker has to hear, since ``since``; ``version`` as it was read."""

    tenant: Tenant
    ask_id: str
    asker_id: str
    since: datetime
    version: int


class AskNotices:
    """Reads which have news, and puts off what could not be said."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, at: datetime, limit: int) -> Sequence[Waiting]:
        """Return so many at most: one of each tenant before the second of any."""
        turn = func.row_number().over(
            partition_by=(asks.c.platform, asks.c.tenant), order_by=asks.c.next_at
        )
        found = (
            select(asks, turn.label("turn"))
            .where(asks.c.next_at <= at)
            .order_by("turn", asks.c.next_at)
            .limit(limit)
        )
        async with self._database.read_transaction(ENGINE_TIMEOUT) as connection:
            return [
                Waiting(
                    Tenant(Platform(row.platform), row.tenant),
                    row.id,
                    row.asker_id,
                    row.next_at,
                    row.version,
                )
                for row in await connection.execute(found)
            ]

    async def put_off(self, waiting: Waiting, until: datetime) -> None:
        """Look again later at one that nobody has changed since."""
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            await connection.execute(
                Scope(waiting.tenant)
                .update(asks)
                .where(asks.c.id == waiting.ask_id, asks.c.version == waiting.version)
                .values(next_at=until)
            )
