"""Which time zones are in use."""

from collections.abc import Sequence

from sqlalchemy import select, union

from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.tables.people import people
from bot.store.tables.schedules import schedules
from bot.store.tables.workspaces import workspaces

_OF_REMINDERS = schedules.c.recurrence["zone"].as_string()
_IN_USE = union(
    select(workspaces.c.zone).where(workspaces.c.zone.is_not(None)),
    select(people.c.zone).where(people.c.zone.is_not(None)),
    select(_OF_REMINDERS).where(_OF_REMINDERS.is_not(None)),
)


async def zones_in_use(database: Database) -> Sequence[str]:
    """Return the names of the zones of workspaces, people and reminders, in order; Busy."""
    async with database.read_transaction(ENGINE_TIMEOUT) as connection:
        return sorted(each for each in (await connection.scalars(_IN_USE)).all() if each)
