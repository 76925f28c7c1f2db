"""Migrations end where the tables of the program are, on both databases, and once."""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text

from bot.store.database import Database
from bot.store.migration import NewerError, head, migrate
from bot.store.tables.all_tables import metadata
from bot.store.tables.playground import playground


@pytest.fixture
async def empty(database):
    """A database without a single table."""
    async with database.transaction(5) as connection:
        await connection.run_sync(metadata.drop_all)
    return database


async def test_a_fresh_migration_makes_the_tables_of_the_program(empty):
    await migrate(empty)
    async with empty.transaction(5) as connection:
        differences = await connection.run_sync(compared)
    assert differences == []


async def test_migrating_twice_is_migrating_once(empty):
    assert await migrate(empty) is True
    async with empty.transaction(5) as connection:
        await connection.execute(insert(playground).values(id=1, ahead_s=5.0, token="kept"))
    assert await migrate(empty) is False
    async with empty.read_transaction(5) as connection:
        assert await connection.scalar(select(playground.c.token)) == "kept"


async def test_several_that_start_at_once_migrate_once(empty, database_url):
    others = [Database(database_url, "NORMAL") for _ in range(3)]
    done = await asyncio.gather(*(migrate(each) for each in (empty, *others)))
    for each in others:
        await each.dispose()
    assert True in done
    async with empty.read_transaction(5) as connection:
        assert await connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1


async def test_tables_of_a_newer_program_are_left_alone(empty):
    await migrate(empty)
    async with empty.transaction(5) as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerError, match="revision 9999"):
        await migrate(empty)


def test_the_newest_revision_is_the_highest_number():
    assert head().isdecimal()


def compared(connection):
    options = {"compare_type": True, "compare_server_default": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
