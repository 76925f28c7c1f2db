"""How far a wrong clock and a slow platform move what waits, on both sides, in figures."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.store.engine.clock_steps import shift_waiting
from bot.store.engine.slowdown import slow_down
from bot.store.tables.deliveries import deliveries
from bot.store.tables.promises import promises
from tests.calendars import NINE, add_deliveries, delivery, rows_of
from tests.conftest import MONDAY, typed

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("waits_for", "put_right"),
    [(62 * MINUTE, True), (62 * MINUTE + SECOND, False)],
    ids=["two minutes", "a second more"],
)
async def test_a_second_look_of_two_minutes_is_brought_back_with_the_clock(
    waits_for, put_right, app
):
    await app.bot.answer(typed("/promise ring back by 15:00"))
    async with app.database.transaction(5) as connection:
        await connection.execute(update(promises).values(next_at=MONDAY + waits_for))
    await shift_waiting(app.database, MONDAY, -HOUR)
    (row,) = await rows_of(app.database, promises)
    assert row.next_at == (MONDAY if put_right else MONDAY + waits_for)


@pytest.mark.parametrize(
    ("wait", "becomes"),
    [
        (timedelta(minutes=14, seconds=55), timedelta(minutes=29, seconds=50)),
        (timedelta(minutes=14, seconds=56), timedelta(minutes=29, seconds=50)),
        (timedelta(minutes=14, seconds=54), timedelta(minutes=29, seconds=48)),
        (timedelta(minutes=29, seconds=51), timedelta(minutes=29, seconds=51)),
    ],
    ids=["ten seconds before", "no later than that", "earlier", "as it was"],
)
async def test_a_429_leaves_a_post_its_last_ten_seconds(wait, becomes, app):
    over = NINE + 30 * MINUTE
    waiting = delivery("a", due_at=NINE + wait, expires_at=over, schedule_id="s1")
    await add_deliveries(app.database, waiting)
    async with app.database.transaction(5) as connection:
        await slow_down(connection, [("web", "T1")], NINE)
    (row,) = await rows_of(app.database, deliveries)
    assert row.due_at == NINE + becomes
