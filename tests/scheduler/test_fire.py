"""Firing: each moment once, the latest within its grace, and each schedule by itself."""

import asyncio
import logging
from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import update

from bot.store.engine.schedules import Schedules
from bot.store.tables.deliveries import deliveries
from bot.store.tables.schedules import schedules
from bot.store.tables.workspaces import workspaces
from scheduler.calendar.day_rules import EVERY_DAY, Weekly
from scheduler.calendar.recurrence import Recurrence
from scheduler.fire import BREATH, fire, fire_all
from scheduler.occurrence import Drawn
from scheduler.reasons import Reason
from tests.calendars import (
    DAILY,
    DAY,
    HOUR,
    NINE,
    add_schedules,
    add_workspace,
    draw,
    rows_of,
    states,
)

MINUTE = timedelta(minutes=1)
AT_NINE = "2026-11-23T09:00[Europe/Rome]"


@pytest.fixture
def calendar(database):
    return Schedules(database)


async def test_a_due_schedule_becomes_a_delivery_and_moves_on(database, calendar):
    await add_schedules(database, "s1")
    assert await fire(NINE + MINUTE, calendar, draw) == 1
    (row,) = await rows_of(database, deliveries)
    assert (row.key, row.state, row.body) == (
        "s1@2026-11-23T09:00[Europe/Rome]",
        "pending",
        {"of": "s1"},
    )
    assert (row.lane, row.occurs_at, row.expires_at) == ("web:T1:s1", NINE, NINE + HOUR)
    (schedule,) = await rows_of(database, schedules)
    assert (schedule.next_at, schedule.memory, schedule.version) == (NINE + DAY, {"position": 1}, 2)


async def test_nothing_fires_before_its_time_or_twice(database, calendar):
    await add_schedules(database, "s1")
    assert await fire_all(NINE - MINUTE, calendar, draw) == 0
    assert await fire_all(NINE, calendar, draw) == 1
    assert await fire_all(NINE + MINUTE, calendar, draw) == 0


async def test_a_clock_that_jumps_back_repeats_nothing(database, calendar):
    await add_schedules(database, "s1")
    await fire_all(NINE, calendar, draw)
    assert await fire_all(NINE - HOUR, calendar, draw) == 0
    assert await fire_all(NINE, calendar, draw) == 0
    assert len(await rows_of(database, deliveries)) == 1


async def test_an_occurrence_that_is_already_there_is_not_sent_again(database, calendar):
    await add_schedules(database, "s1")
    await fire_all(NINE, calendar, draw)
    async with database.transaction() as connection:  # as if an old backup had been put back
        await connection.execute(update(schedules).values(next_at=NINE))
    await fire_all(NINE, calendar, draw)
    assert len(await rows_of(database, deliveries)) == 1


async def test_after_a_pause_the_latest_is_sent_and_the_rest_is_on_record(database, calendar):
    await add_schedules(database, "s1")
    await fire_all(NINE + 3 * DAY + 10 * MINUTE, calendar, draw)
    assert await states(database) == {
        "s1@2026-11-23T09:00[Europe/Rome]": "expired",
        "s1@2026-11-24T09:00[Europe/Rome]": "expired",
        "s1@2026-11-25T09:00[Europe/Rome]": "expired",
        "s1@2026-11-26T09:00[Europe/Rome]": "pending",
    }


async def test_what_is_past_its_grace_is_not_sent_but_on_record(database, calendar):
    await add_schedules(database, "s1")
    await fire_all(NINE + HOUR, calendar, draw)
    (row,) = await rows_of(database, deliveries)
    assert (row.state, row.reason, row.detail) == ("expired", Reason.PAST_GRACE, "60")
    (schedule,) = await rows_of(database, schedules)
    assert (schedule.next_at, schedule.memory) == (NINE + DAY, {"position": 0})


async def test_a_skip_leaves_its_reason(database, calendar):
    await add_schedules(database, "s1", args={"skip": True})
    await fire_all(NINE, calendar, draw)
    (row,) = await rows_of(database, deliveries)
    assert (row.state, row.reason, row.body) == ("skipped", Reason.HOLIDAY, None)


async def test_what_may_come_later_is_due_later_and_keeps_its_key_and_its_end(database, calendar):
    await add_schedules(database, "s1")
    later = NINE + 7 * MINUTE
    await fire_all(NINE, calendar, lambda each: replace(draw(each), not_before=later))
    (row,) = await rows_of(database, deliveries)
    assert (row.key, row.occurs_at, row.due_at) == (
        "s1@2026-11-23T09:00[Europe/Rome]",
        later,
        later,
    )
    assert row.expires_at == NINE + HOUR


async def test_a_moment_that_was_to_be_left_out_is_never_called_missed(database, calendar):
    await add_schedules(database, "s1", args={"skip": True})
    await fire_all(NINE + DAY + HOUR, calendar, draw)
    rows = await rows_of(database, deliveries)
    assert [(row.state, row.reason) for row in rows] == [("skipped", Reason.HOLIDAY)] * 2


async def test_a_schedule_that_cannot_be_drawn_is_set_aside_alone(database, calendar, caplog):
    await add_schedules(database, "a", "b")
    await add_schedules(database, "bad", args={"bad": True})
    with caplog.at_level(logging.ERROR):
        assert await fire_all(NINE, calendar, draw) == 3
    set_aside = {row.id: row.enabled for row in await rows_of(database, schedules)}
    assert set_aside == {"a": True, "b": True, "bad": False}
    assert sorted((await states(database)).values()) == ["pending", "pending", "skipped"]
    assert "LookupError" in caplog.text
    assert "customer" not in caplog.text


async def test_a_schedule_that_cannot_be_read_is_set_aside_alone(database, calendar):
    await add_schedules(database, "a")
    await add_schedules(database, "bad", recurrence={"rule": "whenever"})
    await fire_all(NINE, calendar, draw)
    by_id = {row.id: row for row in await rows_of(database, schedules)}
    assert (by_id["bad"].enabled, by_id["bad"].next_at) == (False, None)
    assert by_id["bad"].paused_reason == Reason.UNREADABLE
    assert list((await states(database)).values()) == ["pending"]


async def test_a_paused_schedule_does_not_fire(database, calendar):
    await add_schedules(database, "s1", enabled=False)
    assert await fire_all(NINE, calendar, draw) == 0


async def test_a_paused_workspace_is_sent_nothing_and_told_why(database, calendar):
    await add_workspace(database, "T1", paused_reason=Reason.WORKSPACE_PAUSED.value)
    await add_schedules(database, "s1")
    await fire_all(NINE, calendar, draw)
    (row,) = await rows_of(database, deliveries)
    assert (row.state, row.reason) == ("skipped", Reason.WORKSPACE_PAUSED)


async def test_a_big_workspace_is_paced_and_a_small_one_does_not_wait_for_it(database, calendar):
    await add_workspace(database, "big", rate_per_s=10)
    await add_workspace(database, "small", rate_per_s=10)
    await add_schedules(database, *(f"b{number:02}" for number in range(30)), tenant="big")
    await add_schedules(database, "s", tenant="small")
    await fire_all(NINE, calendar, draw)
    due = {row.key[:3]: row.due_at for row in await rows_of(database, deliveries)}
    assert due.pop("s@2") == NINE
    assert sorted(due.values()) == [NINE + timedelta(seconds=n / 10) for n in range(30)]
    by_tenant = {row.tenant: row.next_slot_at for row in await _spaces(database)}
    assert by_tenant["big"] == NINE + timedelta(seconds=3)


async def test_a_workspace_that_nobody_set_up_is_paced_too(database, calendar):
    await add_schedules(database, "a", "b", "c")
    while await fire(NINE, calendar, draw, limit=1):
        pass
    due = [row.due_at for row in await rows_of(database, deliveries)]
    assert due == [NINE + timedelta(seconds=n / 5) for n in range(3)]


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_a_batch_ends_early_for_somebody_who_waits_to_write(database, calendar):
    """A person's turn gives up after 0.4 s; hundreds of reminders may take longer to draw."""
    await add_schedules(database, *(f"s{number:03}" for number in range(3 * BREATH)))
    turn = None

    async def write() -> int:
        async with database.transaction():
            return drawn

    drawn = 0

    def and_somebody_comes(occurrence):
        nonlocal drawn, turn
        drawn += 1
        turn = turn or asyncio.create_task(write())
        return draw(occurrence)

    assert await fire_all(NINE, calendar, and_somebody_comes) == 3 * BREATH
    assert await turn == BREATH
    assert len(await rows_of(database, deliveries)) == 3 * BREATH


async def test_a_one_off_fires_once_and_is_over(database, calendar):
    once = {"rule": "once", "date": "2026-11-23", "times": ["09:00"], "zone": "Europe/Rome"}
    await add_schedules(database, "s1", recurrence=once)
    await fire_all(NINE, calendar, draw)
    (schedule,) = await rows_of(database, schedules)
    assert schedule.next_at is None
    assert await fire_all(NINE + DAY, calendar, draw) == 0


LAST_WORDS = [
    pytest.param({}, HOUR - MINUTE, ["pending"], id="sent at its very last minute"),
    pytest.param({}, HOUR, ["expired", "pending"], id="too late"),
    pytest.param({"skip": True}, MINUTE, ["skipped", "pending"], id="left out"),
]


@pytest.mark.parametrize(("args", "late", "stand"), LAST_WORDS)
async def test_a_last_one_that_never_came_leaves_a_word(database, calendar, args, late, stand):
    once = {"rule": "once", "date": "2026-11-23", "times": ["09:00"], "zone": "Europe/Rome"}
    await add_schedules(database, "s1", recurrence=once, args=args)
    await fire_all(NINE + late, calendar, _with_last_word)
    rows = sorted(await rows_of(database, deliveries), key=lambda row: row.key)
    assert [row.state for row in rows] == stand
    if len(stand) > 1:
        assert rows[1].key == f"s1@{AT_NINE}:over"
        assert (rows[1].lane, rows[1].body) == ("web:T1:@U1", {"of": "its end"})
        assert rows[1].expires_at == NINE + late + HOUR


def _with_last_word(occurrence):
    instead = Drawn({"of": "its end"}, {}, "web:T1:@U1") if occurrence.is_last else None
    return replace(draw(occurrence), instead=instead)


async def test_one_that_comes_again_leaves_no_last_word(database, calendar):
    await add_schedules(database, "s1", args={"skip": True})
    await fire_all(NINE, calendar, _with_last_word)
    (row,) = await rows_of(database, deliveries)
    assert row.state == "skipped"


async def test_the_hour_that_autumn_repeats_is_sent_once(database, calendar):
    first = NINE.replace(month=10, day=25, hour=0, minute=30)  # 02:30 in Rome, for the first time
    at_night = Recurrence(Weekly(EVERY_DAY), (time(2, 30),), "Europe/Rome")
    await add_schedules(database, "s1", at=first, recurrence=at_night.dump())
    await fire_all(first, calendar, draw)
    assert await fire_all(first + HOUR, calendar, draw) == 0
    assert list(await states(database)) == ["s1@2026-10-25T02:30[Europe/Rome]"]


async def test_the_same_wall_time_of_another_zone_is_another_moment(database, calendar):
    """Sent at nine in Rome, then moved to New York: nine comes there, too."""
    await add_schedules(database, "s1")
    await fire_all(NINE, calendar, draw)
    away = replace(DAILY, zone="America/New_York")
    there = NINE + 6 * HOUR
    moved = update(schedules).values(recurrence=away.dump(), next_at=there)
    async with database.transaction(5) as connection:
        await connection.execute(moved)
    await fire_all(there, calendar, draw)
    assert list(await states(database)) == [
        "s1@2026-11-23T09:00[Europe/Rome]",
        "s1@2026-11-23T09:00[America/New_York]",
    ]


async def test_many_batches_fire_everything_once(database, calendar):
    await add_schedules(database, *(f"s{number}" for number in range(120)))
    fired = []
    while one := await fire(NINE, calendar, draw, limit=50):
        fired.append(one)
    assert fired == [50, 50, 20]
    assert len(await states(database)) == 120


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_two_replicas_fire_each_occurrence_once_and_never_wait_for_each_other(database):
    await add_workspace(database, "T1", rate_per_s=1000)
    await add_schedules(database, *(f"s{number}" for number in range(200)))
    calendar = Schedules(database)

    async def replica() -> int:
        total = 0
        while one := await fire(NINE, calendar, draw, limit=20):
            total += one
        return total

    totals = await asyncio.gather(replica(), replica(), replica())
    assert sum(totals) == 200
    rows = await rows_of(database, deliveries)
    assert len({row.due_at for row in rows}) == len(rows) == 200


async def test_a_failure_in_mid_batch_fires_nothing(database, calendar):
    await add_schedules(database, "a", "b")

    def stop(occurrence):
        if occurrence.schedule.id == "b":
            raise asyncio.CancelledError
        return draw(occurrence)

    with pytest.raises(asyncio.CancelledError):
        await fire(NINE, calendar, stop)
    assert await states(database) == {}
    assert await fire_all(NINE, calendar, draw) == 2


async def _spaces(database):
    async with database.read_transaction() as connection:
        return (await connection.execute(workspaces.select())).all()
