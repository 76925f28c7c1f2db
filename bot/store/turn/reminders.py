"""The reminders of one workspace, each carried by a schedule (``handlers.ports.reminders``)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.dialects import insert_into
from bot.store.errors import Conflict
from bot.store.schedule_rows import load_schedule, schedule_values
from bot.store.tables.schedules import schedules
from handlers.domain.people import Place
from handlers.domain.reminder import INTENT, Reminder, reminder_of, schedule_of


class ReminderRows:
    """What a turn may read and write of them."""

    def __init__(self, connection: AsyncConnection, scope: Mapping[str, str]) -> None:
        self._connection = connection
        self._scope = scope

    async def of(self, place: Place) -> tuple[Reminder, ...]:
        """Return those of a place, oldest first."""
        found = await self._connection.execute(
            select(schedules)
            .where(self._here(), schedules.c.place == str(place))
            .order_by(schedules.c.created_at, schedules.c.id)
        )
        return tuple(reminder_of(load_schedule(row)) for row in found)

    async def count(self) -> int:
        """Return how many this workspace has."""
        counted = select(func.count()).select_from(schedules).where(self._here())
        return (await self._connection.execute(counted)).scalar_one()

    async def add(self, reminder: Reminder, at: datetime) -> None:
        """Insert one; the same id again changes nothing."""
        schedule = schedule_of(reminder)
        await self._connection.execute(
            insert_into(self._connection, schedules)
            .values(
                **self._scope,
                id=schedule.id,
                place=schedule.place,
                intent=schedule.intent,
                owner_id=schedule.owner_id,
                created_at=at,
                **schedule_values(schedule),
            )
            .on_conflict_do_nothing(index_elements=["id"])
        )

    async def save(self, reminder: Reminder) -> Reminder:
        """Update one, and return it as it is kept; Conflict when it moved on since it was read."""
        saved = replace(reminder, version=reminder.version + 1)
        done = await self._connection.execute(
            update(schedules)
            .where(
                self._here(),
                schedules.c.id == reminder.id,
                schedules.c.version == reminder.version,
            )
            .values(**schedule_values(schedule_of(saved)))
        )
        if done.rowcount != 1:
            raise Conflict
        return saved

    async def remove(self, reminder_id: str) -> None:
        """Delete one; what it has already sent stays on record."""
        await self._connection.execute(
            schedules.delete().where(self._here(), schedules.c.id == reminder_id)
        )

    def _here(self) -> ColumnElement[bool]:
        return and_(
            schedules.c.platform == self._scope["platform"],
            schedules.c.tenant == self._scope["tenant"],
            schedules.c.intent == INTENT,
        )
