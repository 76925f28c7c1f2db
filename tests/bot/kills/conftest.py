"""Where a server that is to be killed keeps its things, and over which engine it sends."""

import pytest

from bot.store.database import Database
from tests.databases import fresh_database
from tests.lives import execute


@pytest.fixture
async def over(kind, engine_name, tmp_path):
    """The settings of a database without tables and of an engine; SQLite's are the usual ones."""
    if kind == "sqlite":
        yield {}
        return
    async with fresh_database(kind, tmp_path) as url:
        database = Database(url)
        await execute(database, "DROP SCHEMA public CASCADE")
        await execute(database, "CREATE SCHEMA public")
        await database.dispose()
        yield {"database_url": url.replace("+asyncpg", ""), "engine": engine_name}
