"""A clock that was wrong leaves nothing behind: nothing lost, nothing doubled, nothing late."""

from dataclasses import fields, replace
from datetime import time, timedelta
from random import Random

import pytest
from sqlalchemy import update

from bot.store.engine.clock_steps import put_schedules_right, reset_paces, shift_waiting, waits_for
from bot.store.engine.deliveries import Deliveries
from bot.store.engine.next_due import Work, next_due, work_due
from bot.store.engine.schedules import Schedules
from bot.store.tables.asks import asks
from bot.store.tables.deliveries import deliveries
from bot.store.tables.schedules import schedules
from bot.store.tables.workspaces import workspaces
from bot.store.turn.store import TurnStore
from handlers.domain.asks.ask import Ask, AskKind
from handlers.domain.people import Person, Platform, Tenant
from scheduler.delivery import DeliveryState
from scheduler.fire import fire_all
from tests.calendars import (
    DAILY,
    DAY,
    HOUR,
    NINE,
    add_deliveries,
    add_schedules,
    add_workspace,
    delivery,
    draw,
    rows_of,
)

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
NOTHING = Work(**{each.name: False for each in fields(Work)})


async def add_ask(database, due):
    """A page of nine o'clock that nobody has answered by then."""
    ask = Ask("a1", AskKind.PAGE, "ana", NINE, NINE, due_at=due)
    tenant, ana = Tenant(Platform.SLACK, "T1"), Person("ana", "Ana")
    async with database.transaction(5) as connection:
        assert await TurnStore(connection, tenant, ana).asks.add(ask)


async def next_of(database):
    (row,) = await rows_of(database, schedules)
    return row.next_at


async def test_what_was_sent_by_a_clock_that_was_ahead_is_not_sent_again(database):
    await add_schedules(database, "s1")
    await fire_all(NINE + MINUTE, Schedules(database), draw)
    assert await put_schedules_right(database, NINE - HOUR) == 0
    assert await next_of(database) == NINE + DAY


async def test_what_was_too_late_by_a_clock_that_was_ahead_comes_in_its_time(database):
    await add_schedules(database, "s1")
    await fire_all(NINE + 3 * HOUR, Schedules(database), draw)
    assert await put_schedules_right(database, NINE - HOUR) == 1
    assert await next_of(database) == NINE
    await fire_all(NINE, Schedules(database), draw)
    assert [row.state for row in await rows_of(database, deliveries)] == ["pending"]


async def test_a_next_moment_that_nobody_meant_is_brought_back(database):
    await add_schedules(database, "s1", at=NINE + 400 * DAY)
    await add_schedules(database, "s2", at=NINE)
    await add_schedules(database, "off", at=NINE + 400 * DAY, enabled=False)
    assert await put_schedules_right(database, NINE - HOUR) == 1
    found = {row.id: row.next_at for row in await rows_of(database, schedules)}
    assert found == {"s1": NINE, "s2": NINE, "off": NINE + 400 * DAY}


async def test_a_schedule_that_cannot_be_read_hides_no_other(database):
    await add_schedules(database, "a", at=NINE + DAY, recurrence={"rule": "odd"})
    await add_schedules(database, "b", at=NINE + 9 * DAY)
    assert await put_schedules_right(database, NINE) == 1


async def test_more_than_a_batch_is_put_right(database):
    await add_schedules(database, *(f"s{n:04}" for n in range(700)), at=NINE + 9 * DAY)
    assert await put_schedules_right(database, NINE - HOUR) == 700
    assert {row.next_at for row in await rows_of(database, schedules)} == {NINE}


@pytest.mark.parametrize("step", [-74 * SECOND, 74 * SECOND, 5 * HOUR])
async def test_what_waits_goes_along_with_the_clock(database, step):
    retried = delivery("retried", due_at=NINE + 30 * SECOND)
    await add_deliveries(database, retried, delivery("due", due_at=NINE - SECOND))
    at = NINE + step
    assert await shift_waiting(database, at, step) == 2
    found = {row.key: row for row in await rows_of(database, deliveries)}
    assert found["retried"].due_at == at + 30 * SECOND
    assert found["due"].due_at <= at
    assert {row.expires_at for row in found.values()} == {NINE + HOUR + step}


async def test_the_pace_of_a_clock_that_was_ahead_holds_nobody_up(database):
    await add_workspace(database, "T1", next_slot_at=NINE + HOUR)
    await add_workspace(database, "T2", next_slot_at=NINE - SECOND)
    await shift_waiting(database, NINE, -HOUR)
    found = {row.tenant: row.next_slot_at for row in await rows_of(database, workspaces)}
    assert found == {"T1": None, "T2": NINE - SECOND}


async def test_at_the_start_a_slot_is_forgotten_unless_something_waits_for_it(database):
    for tenant in ("T1", "T2"):
        await add_workspace(database, tenant, next_slot_at=NINE + HOUR)
    await add_deliveries(database, delivery("a", due_at=NINE + HOUR))  # of T1
    await reset_paces(database, NINE)
    found = {row.tenant: row.next_slot_at for row in await rows_of(database, workspaces)}
    assert found == {"T1": NINE + HOUR, "T2": None}


async def test_what_was_in_flight_in_the_future_is_old(database):
    outbox = Deliveries(database)
    await add_deliveries(database, delivery("a"), delivery("b", "M"))
    await outbox.mark(["L"], NINE + HOUR)
    await outbox.mark(["M"], NINE)
    assert await outbox.recover(NINE, 2 * MINUTE) == 1
    assert await outbox.recover(NINE, timedelta()) == 1


async def test_a_round_learns_in_one_query_what_there_is_to_do(database):
    assert await work_due(database, NINE) == NOTHING
    await add_schedules(database, "s1", at=NINE + SECOND)
    await add_schedules(database, "off", at=NINE, enabled=False)
    await add_deliveries(database, delivery("later", due_at=NINE + SECOND))
    assert await work_due(database, NINE) == NOTHING
    await add_deliveries(database, delivery("told", state=DeliveryState.DEAD, receipt=True))
    found = await work_due(database, NINE + SECOND)
    assert found == replace(NOTHING, schedules=True, deliveries=True, receipts=True)
    await add_ask(database, NINE + SECOND)
    assert (await work_due(database, NINE)).asks is False
    assert (await work_due(database, NINE + SECOND)).asks is True


@pytest.mark.parametrize("step", [-HOUR, HOUR])
async def test_the_minute_in_which_a_page_is_answered_stays_a_minute(database, step):
    await add_ask(database, NINE + MINUTE)
    await shift_waiting(database, NINE + step, step)
    (row,) = await rows_of(database, asks)
    assert (row.due_at, row.next_at) == (NINE + step + MINUTE, NINE + step + MINUTE)


async def test_the_next_due_moment_is_the_first_of_all_that_are_to_come(database):
    assert await next_due(database, NINE) is None
    assert await waits_for(database) < NINE - 9000 * DAY
    await add_schedules(database, "s1", at=NINE + HOUR)
    await add_schedules(database, "over", at=NINE - HOUR)
    await add_schedules(database, "off", at=NINE + SECOND, enabled=False)
    assert await next_due(database, NINE) == NINE + HOUR
    await add_deliveries(
        database, delivery("a", at=NINE - DAY), delivery("b", "M", due_at=NINE + MINUTE)
    )
    assert await next_due(database, NINE) == NINE + MINUTE
    assert await waits_for(database) == NINE


@pytest.mark.parametrize("seed", range(6))
async def test_a_day_with_a_clock_that_is_set_at_will_sends_each_moment_once(database, seed):
    """Forward, back and put right in the end, at most three hours wrong and each for a while."""
    chance = Random(seed)  # noqa: S311 - a test
    await add_schedules(database, "s1", at=NINE)
    true, wrong, sent = NINE - 2 * HOUR, timedelta(), []
    calendar = Schedules(database)

    async def live(until):
        nonlocal true, leeway
        while true < until:
            true += 20 * MINUTE
            await fire_all(true + wrong, calendar, draw, leeway)
            leeway = timedelta()
            sent.extend(await _send(database, true + wrong))

    async def set_clock(new):
        nonlocal wrong, leeway
        step, wrong = new - wrong, new
        leeway = max(step, timedelta())
        await shift_waiting(database, true + wrong, step)
        await put_schedules_right(database, true + wrong)

    leeway = timedelta()
    for _ in range(chance.randint(1, 6)):
        await set_clock(chance.randint(-180, 180) * MINUTE)
        await live(true + chance.randint(1, 120) * MINUTE)
    await set_clock(timedelta())
    await live(max(true, NINE) + DAY)
    days = [f"s1@2026-11-{day}T09:00[Europe/Rome]" for day in (23, 24, 25)]
    assert sorted(sent) == days[: len(sent)]
    assert len(sent) >= 2


async def _send(database, at):
    """Send what is due, at once."""
    async with database.transaction(5) as connection:
        due = (deliveries.c.state == "pending", deliveries.c.due_at <= at)
        done = update(deliveries).where(*due).values(state="sent", sent_at=at)
        return (await connection.scalars(done.returning(deliveries.c.key))).all()


async def test_every_moment_that_was_too_late_by_the_clock_ahead_is_free_again(database):
    """Three in a row, of which the clock ahead sent the last and noted the others as missed."""
    hourly = replace(DAILY, times=tuple(time(hour) for hour in (9, 10, 11)))
    await add_schedules(database, "s1", recurrence=hourly.dump())
    await fire_all(NINE + 2 * HOUR, Schedules(database), draw)
    assert await put_schedules_right(database, NINE - MINUTE) == 1
    calendar = Schedules(database)
    for hour in range(3):
        await fire_all(NINE + hour * HOUR, calendar, draw)
    assert [row.state for row in await rows_of(database, deliveries)] == ["pending"] * 3


async def test_what_was_too_late_by_the_clock_ahead_and_is_not_yet_comes_at_once(database):
    await add_schedules(database, "s1")
    await fire_all(NINE + 3 * HOUR, Schedules(database), draw)
    assert await put_schedules_right(database, NINE + 20 * MINUTE) == 1
    await fire_all(NINE + 20 * MINUTE, Schedules(database), draw)
    assert [row.state for row in await rows_of(database, deliveries)] == ["pending"]


async def test_what_was_over_before_anybody_asked_for_it_does_not_come(database):
    await add_schedules(database, "s1", at=NINE + DAY)
    assert await put_schedules_right(database, NINE + 20 * MINUTE) == 0
