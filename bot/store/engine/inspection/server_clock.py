"""The wall clock of the database's own machine."""

from datetime import datetime

from sqlalchemy import func, select

from bot.store.database import ENGINE_TIMEOUT, Database


async def server_time(database: Database) -> datetime | None:
    """Return what time it is where PostgreSQL runs; None: SQLite has no clock but ours. Busy."""
    if database.dialect == "sqlite":
        return None
    async with database.read_transaction(ENGINE_TIMEOUT) as connection:
        found: datetime | None = await connection.scalar(select(func.clock_timestamp()))
        return found
