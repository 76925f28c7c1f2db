"""A prepared statement does what SQLAlchemy's own way does, with fewer round trips."""

import asyncio
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.exc import DBAPIError

from bot.store.database import Database
from bot.store.errors import Conflict
from bot.store.sqlite.prepared import PreparedStatement, defer
from bot.store.sqlite.statements import NOTE_TURN
from bot.store.tables.schedules import schedules
from bot.store.tables.turns import turns
from tests.databases import KINDS

MOMENT = datetime(2026, 11, 23, 10, 5, 0, 123, tzinfo=timezone(timedelta(hours=1)))
SCHEDULE = {
    "id": "s1",
    "platform": "web",
    "tenant": "demo",
    "place": "web:demo:front-desk",
    "intent": "reminder",
    "recurrence": {"zone": "Europe/Rome", "at": ["08:55"]},
    "args": {"text": "Ähm “ja”"},
    "memory": {},
    "next_at": MOMENT,
    "grace_s": 60,
    "enabled": True,
    "owner_id": "ana",
    "version": 1,
    "created_at": MOMENT,
}
TURN = {"platform": "slack", "tenant": "T1", "at": MOMENT}
SELECT = select(schedules).where(schedules.c.id == bindparam("wanted"))
INSERT = insert(schedules).values({n: bindparam(f"new_{n}") for n in SCHEDULE})
FIND = PreparedStatement(dict.fromkeys(KINDS, SELECT))
ADD = PreparedStatement(dict.fromkeys(KINDS, INSERT.returning(schedules.c.id)))
COUNT = select(func.count()).select_from(turns)


def noted(number: int) -> dict[str, object]:
    scope = {"in_platform": "slack", "in_tenant": "T1"}
    return {**scope, "turn_id": f"t{number}", "turn_at": MOMENT}


async def test_a_row_goes_in_and_comes_out_as_it_was(database):
    async with database.transaction() as connection:
        (added,) = await ADD.rows(connection, {f"new_{n}": v for n, v in SCHEDULE.items()})
        (found,) = await FIND.rows(connection, {"wanted": added.id})
        usual = (await connection.execute(SELECT, {"wanted": "s1"})).one()
    assert tuple(found) == tuple(usual)
    assert {name: getattr(found, name) for name in SCHEDULE} == SCHEDULE
    assert found.next_at.tzinfo is UTC


async def test_nothing_found_is_no_row(database):
    async with database.read_transaction() as connection:
        assert not await FIND.rows(connection, {"wanted": "s1"})


async def test_it_counts_as_a_round_trip(database):
    before = database.round_trips
    async with database.transaction() as connection:
        await NOTE_TURN.rows(connection, noted(1))
        await FIND.rows(connection, {"wanted": "s1"})
    assert database.round_trips - before == 3


async def test_cancelled_on_its_way_it_saves_nothing_and_holds_nobody_up(database):
    async def turn(number: int) -> None:
        opening = [NOTE_TURN.bind(noted(20 * number))]
        async with database.transaction(opening=opening) as connection:
            for each in range(1, 20):
                await NOTE_TURN.rows(connection, noted(20 * number + each))
            await asyncio.sleep(5)

    for number in range(60):
        task = asyncio.create_task(turn(number))
        await asyncio.sleep(number * 0.0003)
        task.cancel()
        await asyncio.wait([task])
    async with database.transaction(10) as connection:
        assert (await connection.execute(COUNT)).scalar_one() == 0


async def test_what_a_turn_leaves_behind_does_not_hinder_the_next(database):
    with suppress(KeyError):
        async with database.transaction() as connection:
            await NOTE_TURN.rows(connection, noted(1))
            raise KeyError
    async with database.transaction() as connection:
        await NOTE_TURN.rows(connection, noted(2))
    assert await ids(database) == ["t2"]


async def test_the_opening_statements_are_executed_before_the_first_word(database):
    before = database.round_trips
    first, again = (NOTE_TURN.bind(noted(1)) for _ in range(2))
    async with database.transaction(opening=[first, again]) as connection:
        assert [len(each.rows) for each in (first, again)] == [1, 0]
        await NOTE_TURN.rows(connection, noted(2))
    assert await ids(database) == ["t1", "t2"]
    of_its_own = database.dialect != "sqlite"  # there the opening is one batch, with BEGIN
    assert database.round_trips - before == 4 + of_its_own


async def test_what_was_opened_with_is_saved_with_the_rest_or_not_at_all(database):
    with suppress(KeyError):
        async with database.transaction(opening=[NOTE_TURN.bind(noted(1))]) as connection:
            await connection.execute(insert(turns), {**TURN, "id": "t2"})
            raise KeyError
    assert await ids(database) == []


async def test_an_opening_that_fails_saves_nothing_and_hinders_nobody(database):
    missing = ADD.bind({f"new_{n}": v for n, v in SCHEDULE.items()} | {"new_owner_id": None})
    with pytest.raises((DBAPIError, sqlite3.Error)):
        async with database.transaction(opening=[NOTE_TURN.bind(noted(1)), missing]):
            pytest.fail("it began")
    async with database.transaction(opening=[NOTE_TURN.bind(noted(2))]):
        pass
    assert await ids(database) == ["t2"]


async def test_it_may_open_with_statements_and_go_on_either_way(database):
    async with database.transaction(opening=[NOTE_TURN.bind(noted(1))]):
        pass
    async with database.transaction(opening=[NOTE_TURN.bind(noted(2))]) as connection:
        await connection.execute(insert(turns), {**TURN, "id": "t3"})
    async with database.transaction() as connection:
        await connection.execute(insert(turns), {**TURN, "id": "t4"})
    assert await ids(database) == ["t1", "t2", "t3", "t4"]


async def test_what_is_deferred_goes_with_the_commit(database):
    before = database.round_trips
    async with database.transaction(opening=[NOTE_TURN.bind(noted(1))]) as connection:
        await defer(connection, NOTE_TURN.bind(noted(2)))
    assert await ids(database) == ["t1", "t2"]
    assert database.round_trips - before - 1 == (2 if database.dialect == "sqlite" else 3)


async def test_whoever_looks_finds_what_was_deferred(database):
    async with database.transaction() as connection:
        await defer(connection, NOTE_TURN.bind(noted(1)))
        assert (await connection.execute(COUNT)).scalar_one() == 1
        await defer(connection, NOTE_TURN.bind(noted(2)))
        assert not await NOTE_TURN.rows(connection, noted(2))
        await defer(connection, NOTE_TURN.bind(noted(3)))
    assert await ids(database) == ["t1", "t2", "t3"]


@pytest.mark.parametrize("look", [True, False])
async def test_what_expects_a_row_and_finds_none_undoes_everything(database, look):
    async def turn() -> None:
        async with database.transaction(opening=[NOTE_TURN.bind(noted(1))]) as connection:
            await defer(connection, NOTE_TURN.bind(noted(1), expects_row=True))
            if look:
                await connection.execute(COUNT)

    with pytest.raises(Conflict):
        await turn()
    async with database.transaction() as connection:
        await NOTE_TURN.rows(connection, noted(2))
    assert await ids(database) == ["t2"]


async def test_what_a_failed_turn_deferred_is_not_done_by_the_next(database):
    with suppress(KeyError):
        async with database.transaction() as connection:
            await defer(connection, NOTE_TURN.bind(noted(1)))
            raise KeyError
    async with database.transaction() as connection:
        await NOTE_TURN.rows(connection, noted(2))
    assert await ids(database) == ["t2"]


async def ids(database: Database) -> list[str]:
    async with database.read_transaction() as connection:
        return list((await connection.execute(select(turns.c.id).order_by(turns.c.id))).scalars())
