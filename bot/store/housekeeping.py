"""Forget what was promised to be forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from bot.store.database import Database
from bot.store.tables import cases, metadata, turns, web_messages
from handlers.people import Tenant

PATIENCE = 5.0  # s; nobody waits for it


LEDGER = timedelta(hours=26)  # Slack resends for up to an hour, and its signatures last minutes


async def forget_tenant(database: Database, tenant: Tenant) -> None:
    """Delete everything of a workspace that has removed the bot; the same again does no harm."""
    async with database.transaction(PATIENCE) as connection:
        for table in metadata.sorted_tables:
            if "platform" in table.c and "tenant" in table.c:
                await connection.execute(
                    delete(table).where(
                        table.c.platform == tenant.platform.value, table.c.tenant == tenant.id
                    )
                )


async def forget_turns(database: Database, at: datetime) -> None:
    """Delete the ids of requests that nobody sends again."""
    async with database.transaction(PATIENCE) as connection:
        await connection.execute(delete(turns).where(turns.c.at < at - LEDGER))


async def forget_cases(database: Database, at: datetime, keep: timedelta) -> int:
    """Delete complaints that nobody touched for so long; return how many there were."""
    async with database.transaction(PATIENCE) as connection:
        done = await connection.execute(delete(cases).where(cases.c.changed_at < at - keep))
        # The playground's cards show what the cases held.
        await connection.execute(delete(web_messages).where(web_messages.c.at < at - keep))
    return done.rowcount
