"""When the engine has work next, in any tenant; for the alarm clock."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, bindparam, func, select, true, union_all

from bot.store.columns import Moment
from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.tables.deliveries import deliveries, is_open
from bot.store.tables.promises import promises
from bot.store.tables.schedules import schedules


def _first(column: Column[datetime], *conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the query for the first moment to come in a column; a look at one index entry."""
    later = column > bindparam("at", type_=Moment)
    return select(func.min(column, type_=Moment).label("due")).where(later, *conditions)


_FIRSTS = union_all(
    _first(schedules.c.next_at, schedules.c.enabled == true()),
    _first(promises.c.next_at),
    _first(deliveries.c.due_at, is_open),
)


async def next_due(database: Database, at: datetime) -> datetime | None:
    """Return the first moment after this one at which something is due, or None; Busy."""
    async with database.read_transaction(ENGINE_TIMEOUT) as connection:
        found = (await connection.scalars(_FIRSTS, {"at": at})).all()
    return min((each for each in found if each is not None), default=None)
