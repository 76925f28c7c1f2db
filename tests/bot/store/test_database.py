"""The database lets people in quickly or tells them it is busy, and never saves half."""

import asyncio
import time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.store.database import TURN_TIMEOUT, Database
from bot.store.errors import Busy, WriteRefused
from bot.store.tables.all_tables import metadata
from bot.store.tables.workspaces import workspaces
from tests.databases import locked, read_only

COUNT = text("SELECT count(*) FROM workspaces")
INSERT = workspaces.insert()


def row(number: int) -> dict[str, str]:
    return {"platform": "web", "tenant": f"{number}"}


async def count(database: Database) -> int:
    async with database.read_transaction() as connection:
        return (await connection.execute(COUNT)).scalar_one()


@pytest.fixture
async def sqlite(tmp_path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/data/careloop.db")
    async with database.transaction(5) as connection:
        await connection.run_sync(metadata.create_all)
    yield database
    await database.dispose()


@pytest.fixture
async def release(sqlite, tmp_path):
    """Lock the file from another process, until it is called or the test ends."""
    with locked(tmp_path / "data" / "careloop.db") as release:
        yield release


async def test_what_ends_well_is_saved_and_what_fails_is_not(database):
    async with database.transaction() as connection:
        await connection.execute(INSERT, row(1))

    async def fail() -> None:
        async with database.transaction() as connection:
            await connection.execute(INSERT, row(2))
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    assert await count(database) == 1


async def test_a_bug_in_a_statement_is_not_mistaken_for_a_busy_database(database):
    with pytest.raises(DBAPIError):
        async with database.transaction() as connection:
            await connection.execute(text("SELECT nonsense FROM nowhere"))


async def test_a_reader_cannot_write(database):
    with pytest.raises(WriteRefused):
        async with database.read_transaction() as connection:
            await connection.execute(INSERT, row(1))


async def test_reads_go_on_while_a_writer_works(database):
    async with database.transaction() as connection:
        await connection.execute(INSERT, row(1))
        async with asyncio.timeout(30):
            assert await asyncio.gather(*(count(database) for _ in range(4))) == [0] * 4


async def test_statements_and_commits_are_counted_but_not_begin(database):
    before = database.round_trips
    async with database.transaction() as connection:
        await connection.execute(INSERT, row(1))
        await connection.execute(COUNT)
    assert database.round_trips - before == 3


async def test_a_cancelled_turn_saves_nothing_and_holds_nobody_up(database):
    async def turn() -> None:
        async with database.transaction() as connection:
            await connection.execute(INSERT, row(1))
            await asyncio.sleep(5)

    for delay in (*(n * 0.0002 for n in range(40)), 0.02):
        task = asyncio.create_task(turn())
        await asyncio.sleep(delay)
        task.cancel()
        await asyncio.wait([task])
    async with database.transaction(10) as connection:
        assert (await connection.execute(COUNT)).scalar_one() == 0


async def test_many_turns_at_once_all_get_their_place(database):
    async def turn(number: int) -> None:
        async with database.transaction(10) as connection:
            await connection.execute(INSERT, row(number))

    await asyncio.gather(*(turn(number) for number in range(50)))
    assert await count(database) == 50


async def test_a_file_locked_by_another_process_is_busy_at_once_and_readable(sqlite, release):
    began = time.monotonic()
    results = await asyncio.gather(*(_try(sqlite, n) for n in range(20)), return_exceptions=True)
    assert all(isinstance(result, Busy) for result in results)
    assert time.monotonic() - began < 20 * TURN_TIMEOUT / 2  # not one after the other
    assert await count(sqlite) == 0


async def test_a_queue_that_moves_is_worth_standing_in(sqlite):
    """Sixteen people who press at once come one after the other; none is told to press again."""

    async def turn(number: int) -> None:
        async with sqlite.transaction() as connection:
            await connection.execute(INSERT, row(number))
            await asyncio.sleep(TURN_TIMEOUT / 10)

    await asyncio.gather(*(turn(number) for number in range(16)))
    assert await count(sqlite) == 16


async def test_a_queue_moves_with_those_who_write_nothing_in_the_end(sqlite):
    async def turn(number: int) -> None:
        async with sqlite.transaction() as connection:
            await connection.execute(INSERT, row(number))
            await asyncio.sleep(TURN_TIMEOUT / 10)
            if number < 15:
                raise LookupError

    turns = (turn(number) for number in range(16))
    ended = await asyncio.gather(*turns, return_exceptions=True)
    assert [type(each) for each in ended] == [LookupError] * 15 + [type(None)]
    assert await count(sqlite) == 1


async def test_a_queue_is_not_stood_in_for_ever_however_well_it_moves(sqlite):
    async def turn(number: int) -> None:
        async with sqlite.transaction() as connection:
            await connection.execute(INSERT, row(number))
            await asyncio.sleep(TURN_TIMEOUT / 2)

    turns = (turn(number) for number in range(16))
    ended = await asyncio.gather(*turns, return_exceptions=True)
    refused = [each for each in ended if each is not None]
    assert refused
    assert {type(each) for each in refused} == {Busy}
    assert await count(sqlite) == 16 - len(refused) > 1


async def test_a_patient_writer_outlives_the_lock(sqlite, release):
    asyncio.get_running_loop().call_later(0.1, release)
    async with sqlite.transaction(20) as connection:
        await connection.execute(INSERT, row(1))
    assert await count(sqlite) == 1


async def test_the_loop_is_free_while_we_wait_for_the_lock(sqlite, release):
    waiting = asyncio.create_task(_try(sqlite, 1, max_wait=20))
    for _ in range(100):  # each is a turn of the loop; the lock is held all the while
        await asyncio.sleep(0.001)
    assert not waiting.done()
    release()
    await waiting
    assert await count(sqlite) == 1


async def test_a_full_disk_is_busy_and_over_when_there_is_room_again(sqlite):
    async with sqlite.transaction() as connection:
        pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(Busy):
        async with sqlite.transaction() as connection:
            await connection.execute(INSERT, [row(number) for number in range(5000)])
    assert await count(sqlite) == 0
    async with sqlite.transaction() as connection:
        await connection.execute(text("PRAGMA max_page_count = 100000"))
        await connection.execute(INSERT, row(1))
    assert await count(sqlite) == 1


async def test_the_data_is_for_our_eyes_only(sqlite, tmp_path):
    folder = tmp_path / "data"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o077 for path in folder.iterdir()} == {0}


async def test_sqlite_keeps_its_waiting_short_and_its_log_apart(sqlite):
    async with sqlite.transaction() as connection:
        pragmas = ("journal_mode", "synchronous", "busy_timeout")
        values = [(await connection.execute(text(f"PRAGMA {p}"))).scalar_one() for p in pragmas]
    assert values[:2] == ["wal", 2]
    assert values[2] <= 100


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_plans_are_not_kept_from_when_a_queue_was_empty(database):
    async with database.read_transaction() as connection:
        mode = (await connection.execute(text("SHOW plan_cache_mode"))).scalar_one()
    assert mode == "force_custom_plan"


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_locked_row_is_busy_in_time(database):
    async with database.transaction() as connection:
        await connection.execute(INSERT, row(1))
    began = time.monotonic()
    async with database.transaction() as connection:
        await connection.execute(workspaces.update().values(zone="Europe/Rome"))
        with pytest.raises(Busy):
            async with database.transaction() as other:
                await other.execute(workspaces.update().values(zone="Asia/Tokyo"))
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_server_that_is_away_is_busy_and_over_when_it_is_back(database):
    async with database.transaction() as connection:
        pid = (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()

    async def turn() -> None:
        async with database.transaction() as connection:
            await _terminate(database, pid)
            await connection.execute(COUNT)

    with pytest.raises(Busy):
        await turn()
    assert await count(database) == 0


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_server_that_only_reads_for_now_is_busy_to_whoever_writes(database, database_url):
    """As one is that has just become a standby."""
    async with read_only(database_url):
        with pytest.raises(Busy):
            await _try(database, 1, 20)
        assert await count(database) == 0
    await database.dispose()  # whoever was connected keeps to it
    await _try(database, 1, 20)


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_what_is_saved_is_on_disk_whatever_the_server_is_set_to(database):
    async with database.transaction(20) as connection:
        ours = await connection.scalar(text("SHOW synchronous_commit"))
        servers = await connection.scalar(
            text("SELECT setting FROM pg_file_settings WHERE name = 'synchronous_commit'")
        )
    assert (ours, servers) == ("on", "off")


async def test_no_server_at_all_is_busy(tmp_path):
    database = Database(f"postgresql+asyncpg://nobody@/nothing?host={tmp_path}")
    with pytest.raises(Busy):
        async with database.transaction():
            pass
    await database.dispose()


async def _try(database: Database, number: int, max_wait: float = TURN_TIMEOUT) -> None:
    async with database.transaction(max_wait) as connection:
        await connection.execute(INSERT, row(number))


async def _terminate(database: Database, pid: int) -> None:
    async with database.read_transaction() as other:
        await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})


def test_a_database_without_a_file_is_refused():
    with pytest.raises(ValueError, match="name a file"):
        Database("sqlite+aiosqlite://")


def test_a_relative_file_lies_in_the_present_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Database("sqlite+aiosqlite:///data/careloop.db")
    assert Path("data/careloop.db").exists()
