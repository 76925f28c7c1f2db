"""The database: tables, one turn's memory, schedules and deliveries."""

from bot.store import thanks_tables  # noqa: F401 - so that all tables are known
