"""A process shows that it lives, and judges others only when it can."""

import asyncio
import logging
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.store.database import Database
from bot.store.engine.deliveries import Deliveries
from bot.store.engine.lives import SHOWN, SURE, Steadiness
from bot.store.tables.processes import processes
from tests.calendars import NINE, rows_of
from tests.databases import eventually, read_only
from tests.lives import add_process, askers, cut_off, execute, holder, living, numbers

SECOND = timedelta(seconds=1)
SEVERAL = 3 * SHOWN  # s in which a sign of life has surely been given


@pytest.fixture
def kind():
    return "postgresql"


async def gone(database, number: int, seconds: float = 60) -> None:
    """Wait until a process is taken for dead."""

    async def is_gone() -> bool:
        return number not in await numbers(database)

    await _until(is_gone, seconds)


async def bury(database, life) -> None:
    await Deliveries(database, life).take_over()


@pytest.mark.parametrize(
    ("signs", "told"),
    [
        ([0, 2, 4, 4.9], False),
        ([0, 2, 4, 5], True),
        ([0, 2.9, 5.8], True),
        ([0, 3, 6], False),
        ([0, 2, 4, 6, 9], False),  # a break, which may have been everybody's
        ([0, 2, 4, 6, 9, 11, 13, 13.9], False),
        ([0, 2, 4, 6, 9, 11, 13, 14], True),
        ([0, 2, 4, 6, 5], False),  # the clock of the database was set
    ],
)
def test_others_are_judged_after_five_seconds_in_which_we_were_seen_without_a_break(signs, told):
    steadiness = Steadiness()
    assert [steadiness.seen(NINE + each * SECOND) for each in signs][-1] is told


async def test_a_process_is_sure_for_eight_seconds_after_its_last_sign(database, seconds):
    async with living(database, monotonic=seconds) as life:
        pass  # it shows no more
    seconds.now += SURE - 0.1
    assert life.is_sure()
    seconds.now += 0.1
    assert not life.is_sure()
    assert not life.is_eldest()


async def test_the_dead_are_buried_and_the_living_are_not(database):
    await add_process(database, 1001, "1 hour")
    async with living(database) as other:
        lives = []
        async with living(database, lambda: bury(database, lives[0])) as life:
            lives.append(life)
            await gone(database, 1001)
            await asyncio.sleep(SEVERAL)
            assert await numbers(database) == sorted([life.number, other.number])


async def test_whoever_comes_back_first_after_a_trouble_of_all_judges_nobody_yet(database):
    lives = []
    async with living(database, lambda: bury(database, lives[0])) as life:
        lives.append(life)
        await add_process(database, 1001, "1 hour")
        await gone(database, 1001)  # by now it judges at once
        await add_process(database, 1002, "0 seconds")
        await cut_off(database, life.number)
        await execute(
            database,
            "UPDATE processes SET seen_at = seen_at - interval '1 hour' WHERE number = 1002",
        )
        await asyncio.sleep(SEVERAL)
        assert len(await holder(database, life.number)) == 1  # it is back
        assert 1002 in await numbers(database)
        await gone(database, 1002)


async def test_one_whose_lock_is_gone_is_dead_sooner_than_one_that_is_silent(database):
    """One is dead after 1.5 s, the other after 10 s."""
    lives = []
    async with (
        database.own_connection() as silent,
        living(database, lambda: bury(database, lives[0])) as life,
    ):
        lives.append(life)
        await add_process(database, 1001, "1 hour")
        await gone(database, 1001)  # by now it judges at once
        await silent.execute(text("SELECT pg_advisory_lock(52837, 1003)"))
        await add_process(database, 1003, "6 seconds")
        await add_process(database, 1002, "1 second")
        await gone(database, 1002)
        assert 1003 in await numbers(database)
        await gone(database, 1003)


async def test_one_that_holds_its_own_row_bars_nobody_elses_burial(database, database_url):
    frozen = Database(database_url)
    await add_process(database, 1001, "1 hour")
    await add_process(database, 1002, "1 hour")
    async with living(database) as life:
        async with frozen.transaction(20) as connection:
            await connection.execute(
                text("SELECT FROM processes WHERE number = 1001 FOR KEY SHARE")
            )
            life.dead = [1001, 1002]
            await bury(database, life)
            assert await numbers(database) == sorted([life.number, 1001])
        life.dead = [1001]
        await bury(database, life)
        assert await numbers(database) == [life.number]
    await frozen.dispose()


async def test_one_that_was_seen_since_it_was_judged_lives(database):
    await add_process(database, 1001, "0 seconds")
    async with living(database) as life:
        life.dead = [1001]
        await bury(database, life)
    assert 1001 in await numbers(database)


async def test_a_burial_that_takes_its_time_holds_up_no_sign_of_life(database):
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow():
        begun.set()
        await go_on.wait()

    async with living(database, slow) as life:
        await add_process(database, 1001, "1 hour")
        async with asyncio.timeout(60):
            await begun.wait()
        before = await _seen(database, life.number)
        await asyncio.sleep(SEVERAL)
        assert await _seen(database, life.number) > before
        go_on.set()


async def test_one_that_was_taken_for_dead_goes_on_under_a_new_number(database):
    async with living(database) as life:
        before = life.number
        await execute(database, "DELETE FROM processes")
        await eventually(lambda: life.number not in (before, None))
        assert await numbers(database) == [life.number]
        assert len(await holder(database, life.number)) == 1


async def test_one_that_learns_that_it_is_dead_may_not_send_until_it_is_known_anew(
    database, seconds
):
    async with living(database, monotonic=seconds) as life:
        async with database.transaction(20) as connection:
            await connection.execute(text("DELETE FROM processes"))
            await connection.execute(
                text("ALTER TABLE processes ADD CONSTRAINT closed CHECK (number < 0)")
            )
        await eventually(lambda: life.number is None)
        assert not life.is_sure()
        await execute(database, "ALTER TABLE processes DROP CONSTRAINT closed")
        await eventually(life.is_sure)
        assert await numbers(database) == [life.number]


async def test_a_cut_line_is_mended_under_the_same_number(database):
    async with living(database) as life:
        before = life.number
        (pid,) = await holder(database, before)
        await cut_off(database, before)
        await _until(lambda: _is_held_by_another(database, before, pid))
        assert life.number == before
        assert await numbers(database) == [before]


async def test_a_lock_that_a_line_of_ours_still_holds_is_taken_as_soon_as_it_goes(
    database, database_url
):
    other = Database(database_url)
    async with living(database) as life, other.transaction(20) as connection:
        await connection.execute(text("SET lock_timeout = 0"))
        waiting = asyncio.create_task(
            connection.execute(text(f"SELECT pg_advisory_lock(52837, {life.number})"))
        )
        while len(await askers(database, life.number)) < 2:  # it asks for the lock  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        await cut_off(database, life.number)
        await waiting
        (pid,) = await holder(database, life.number)
        await asyncio.sleep(SEVERAL)
        assert await holder(database, life.number) == [pid]
        before = await _seen(database, life.number)
        await connection.execute(text("SELECT pg_advisory_unlock_all()"))
        await _until(lambda: _is_held_by_another(database, life.number, pid))
        assert await _seen(database, life.number) >= before
    await other.dispose()


async def test_a_server_that_only_reads_for_a_while_ends_no_life_and_is_said_once(
    database, database_url, caplog
):
    caplog.set_level(logging.WARNING)
    async with living(database) as life:
        number = life.number
        async with read_only(database_url):
            await cut_off(database, number)  # whoever is connected may still write
            await eventually(lambda: "process.unseen" in caplog.text)
            await asyncio.sleep(SEVERAL)
            assert caplog.text.count("process.unseen") <= 2  # the line, and the refusal
        await eventually(lambda: "process.seen_again" in caplog.text)
        assert await numbers(database) == [number]


async def test_a_table_that_is_missing_for_a_while_ends_no_life(database, caplog):
    """Whatever the database says: it may pass, and without its signs a process sends nothing."""
    async with living(database) as life:
        await execute(database, "ALTER TABLE processes RENAME TO gone")
        await eventually(lambda: "process.unseen" in caplog.text)
        await execute(database, "ALTER TABLE gone RENAME TO processes")
        await eventually(lambda: "process.seen_again" in caplog.text)
        assert life.is_sure()


async def test_the_eldest_is_one_and_the_next_follows_when_it_is_gone(database):
    async with living(database) as first, living(database) as second:
        assert first.is_eldest()
        assert not second.is_eldest()
        await execute(
            database, "DELETE FROM processes WHERE number IN (SELECT min(number) FROM processes)"
        )
        await eventually(second.is_eldest)
        await eventually(lambda: not first.is_eldest())


async def _seen(database, number: int):
    return {row.number: row.seen_at for row in await rows_of(database, processes)}[number]


async def _is_held_by_another(database, number: int, pid: int) -> bool:
    found = await holder(database, number)
    return len(found) == 1 and found != [pid]


async def _until(told, seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not await told():  # noqa: ASYNC110 - the database tells it
            await asyncio.sleep(0.05)
