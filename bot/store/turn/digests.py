"""When drafts of thanks come to managers (``handlers.ports.digests.Digests``)."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import Conflict
from bot.store.scope import Scope
from bot.store.tables.people import people
from bot.store.tables.shoutouts import thanks_digests
from bot.store.tables.workspaces import workspaces
from bot.store.turn.shoutouts import ShoutoutRows
from handlers.domain.shoutouts.digest import USUAL_HOUR, Digest
from handlers.domain.shoutouts.shoutout import Shoutout
from scheduler.calendar.recurrence import zone_named

_KEPT = ("next_at", "last_at", "last_day", "message", "shows", "version")


class DigestRows:
    """What a turn may read and write of them."""

    def __init__(
        self,
        connection: AsyncConnection,
        scope: Scope,
        shoutouts: ShoutoutRows,
        newly_due: list[datetime],
    ) -> None:
        self._connection = connection
        self._scope = scope
        self._shoutouts = shoutouts
        self._newly_due = newly_due

    async def of(self, manager_ids: Collection[str]) -> tuple[Digest, ...]:
        """Return one for each of them, in this order; the usual one where nothing is kept yet."""
        zones = await zones_of(self._connection, self._scope, manager_ids)
        found = await self._connection.execute(
            self._scope.select(thanks_digests).where(thanks_digests.c.manager_id.in_(manager_ids))
        )
        rows = {row.manager_id: row for row in found}
        digests = {id_: Digest(id_, zones[id_]) for id_ in manager_ids}
        for id_, row in rows.items():
            kept = {name: getattr(row, name) for name in _KEPT}
            digests[id_] = Digest(id_, zones[id_], row.hour or USUAL_HOUR, **kept)
        return tuple(digests.values())

    async def save(self, digest: Digest) -> None:
        """Keep one; Conflict when somebody changed it since it was read."""
        hour = "" if digest.hour == USUAL_HOUR else digest.hour
        values = {name: getattr(digest, name) for name in _KEPT}
        values |= {"hour": hour, "version": digest.version + 1}
        whose = thanks_digests.c.manager_id == digest.manager_id
        if digest.version:
            known = thanks_digests.c.version == digest.version
            done = await self._connection.execute(
                self._scope.update(thanks_digests).where(whose, known).values(**values)
            )
        else:
            new = self._scope.insert(
                self._connection, thanks_digests, manager_id=digest.manager_id, **values
            )
            done = await self._connection.execute(new.on_conflict_do_nothing())
        if done.rowcount != 1:
            raise Conflict
        if digest.next_at is not None:
            self._newly_due.append(digest.next_at)

    async def drafts(self, manager_id: str, since: datetime) -> tuple[Shoutout, ...]:
        """Return the drafts that wait for a manager, of no earlier than that, oldest first."""
        drafts = await self._shoutouts.drafts(since)
        return tuple(each for each in drafts if each.waits_for(manager_id))


async def zones_of(
    connection: AsyncConnection, scope: Scope, person_ids: Collection[str]
) -> Mapping[str, str]:
    """Return the zone of each: their own, else the workspace's."""
    usual = await connection.scalar(scope.select(workspaces, workspaces.c.zone))
    found = await connection.execute(
        scope.select(people, people.c.id, people.c.zone).where(people.c.id.in_(person_ids))
    )
    own = {row.id: row.zone for row in found}
    return {id_: _known_zone(own.get(id_), usual) for id_ in person_ids}


def _known_zone(*names: str | None) -> str:
    """Return the first that is a time zone; what a platform tells needn't be one."""
    for name in filter(None, names):
        try:
            zone_named(name)
        except ValueError:
            continue
        return name
    return "UTC"
