"""How far the engine is behind: what is due, for how long, and what never came to an end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select, true

from bot.store.columns import Moment
from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.engine.backlog import Backlog, backlog
from bot.store.tables.deliveries import deliveries, is_open
from bot.store.tables.schedules import schedules

_AT = bindparam("at", type_=Moment)
_OLDEST_SCHEDULE = select(func.min(schedules.c.next_at, type_=Moment)).where(
    schedules.c.next_at <= _AT, schedules.c.enabled == true()
)
_STUCK = (
    select(deliveries.c.lane)
    .where(is_open, deliveries.c.started_at.is_not(None), deliveries.c.started_at <= _AT)
    .distinct()
    .order_by(deliveries.c.lane)
    .limit(bindparam("some"))
)


@dataclass(frozen=True, slots=True)
class Arrears:
    """``unfired``: how long the oldest due reminder waits to become a delivery.

    ``stuck`` are lanes whose head was begun and not ended.
    """

    backlog: Backlog
    unfired: timedelta
    stuck: tuple[str, ...]


async def arrears(
    database: Database, at: datetime, stuck_after: timedelta, limit: int = 3
) -> Arrears:
    """Return how far the engine is behind at a moment, with so many stuck lanes at most; Busy."""
    waiting = await backlog(database, at)
    async with database.read_transaction(ENGINE_TIMEOUT) as connection:
        first = await connection.scalar(_OLDEST_SCHEDULE, {"at": at})
        begun = {"at": at - stuck_after, "some": limit}
        stuck = (await connection.scalars(_STUCK, begun)).all()
    return Arrears(waiting, at - first if first is not None else timedelta(), tuple(stuck))
