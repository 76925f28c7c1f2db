"""Which managers may be due for their digest of thanks, in every tenant; for the beat alone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, select

from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.engine.notices.promises import Owed
from bot.store.scope import Scope
from bot.store.tables.people import people
from bot.store.tables.shoutouts import thanks_digests
from handlers.domain.people import Person, Platform, Tenant


class ThanksDigests:
    """Reads who is due, and puts off what could not be said."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, at: datetime, limit: int) -> Sequence[Owed]:
        """Return so many managers at most: one of each tenant before the second of any."""
        of_tenant = (thanks_digests.c.platform, thanks_digests.c.tenant)
        place = func.row_number().over(partition_by=of_tenant, order_by=thanks_digests.c.next_at)
        query = (
            select(
                *of_tenant,
                thanks_digests.c.manager_id,
                thanks_digests.c.next_at,
                people.c.name,
                people.c.zone,
                place.label("place"),
            )
            .outerjoin(
                people,
                and_(
                    people.c.platform == thanks_digests.c.platform,
                    people.c.tenant == thanks_digests.c.tenant,
                    people.c.id == thanks_digests.c.manager_id,
                ),
            )
            .where(thanks_digests.c.next_at <= at)
            .order_by("place", thanks_digests.c.next_at)
            .limit(limit)
        )
        async with self._database.read_transaction(ENGINE_TIMEOUT) as connection:
            rows = (await connection.execute(query)).all()
        return [
            Owed(
                Tenant(Platform(row.platform), row.tenant),
                Person(row.manager_id, row.name or row.manager_id, row.zone or ""),
                row.next_at,
            )
            for row in rows
        ]

    async def put_off(self, owed: Owed, at: datetime, until: datetime) -> None:
        """Look again later at one that is still due."""
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            await connection.execute(
                Scope(owed.tenant)
                .update(thanks_digests)
                .where(
                    thanks_digests.c.manager_id == owed.person.id, thanks_digests.c.next_at <= at
                )
                .values(next_at=until, version=thanks_digests.c.version + 1)
            )
