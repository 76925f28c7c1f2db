"""Who is owed a notice by now, in every tenant; for the beat alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.scope import Scope
from bot.store.tables.promises import promises
from handlers.domain.people import Person, Platform, Tenant

_FIRST = func.min(promises.c.next_at)


@dataclass(frozen=True, slots=True)
class Owed:
    """A person to whom something has to be said, since ``since``."""

    tenant: Tenant
    person: Person
    since: datetime


class Notices:
    """Reads who is owed one, and puts off what could not be said."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, at: datetime, limit: int) -> Sequence[Owed]:
        """Return so many people at most: one of each tenant before the second of any."""
        found = (
            select(
                promises.c.platform,
                promises.c.tenant,
                promises.c.owner_id,
                func.max(promises.c.owner).label("owner"),
                func.max(promises.c.zone).label("zone"),
                _FIRST.label("since"),
                func.row_number()
                .over(partition_by=(promises.c.platform, promises.c.tenant), order_by=_FIRST)
                .label("place"),
            )
            .where(promises.c.next_at <= at)
            .group_by(promises.c.platform, promises.c.tenant, promises.c.owner_id)
            .order_by("place", "since")
            .limit(limit)
        )
        async with self._database.read_transaction(ENGINE_TIMEOUT) as connection:
            return [_owed(row) for row in await connection.execute(found)]

    async def put_off(self, owed: Owed, at: datetime, until: datetime) -> None:
        """Look again later at whatever this person is still owed."""
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            await connection.execute(
                Scope(owed.tenant)
                .update(promises)
                .where(promises.c.owner_id == owed.person.id, promises.c.next_at <= at)
                .values(next_at=until, version=promises.c.version + 1)
            )


def _owed(row: Row[*tuple[Any, ...]]) -> Owed:
    tenant = Tenant(Platform(row.platform), row.tenant)
    return Owed(tenant, Person(row.owner_id, row.owner, row.zone), row.since)
