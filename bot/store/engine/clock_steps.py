"""Put right what a clock that was wrong has left behind: next moments, and what waits for one."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Text, bindparam, cast, delete, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.columns import Moment
from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.engine.bulk import Bulk
from bot.store.engine.schedules import stored_recurrence
from bot.store.tables.asks import asks
from bot.store.tables.deliveries import deliveries, is_open
from bot.store.tables.insights import week_digests
from bot.store.tables.promises import promises
from bot.store.tables.schedules import schedules
from bot.store.tables.shoutouts import noticing, thanks_digests
from bot.store.tables.workspaces import workspaces
from scheduler.calendar.recurrence import Recurrence
from scheduler.delivery import DeliveryState
from scheduler.occurrence import GRACE, occurrence_key
from scheduler.reasons import Reason

_BATCH = 500  # rows in one transaction
_MOMENTS_TRIED = 50  # of one schedule: those that were sent already are passed over
_LOOKED_AGAIN = timedelta(minutes=2)  # a promise waits no longer for a second look
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_TOO_LATE = (Reason.MISSED.value, Reason.PAST_GRACE.value)

log = logging.getLogger(__name__)

_AHEAD = (
    select(
        schedules.c.id,
        cast(schedules.c.recurrence, Text),
        schedules.c.next_at,
        schedules.c.version,
    )
    .where(
        schedules.c.id > bindparam("last"),
        schedules.c.enabled == true(),
        schedules.c.next_at > bindparam("at", type_=Moment),
    )
    .order_by(schedules.c.id)
    .limit(_BATCH)
)
_PUT_RIGHT = Bulk(
    update(schedules)
    .where(schedules.c.id == bindparam("known"), schedules.c.version == bindparam("read"))
    .values(next_at=bindparam("next"), version=schedules.c.version + 1)
)
_WAITING = (
    select(deliveries.c.id, deliveries.c.due_at, deliveries.c.expires_at)
    .where(is_open, deliveries.c.id > bindparam("last"))
    .order_by(deliveries.c.id)
    .limit(_BATCH)
)
_SHIFT = Bulk(
    update(deliveries)
    .where(deliveries.c.id == bindparam("known"), is_open)
    .values(due_at=bindparam("due"), expires_at=bindparam("over"))
)


async def put_schedules_right(database: Database, at: datetime) -> int:
    """Bring back next moments that are later than their recurrence says; return how many.

    A clock that was ahead leaves them so for good. What was sent then is passed over, what was
    only too late then is not.
    """
    last, total = "", 0
    while True:
        async with database.transaction(ENGINE_TIMEOUT) as connection:
            rows = (await connection.execute(_AHEAD, {"last": last, "at": at})).all()
            if not rows:
                return total
            last = rows[-1].id
            early = _earlier(rows, at)
            if not early:
                continue
            keys = [key for moments in early.values() for key, _ in moments]
            known = await _known(connection, keys)
            right: list[dict[str, Any]] = []
            free: list[str] = []
            for row in rows:
                moments = early.get(row.id, ())
                # What is over comes only if it was noted as too late, and is not so yet.
                to_come = [(key, moment) for key, moment in moments if known.get(key, moment > at)]
                if to_come:
                    first = to_come[0][1]
                    right.append({"known": row.id, "read": row.version, "next": first})
                    free += [key for key, _ in to_come]
            await _PUT_RIGHT.execute(connection, right)
            if free:
                await connection.execute(delete(deliveries).where(deliveries.c.key.in_(free)))
        total += len(right)


async def shift_waiting(database: Database, at: datetime, step: timedelta) -> int:
    """Move what waits for a moment along with the clock, and return how many deliveries.

    ``at`` is the present moment by the new clock, ``step`` how far it was set, back if negative.
    """
    last, total = 0, 0
    while True:
        async with database.transaction(ENGINE_TIMEOUT) as connection:
            rows = (await connection.execute(_WAITING, {"last": last})).all()
            if not rows:
                break
            last, total = rows[-1].id, total + len(rows)
            shifted = [
                {
                    "known": row.id,
                    "due": _along(row.due_at, at, step),
                    "over": row.expires_at + step,
                }
                for row in rows
            ]
            await _SHIFT.execute(connection, shifted)
    async with database.transaction(ENGINE_TIMEOUT) as connection:
        ahead = workspaces.c.next_slot_at > at
        await connection.execute(update(workspaces).where(ahead).values(next_slot_at=None))
        await _shift_asks(connection, at, step)
        soon = promises.c.next_at.between(at, at + max(-step, timedelta()) + _LOOKED_AGAIN)
        if step < timedelta():  # a second look was put off by the clock that was ahead
            await connection.execute(update(promises).where(soon).values(next_at=at))
            for table in (
                thanks_digests,
                noticing,
                week_digests,
            ):  # each finds its own next hour anew
                again = update(table).where(table.c.next_at > at)
                await connection.execute(again.values(next_at=at, version=table.c.version + 1))
    return total


async def reset_paces(database: Database, at: datetime) -> None:
    """Forget slots to come for which nothing waits: a clock that was ahead gave them."""
    waiting = select(deliveries.c.id).where(
        is_open,
        deliveries.c.due_at > at,
        deliveries.c.platform == workspaces.c.platform,
        deliveries.c.tenant == workspaces.c.tenant,
    )
    stale = (workspaces.c.next_slot_at > at, ~waiting.exists())
    async with database.transaction(ENGINE_TIMEOUT) as connection:
        await connection.execute(update(workspaces).where(*stale).values(next_slot_at=None))


async def waits_for(database: Database) -> datetime:
    """Return the last moment for which something open was asked; long ago if nothing is open."""
    async with database.read_transaction(ENGINE_TIMEOUT) as connection:
        query = select(func.max(deliveries.c.occurs_at, type_=Moment)).where(is_open)
        last = await connection.scalar(query)
    return last or _LONG_AGO


async def _shift_asks(connection: AsyncConnection, at: datetime, step: timedelta) -> None:
    """Let a minute in which somebody may answer stay a minute."""
    key = (asks.c.platform, asks.c.tenant, asks.c.id)
    query = select(*key, asks.c.next_at, asks.c.due_at).where(asks.c.due_at.is_not(None))
    for row in (await connection.execute(query)).all():
        here = [column == value for column, value in zip(key, row, strict=False)]
        values = {"due_at": _along(row.due_at, at, step), "version": asks.c.version + 1}
        if row.next_at is not None:
            values["next_at"] = _along(row.next_at, at, step)
        await connection.execute(update(asks).where(*here).values(**values))


def _earlier(rows: Any, at: datetime) -> Mapping[str, list[tuple[str, datetime]]]:  # noqa: ANN401 - rows of any statement
    """Return, by schedule, the moments up to its next one that are not too late, with keys."""
    found = {}
    for id_, text, next_at, _ in rows:
        try:
            moments = _moments(stored_recurrence(text), at - GRACE, next_at)
        except (KeyError, TypeError, ValueError):  # set aside when it is due
            continue
        if moments:
            recurrence = stored_recurrence(text)
            found[id_] = [(occurrence_key(id_, recurrence, each), each) for each in moments]
    return found


def _moments(recurrence: Recurrence, at: datetime, until: datetime) -> list[datetime]:
    moments: list[datetime] = []
    following = recurrence.next_after(at)
    while following is not None and following < until and len(moments) < _MOMENTS_TRIED:
        moments.append(following)
        following = recurrence.next_after(following)
    return moments


async def _known(connection: Any, keys: list[str]) -> Mapping[str, bool]:  # noqa: ANN401 - a connection
    """Return which occurrences are on record, and whether only as too late."""
    query = select(deliveries.c.key, deliveries.c.state, deliveries.c.reason)
    found = await connection.execute(query.where(deliveries.c.key.in_(keys)))
    expired = DeliveryState.EXPIRED.value
    return {row.key: row.state == expired and row.reason in _TOO_LATE for row in found}


def _along(due_at: datetime, at: datetime, step: timedelta) -> datetime:
    """Return a moment to come as the new clock tells it; one that is over is over."""
    was_ahead = due_at > at - step  # by the clock before
    return max(due_at + step, at) if was_ahead else min(due_at, at)
