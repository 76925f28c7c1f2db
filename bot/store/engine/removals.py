"""Removals that a platform told us of, kept until it is sure: they come late and swapped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.engine.housekeeping import is_first, wipe_tenant
from bot.store.scope import Scope
from bot.store.tables.installations import removals
from handlers.domain.people import Platform, Tenant


@dataclass(frozen=True, slots=True)
class Removal:
    """A workspace that is said to have removed the bot, and since when we know."""

    tenant: Tenant
    told_at: datetime


class Removals:
    """The removals of every tenant; Busy as in ``Database.transaction``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, tenant: Tenant, event_id: str, at: datetime) -> None:
        """Note that a workspace is said to have removed the bot; the same event counts once."""
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            if await is_first(connection, tenant, event_id, at):
                values = {"event_id": event_id[:128], "told_at": at, "ask_at": at}
                await connection.execute(Scope(tenant).upsert(connection, removals, values))

    async def due(self, at: datetime, limit: int) -> Sequence[Removal]:
        """Return those to be asked about by now."""
        query = select(removals).where(removals.c.ask_at <= at).order_by(removals.c.ask_at)
        async with self._database.read_transaction(ENGINE_TIMEOUT) as connection:
            rows = (await connection.execute(query.limit(limit))).all()
        return [Removal(Tenant(Platform(row.platform), row.tenant), row.told_at) for row in rows]

    async def put_off(self, removal: Removal, until: datetime) -> None:
        """Ask again later, unless it was told anew since."""
        statement = Scope(removal.tenant).update(removals).values(ask_at=until)
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            await connection.execute(statement.where(removals.c.told_at == removal.told_at))

    async def ignore(self, removal: Removal) -> None:
        """Forget nothing: the bot is installed there."""
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            await connection.execute(Scope(removal.tenant).delete(removals))

    async def carry_out(self, removal: Removal) -> bool:
        """Delete everything of the workspace; False if it was installed anew since we asked."""
        scope = Scope(removal.tenant)
        claim = scope.delete(removals).where(removals.c.told_at == removal.told_at)
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            if not (await connection.execute(claim)).rowcount:
                return False
            await wipe_tenant(connection, removal.tenant)
        return True
