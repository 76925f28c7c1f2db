"""A 429 slows the workspace: what is fired later, and what waits for its moment already."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.columns import Moment
from bot.store.dialects import insert_into
from bot.store.engine.bulk import Bulk
from bot.store.tables.deliveries import deliveries, is_open
from bot.store.tables.workspaces import workspaces
from scheduler.fire import Workspace
from scheduler.pace import Slowdown, slower

MAX_STRETCHED = 5_000  # waiting posts of one workspace that are moved
_LAST_CHANCE = timedelta(seconds=10)  # before a post is of no use any more

_WAITING = (
    select(deliveries.c.id, deliveries.c.due_at, deliveries.c.expires_at)
    .where(
        is_open,
        deliveries.c.due_at > bindparam("at", type_=Moment),
        deliveries.c.platform == bindparam("of_platform"),
        deliveries.c.tenant == bindparam("of_tenant"),
        deliveries.c.schedule_id.is_not(None),
        deliveries.c.attempts == 0,
    )
    .order_by(deliveries.c.id)
    .limit(MAX_STRETCHED)
)
_STRETCH = Bulk(
    update(deliveries)
    .where(deliveries.c.id == bindparam("known"), deliveries.c.attempts == 0)
    .values(due_at=bindparam("later"))
)


def read_slowdown(halvings: int | None, since: datetime | None) -> Slowdown | None:
    """Return the slowdown of two columns."""
    return None if halvings is None or since is None else Slowdown(halvings, since)


async def slow_down(
    connection: AsyncConnection, asked_too_much: Iterable[Workspace], at: datetime
) -> None:
    """Halve the rate of workspaces whose platform said 429; once in a while, however often."""
    for platform, tenant in sorted(set(asked_too_much)):
        own = (workspaces.c.platform == platform, workspaces.c.tenant == tenant)
        query = select(workspaces.c.slowed, workspaces.c.slowed_at, workspaces.c.next_slot_at)
        row = (await connection.execute(query.where(*own).with_for_update())).first()
        known = None if row is None else read_slowdown(row.slowed, row.slowed_at)
        if (now := slower(known, at)) is None:
            continue
        values = {"slowed": now.halvings, "slowed_at": at}
        if row is not None and row.next_slot_at is not None:
            values["next_slot_at"] = _stretched(row.next_slot_at, at)
        await connection.execute(
            insert_into(connection, workspaces)
            .values(platform=platform, tenant=tenant, **values)
            .on_conflict_do_update(index_elements=["platform", "tenant"], set_=values)
        )
        await _stretch(connection, platform, tenant, at)


async def _stretch(connection: AsyncConnection, platform: str, tenant: str, at: datetime) -> None:
    whose = {"at": at, "of_platform": platform, "of_tenant": tenant}
    waiting = (await connection.execute(_WAITING, whose)).all()
    later = [
        {"known": id_, "later": max(due_at, min(_stretched(due_at, at), over - _LAST_CHANCE))}
        for id_, due_at, over in waiting
    ]
    await _STRETCH.execute(connection, later)


def _stretched(moment: datetime, at: datetime) -> datetime:
    """Return a moment that is twice as far ahead."""
    return moment + max(moment - at, timedelta())
