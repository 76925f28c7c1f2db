"""Whether the engine has work now, and when next, in any tenant; for the clockwork."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    bindparam,
    exists,
    func,
    not_,
    or_,
    select,
    true,
    union_all,
)

from bot.store.columns import Moment
from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.tables.answers import asked, habits, reviews
from bot.store.tables.asks import asks
from bot.store.tables.deliveries import deliveries, is_awaited, is_open
from bot.store.tables.handovers import handovers
from bot.store.tables.insights import rules, week_digests
from bot.store.tables.lessons import lesson_questions
from bot.store.tables.promises import promises
from bot.store.tables.schedules import schedules
from bot.store.tables.shifts import shifts
from bot.store.tables.shoutouts import noticing, thanks_digests

_AT = bindparam("at", type_=Moment)


def _first(column: Column[datetime], *conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the query for the first moment to come in a column; a look at one index entry."""
    later = column > _AT
    return select(func.min(column, type_=Moment).label("due")).where(later, *conditions)


_FIRSTS = union_all(
    _first(schedules.c.next_at, schedules.c.enabled == true()),
    _first(promises.c.next_at),
    _first(asks.c.next_at),
    _first(thanks_digests.c.next_at),
    _first(asked.c.next_at),
    _first(reviews.c.next_at),
    _first(habits.c.next_at),
    _first(habits.c.brief_at),
    _first(rules.c.next_at),
    _first(handovers.c.next_at),
    _first(shifts.c.next_at),
    _first(week_digests.c.next_at),
    _first(noticing.c.next_at),
    _first(lesson_questions.c.next_at),
    _first(deliveries.c.due_at, is_open),
)


_NOW = select(
    exists().where(schedules.c.next_at <= _AT, schedules.c.enabled == true()).label("schedules"),
    exists().where(promises.c.next_at <= _AT).label("notices"),
    exists().where(is_open, deliveries.c.due_at <= _AT).label("deliveries"),
    exists().where(is_awaited, not_(is_open)).label("receipts"),
    exists().where(asks.c.next_at <= _AT).label("asks"),
    exists().where(thanks_digests.c.next_at <= _AT).label("digests"),
    or_(
        exists().where(asked.c.next_at <= _AT),
        exists().where(reviews.c.next_at <= _AT),
        exists().where(habits.c.next_at <= _AT),
        exists().where(habits.c.brief_at <= _AT),
        exists().where(rules.c.next_at <= _AT),
        exists().where(handovers.c.next_at <= _AT),
        exists().where(shifts.c.next_at <= _AT),
        exists().where(week_digests.c.next_at <= _AT),
        exists().where(noticing.c.next_at <= _AT),
        exists().where(lesson_questions.c.next_at <= _AT),
    ).label("follow_ups"),
)


@dataclass(frozen=True, slots=True)
class Work:
    """What is due by now: a round that finds nothing costs one query instead of five."""

    schedules: bool = True
    notices: bool = True
    deliveries: bool = True
    receipts: bool = True
    asks: bool = True
    digests: bool = True
    follow_ups: bool = True


async def work_due(database: Database, at: datetime) -> Work:
    """Return what is due by now; Busy."""
    async with database.read_transaction(ENGINE_TIMEOUT) as connection:
        row = (await connection.execute(_NOW, {"at": at})).one()
    return Work(*map(bool, row))


async def next_due(database: Database, at: datetime) -> datetime | None:
    """Return the first moment after this one at which something is due, or None; Busy."""
    async with database.read_transaction(ENGINE_TIMEOUT) as connection:
        found = (await connection.scalars(_FIRSTS, {"at": at})).all()
    return min((each for each in found if each is not None), default=None)
