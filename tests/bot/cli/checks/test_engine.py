"""Doctor's look at the engine: which it is, and whether its tables are there."""

import pytest

from bot.cli import operations
from bot.cli.checks.engine import taken
from bot.cli.checks.finding import Mark
from bot.config.settings import Settings
from tests.bot.cli.checks.test_all_checks import migrated


def configured(url: str, **values) -> Settings:
    plain = url.replace("+aiosqlite", "").replace("+asyncpg", "")
    return Settings(_env_file=None, database_url=plain, **values)


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_migrate_makes_the_tables_that_the_doctor_misses(database, database_url):
    await migrated(database_url)
    settings = configured(database_url)
    missed = await taken(database, settings)
    assert (missed.mark, missed.words.partition(",")[0]) == (Mark.WARNING, "pgqueuer")
    assert missed.words.endswith("careloop migrate makes them")

    assert await operations.migrated(settings)
    assert not await operations.migrated(settings)
    found = await taken(database, settings)
    assert (found.mark, found.words) == (Mark.OK, "pgqueuer, and its tables are there")


async def test_the_embedded_engine_wants_no_tables(database, database_url):
    settings = configured(database_url, engine="embedded")
    found = await taken(database, settings)
    assert (found.mark, found.words) == (Mark.OK, "embedded")


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_without_the_extra_the_doctor_names_it(database, database_url, monkeypatch):
    monkeypatch.setattr("bot.config.engine.find_spec", lambda name: None)
    found = await taken(database, configured(database_url))
    assert (found.mark, found.words) == (
        Mark.OK,
        "embedded, for careloop[cluster] is not installed",
    )
