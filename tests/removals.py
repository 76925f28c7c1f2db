"""A workspace that removed the bot, and all that was kept of it."""

from datetime import datetime

from bot.store.database import Database
from bot.store.engine.removals import Removals
from handlers.domain.people import Tenant


async def remove(database: Database, tenant: Tenant, event_id: str, at: datetime) -> None:
    """Tell of a removal, and carry it out without asking the platform."""
    removals = Removals(database)
    await removals.note(tenant, event_id, at)
    for each in await removals.due(at, 10):
        await removals.carry_out(each)
