"""The reminders of one workspace, each carried by a schedule (``handlers.ports.reminders``)."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import Conflict
from bot.store.schedule_rows import load_schedule, schedule_values
from bot.store.scope import Scope
from bot.store.tables.answers import habits
from bot.store.tables.schedules import schedules
from handlers.domain.people import Place
from handlers.domain.reminder import INTENT, Reminder, reminder_of, schedule_of

_is_reminder = schedules.c.intent == INTENT


class ReminderRows:
    """What a turn may read and write of them."""

    def __init__(
        self, connection: AsyncConnection, scope: Scope, newly_due: list[datetime]
    ) -> None:
        self._connection = connection
        self._scope = scope
        self._newly_due = newly_due

    async def of(self, place: Place) -> tuple[Reminder, ...]:
        """Return those of a place, oldest first."""
        return await self._found(_is_at(place))

    async def all(self) -> tuple[Reminder, ...]:
        """Return those of all places of the workspace, oldest first."""
        return await self._found()

    async def one(self, reminder_id: str) -> Reminder | None:
        """Return one by its id, or None."""
        found = await self._connection.execute(
            self._scope.select(schedules).where(_is_reminder, schedules.c.id == reminder_id)
        )
        row = found.first()
        return reminder_of(load_schedule(row)) if row else None

    async def added_since(self, place: Place, since: datetime) -> tuple[Reminder, ...]:
        """Return those of a place that were set up from then on, oldest first.

        Whoever asks is about to add one: two that do so at once see each other's.
        """
        await self._scope.one_at_a_time(self._connection, f"reminders of {place}")
        return await self._found(_is_at(place), schedules.c.created_at >= since)

    async def count_due(self, moment: datetime) -> int:
        """Return how many of this workspace are due within the minute of a moment."""
        minute = moment.replace(second=0, microsecond=0)
        counted = self._scope.select(schedules, func.count()).where(
            schedules.c.next_at >= minute,
            schedules.c.next_at < minute + timedelta(minutes=1),
            schedules.c.enabled == true(),
        )
        return int((await self._connection.execute(counted)).scalar_one())

    async def count(self) -> int:
        """Return how many this workspace has."""
        counted = self._scope.select(schedules, func.count()).where(_is_reminder)
        return int((await self._connection.execute(counted)).scalar_one())

    async def add(self, reminder: Reminder, at: datetime) -> None:
        """Insert one; the same id again changes nothing."""
        schedule = schedule_of(reminder)
        self._note(reminder)
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

    async def save(self, reminder: Reminder) -> Reminder:
        """Update one, and return it as it is kept; Conflict when it moved on since it was read."""
        saved = replace(reminder, version=reminder.version + 1)
        self._note(reminder)
        done = await self._connection.execute(
            self._scope.update(schedules)
            .where(
                _is_reminder,
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
            self._scope.delete(schedules).where(_is_reminder, schedules.c.id == reminder_id)
        )
        await self._connection.execute(
            self._scope.delete(habits).where(habits.c.schedule_id == reminder_id)
        )

    def _note(self, reminder: Reminder) -> None:
        if reminder.next_at is not None and reminder.enabled:
            self._newly_due.append(reminder.next_at)

    async def _found(self, *conditions: ColumnElement[bool]) -> tuple[Reminder, ...]:
        found = await self._connection.execute(
            self._scope.select(schedules)
            .where(_is_reminder, *conditions)
            .order_by(schedules.c.created_at, schedules.c.id)
        )
        return tuple(reminder_of(load_schedule(row)) for row in found)


def _is_at(place: Place) -> ColumnElement[bool]:
    return schedules.c.place == str(place)
