"""Moments and JSON come back as they were, however they are written down."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from bot.store.tables.schedules import schedules
from scheduler.calendar.day_rules import WEEKDAYS, Weekly
from scheduler.calendar.recurrence import Recurrence
from tests.calendars import NINE

BERLIN = ZoneInfo("Europe/Berlin")
HOUR_TWICE = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
ODD = {
    "typed": "“Über’s 🙂” \\u0027 \x00 \u2028 </script>",
    "numbers": [0, -1, 2.5, 2**70, True, None],
    "nested": {"": [{}, []]},
}


def _row(key, **other):
    times = (NINE.astimezone(BERLIN).time(),)
    return {
        "id": key,
        "platform": "slack",
        "tenant": "T1",
        "place": "slack:T1:C1",
        "intent": "reminder",
        "recurrence": Recurrence(Weekly(WEEKDAYS), times, "Europe/Berlin").dump(),
        "args": {},
        "memory": {},
        "next_at": NINE,
        "enabled": True,
        "owner_id": "U1",
        "created_at": NINE,
        **other,
    }


async def _kept(database, column, rows):
    async with database.transaction(5) as connection:
        await connection.execute(insert(schedules), rows)
    async with database.read_transaction(5) as connection:
        found = await connection.execute(select(schedules.c.id, column).order_by(schedules.c.id))
        return [value for _, value in found]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 23, 9, 0, 0, 1, tzinfo=BERLIN),
        HOUR_TWICE,
        HOUR_TWICE.replace(fold=1),
        datetime(1, 1, 2, tzinfo=UTC),
        datetime(9999, 12, 30, 23, 59, 59, 999999, tzinfo=UTC),
    ],
)
async def test_a_moment_comes_back_in_utc_whatever_zone_it_came_in(database, moment):
    rows = [_row("a", next_at=moment), _row("b", next_at=moment.astimezone(UTC))]
    kept = await _kept(database, schedules.c.next_at, rows)
    assert kept == [moment.astimezone(UTC)] * 2
    assert [each.utcoffset() for each in kept] == [timedelta()] * 2


async def test_a_moment_without_a_zone_is_refused_also_after_its_like_was_written(database):
    await _kept(database, schedules.c.next_at, [_row("a")])
    with pytest.raises(StatementError, match="needs a time zone"):
        await _kept(database, schedules.c.next_at, [_row("b", next_at=NINE.replace(tzinfo=None))])


async def test_what_is_kept_as_json_comes_back_as_it_was(database):
    odd = ODD
    if database.dialect == "postgresql":  # which keeps no NUL, also not in JSON that is read
        odd = {**ODD, "typed": ODD["typed"].replace("\x00", "")}
    assert await _kept(database, schedules.c.args, [_row("a", args=odd)]) == [odd]
