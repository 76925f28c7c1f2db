"""Doctor's look at what is due; each threshold from both sides."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from bot.cli.checks.finding import Mark
from bot.cli.checks.lanes import LATE, behind, told
from bot.store.engine.backlog import Backlog
from bot.store.engine.deliveries import enqueue
from bot.store.engine.inspection.lanes import Arrears
from bot.store.tables.deliveries import deliveries
from bot.store.tables.schedules import schedules
from scheduler.delivery import STALE, Delivery

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
BIT = timedelta(seconds=1)
NONE = timedelta()


def arrears(waited=NONE, unfired=NONE, dead=0, stuck=()) -> Arrears:
    return Arrears(Backlog(pending=1, unknown=0, dead=dead, waited=waited), unfired, stuck)


@pytest.mark.parametrize(
    ("found", "mark"),
    [
        pytest.param(arrears(), Mark.OK, id="nothing due"),
        pytest.param(arrears(waited=LATE), Mark.OK, id="a post is just in time"),
        pytest.param(arrears(waited=LATE + BIT), Mark.PROBLEM, id="a post is late"),
        pytest.param(arrears(unfired=LATE), Mark.OK, id="a reminder is just in time"),
        pytest.param(arrears(unfired=LATE + BIT), Mark.PROBLEM, id="a reminder is late"),
        pytest.param(arrears(stuck=("slack:T1:C1",)), Mark.WARNING, id="a lane is stuck"),
        pytest.param(arrears(dead=1), Mark.WARNING, id="one was given up"),
    ],
)
def test_arrears_decide(found, mark):
    assert told(found).mark is mark


async def test_a_quiet_database_is_well(database):
    found = await behind(database, NINE)
    assert found.mark is Mark.OK
    assert found.words == "0 posts wait; nothing is due"


async def test_a_post_that_is_not_sent_is_told_after_a_while(database):
    await post(database, due_at=NINE)
    assert (await behind(database, NINE + LATE)).mark is Mark.OK
    late = await behind(database, NINE + LATE + BIT)
    assert late.mark is Mark.PROBLEM
    assert "due for 5 min: is careloop serve running?" in late.words


async def test_a_lane_whose_head_was_begun_long_ago_is_stuck(database):
    await post(database, due_at=NINE)
    async with database.transaction(5) as connection:
        await connection.execute(update(deliveries).values(started_at=NINE))
    assert (await behind(database, NINE + STALE - BIT)).mark is Mark.OK
    stuck = await behind(database, NINE + STALE)
    assert stuck.mark is Mark.WARNING
    assert "slack:T1:C1" in stuck.words


async def test_a_reminder_that_nobody_fires_is_told(database):
    async with database.transaction(5) as connection:
        await connection.execute(
            insert(schedules).values(
                id="s1",
                platform="slack",
                tenant="T1",
                place="slack:T1:C1",
                intent="reminder.due",
                recurrence={"zone": "UTC"},
                args={},
                memory={},
                next_at=NINE,
                enabled=True,
                owner_id="U1",
                created_at=NINE,
            )
        )
    assert (await behind(database, NINE + LATE)).mark is Mark.OK
    assert (await behind(database, NINE + LATE + BIT)).mark is Mark.PROBLEM


async def post(database, due_at) -> None:
    row = Delivery(
        key="one",
        platform="slack",
        tenant="T1",
        lane="slack:T1:C1",
        body={},
        occurs_at=due_at,
        due_at=due_at,
        expires_at=due_at + timedelta(hours=1),
    )
    async with database.transaction(5) as connection:
        await enqueue(connection, [row])
