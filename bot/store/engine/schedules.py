"""Due schedules, fired in batches (``scheduler.fire.Calendar``).

This is the hot path of a morning on which every reminder is due at nine, hence the raw JSON that
is parsed once, the plain tuples and the statements that are built once.
"""

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Row, Text, bindparam, cast, select, true, tuple_, update
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.dialects import INSERTS
from bot.store.engine.bulk import Bulk
from bot.store.engine.deliveries import enqueue
from bot.store.engine.slowdown import read_slowdown
from bot.store.tables.schedules import schedules
from bot.store.tables.workspaces import workspaces
from scheduler.calendar.recurrence import Recurrence
from scheduler.delivery import Delivery
from scheduler.fire import Fired, Workspace
from scheduler.occurrence import Schedule
from scheduler.pace import Pace, usual_rate
from scheduler.reasons import Reason

log = logging.getLogger(__name__)


def _pace(insert: SqliteInsert | PostgresqlInsert) -> SqliteInsert | PostgresqlInsert:
    """Return what saves a pace; a workspace that nobody has set up yet gets its row here."""
    slot = {"next_slot_at": insert.excluded.next_slot_at}
    return insert.inline().on_conflict_do_update(index_elements=["platform", "tenant"], set_=slot)


_DUE = (
    select(
        schedules.c.id,
        schedules.c.platform,
        schedules.c.tenant,
        schedules.c.place,
        schedules.c.intent,
        cast(schedules.c.recurrence, Text),
        schedules.c.owner_id,
        schedules.c.next_at,
        cast(schedules.c.args, Text),
        cast(schedules.c.memory, Text),
        schedules.c.grace_s,
        schedules.c.version,
    )
    .where(schedules.c.next_at <= bindparam("at"), schedules.c.enabled == true())
    .order_by(schedules.c.next_at)  # and no more: ties of 10,000 would be sorted for each batch
    .limit(bindparam("some"))
    .with_for_update(skip_locked=True)
)
_MOVE = Bulk(
    update(schedules)
    .where(schedules.c.id == bindparam("known"), schedules.c.version == bindparam("read"))
    .values(
        next_at=bindparam("next"),
        memory=bindparam("remember"),
        version=schedules.c.version + 1,
    )
)
_SET_ASIDE = Bulk(
    update(schedules)
    .where(schedules.c.id == bindparam("known"), schedules.c.version == bindparam("read"))
    .values(
        next_at=None,
        enabled=False,
        paused_reason=bindparam("reason"),
        version=schedules.c.version + 1,
    )
)
_WORKSPACE = tuple_(workspaces.c.platform, workspaces.c.tenant)
_PACES = (
    select(
        workspaces.c.platform,
        workspaces.c.tenant,
        workspaces.c.rate_per_s,
        workspaces.c.next_slot_at,
        workspaces.c.paused_reason,
        workspaces.c.slowed,
        workspaces.c.slowed_at,
    )
    .where(_WORKSPACE.in_(bindparam("all", expanding=True)))
    .order_by(workspaces.c.platform, workspaces.c.tenant)
    .with_for_update()
)
_PACE = {
    name: Bulk(_pace(insert(workspaces)), ["platform", "tenant", "next_slot_at"])
    for name, insert in INSERTS.items()
}


class Schedules:
    """The schedules of every tenant, for the clockwork alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def due(self, at: datetime, limit: int) -> AsyncIterator["Due"]:
        """Open a transaction on due schedules, passing over those another process holds."""
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            found = await connection.execute(_DUE, {"at": at, "some": limit})
            rows = found.all()
            due, unreadable = _load(rows)
            paces = await _paces(connection, due) if due else {}
            await _SET_ASIDE.execute(connection, unreadable)
            yield Due(self._database, connection, due, paces)


@dataclass(frozen=True, slots=True)
class Due:
    """A batch of due schedules (``scheduler.fire.Batch``)."""

    database: Database
    connection: AsyncConnection
    schedules: Sequence[Schedule]
    paces: Mapping[Workspace, Pace]

    @property
    def is_in_the_way(self) -> bool:
        """Tell whether a turn waits to write; on PostgreSQL none ever does."""
        return self.database.is_awaited

    async def keep(self, deliveries: Sequence[Delivery], fired: Sequence[Fired]) -> None:
        """Insert deliveries whose key is new, and save schedules that nobody changed, and paces."""
        await enqueue(self.connection, deliveries)
        moved = [_moved(each) for each in fired if not each.set_aside]
        aside = [_set_aside(each) for each in fired if each.set_aside]
        slots = [
            {"platform": platform, "tenant": tenant, "next_slot_at": pace.next_slot_at}
            for (platform, tenant), pace in sorted(self.paces.items())
        ]
        await _MOVE.execute(self.connection, moved)
        await _SET_ASIDE.execute(self.connection, aside)
        await _PACE[self.connection.dialect.name].execute(self.connection, slots)


def _load(rows: Sequence[Row[Any]]) -> tuple[list[Schedule], list[dict[str, Any]]]:
    """Return the schedules of rows, and what to write on rows that can't be read."""
    readable, unreadable = [], []
    for row in rows:
        try:
            readable.append(_schedule(row))
        except (KeyError, TypeError, ValueError) as error:
            name = type(error).__name__
            log.error("schedule.set_aside id=%s error=%s", row[0], name)
            reason = Reason.UNREADABLE.value
            unreadable.append({"known": row[0], "read": row[-1], "reason": reason})
    return readable, unreadable


def _schedule(row: Sequence[Any]) -> Schedule:
    (
        id_, platform, tenant, place, intent, recurrence,
        owner, next_at, args, memory, grace, version,
    ) = row  # fmt: skip
    return Schedule(
        id=id_,
        platform=platform,
        tenant=tenant,
        place=place,
        intent=intent,
        recurrence=stored_recurrence(recurrence),
        owner_id=owner,
        next_at=next_at,
        args=from_json(args),
        memory=from_json(memory),
        grace=timedelta(seconds=grace),
        version=version,
    )


@lru_cache(maxsize=4096)
def stored_recurrence(text: str) -> Recurrence:
    """Return a recurrence that thousands of schedules may share."""
    return Recurrence.load(from_json(text))


async def _paces(connection: AsyncConnection, due: Sequence[Schedule]) -> dict[Workspace, Pace]:
    """Return the pace of every workspace in a batch, locked; one without a row has the usual."""
    paces = {(each.platform, each.tenant): Pace(usual_rate(each.platform)) for each in due}
    found = await connection.execute(_PACES, {"all": list(paces)})
    for platform, tenant, rate, next_slot_at, paused, *slowed in found:
        paces[platform, tenant] = Pace(
            rate or usual_rate(platform),
            next_slot_at,
            Reason(paused) if paused else None,
            read_slowdown(*slowed),
        )
    return paces


def _moved(fired: Fired) -> dict[str, Any]:
    return {
        "known": fired.schedule.id,
        "read": fired.schedule.version,
        "next": fired.next_at,
        "remember": dict(fired.memory),
    }


def _set_aside(fired: Fired) -> dict[str, Any]:
    return {
        "known": fired.schedule.id,
        "read": fired.schedule.version,
        "reason": fired.set_aside.reason.value if fired.set_aside else None,
    }
