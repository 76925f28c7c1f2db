"""How much waits in the outbox of every tenant, and for how long: numbers, and nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from bot.store.columns import Moment
from bot.store.database import Database
from bot.store.tables.deliveries import deliveries, is_open
from scheduler.delivery import DeliveryState

_BY_STATE = (
    select(deliveries.c.state, func.count().label("number"))
    .where(is_open | (deliveries.c.state == DeliveryState.DEAD.value))
    .group_by(deliveries.c.state)
)
_OLDEST = select(func.min(deliveries.c.due_at, type_=Moment)).where(
    is_open, deliveries.c.due_at <= bindparam("at", type_=Moment)
)


@dataclass(frozen=True, slots=True)
class Backlog:
    """Deliveries that are not settled, or were given up; ``waited``: the oldest that is due."""

    pending: int
    unknown: int
    dead: int
    waited: timedelta


async def backlog(database: Database, at: datetime) -> Backlog:
    """Return what waits at a moment; Busy when the database doesn't answer."""
    async with database.read_transaction() as connection:
        rows = (await connection.execute(_BY_STATE)).all()
        oldest = await connection.scalar(_OLDEST, {"at": at})
    counted = {row.state: row.number for row in rows}
    return Backlog(
        pending=counted.get(DeliveryState.PENDING.value, 0),
        unknown=counted.get(DeliveryState.UNKNOWN.value, 0),
        dead=counted.get(DeliveryState.DEAD.value, 0),
        waited=at - oldest if oldest is not None else timedelta(),
    )
