"""The schedules of one tenant, for one turn: what a channel has set up."""

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import Conflict
from bot.store.schedule_rows import load_schedule, schedule_values
from bot.store.scope import Scope
from bot.store.tables.schedules import schedules
from handlers.domain.people import Place
from scheduler.occurrence import Schedule


class ScheduleRows:
    """Reads and writes them; scoped to a tenant."""

    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._connection = connection
        self._scope = scope

    async def of(self, place: Place) -> tuple[Schedule, ...]:
        """Return the schedules of a place, oldest first."""
        found = await self._connection.execute(
            self._scope.select(schedules)
            .where(schedules.c.place == str(place))
            .order_by(schedules.c.created_at, schedules.c.id)
        )
        return tuple(load_schedule(row) for row in found)

    async def count(self) -> int:
        """Return how many schedules this workspace has."""
        counted = self._scope.select(schedules, func.count())
        return int((await self._connection.execute(counted)).scalar_one())

    async def add(self, schedule: Schedule, at: datetime) -> None:
        """Insert a schedule; the same id again changes nothing."""
        await self._connection.execute(
            self._scope.insert(
                self._connection,
                schedules,
                id=schedule.id,
                place=schedule.place,
                intent=schedule.intent,
                owner_id=schedule.owner_id,
                created_at=at,
                **schedule_values(schedule),
            ).on_conflict_do_nothing(index_elements=["id"])
        )

    async def save(self, schedule: Schedule) -> None:
        """Update a schedule; Conflict when it moved on since it was read."""
        done = await self._connection.execute(
            self._scope.update(schedules)
            .where(schedules.c.id == schedule.id, schedules.c.version == schedule.version - 1)
            .values(**schedule_values(schedule))
        )
        if done.rowcount != 1:
            raise Conflict

    async def remove(self, schedule_id: str) -> None:
        """Delete a schedule."""
        await self._connection.execute(
            self._scope.delete(schedules).where(schedules.c.id == schedule_id)
        )
