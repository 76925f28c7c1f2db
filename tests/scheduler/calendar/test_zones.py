"""Daily schedules over two years in every zone: no day lost, none doubled."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from scheduler.calendar.day_rules import EVERY_DAY, Weekly
from scheduler.calendar.recurrence import Recurrence, upcoming

DAY = timedelta(days=1)
START, DAYS = date(2026, 1, 1), 730
AROUND = 2
TIMES = ["00:00", "00:30", "01:30", "02:00", "02:30", "09:00", "23:30"]


@cache
def changes() -> list[tuple[str, date]]:
    """Return every zone with the days on which its clocks change, in two years."""
    return [(zone, day) for zone in sorted(available_timezones()) for day in _changes_of(zone)]


def _changes_of(name: str) -> Iterator[date]:
    zone = ZoneInfo(name)
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for week in range(0, DAYS, 7):  # a look a week finds the weeks that need a look a day
        if _offset(zone, noon + week * DAY) != _offset(zone, noon + (week + 7) * DAY):
            days = [noon + (week + number) * DAY for number in range(8)]
            yield from (
                day.date()
                for day, following in pairwise(days)
                if _offset(zone, day) != _offset(zone, following)
            )


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


@pytest.mark.parametrize("at", TIMES)
def test_around_every_clock_change_each_day_comes_exactly_once(at: str):
    wrong = []

    for zone, day in changes():
        first = day - AROUND * DAY
        wanted = [f"{first + number * DAY}T{at}" for number in range(2 * AROUND + 2)]
        recurrence = Recurrence(Weekly(EVERY_DAY), (time.fromisoformat(at),), zone)
        eve = datetime.fromisoformat(wanted[0]).replace(tzinfo=ZoneInfo(zone))
        moments = upcoming(recurrence, eve - timedelta(minutes=1), len(wanted))
        got = [recurrence.wall(moment) for moment in moments]
        if got != wanted or not _about_a_day_apart(moments):
            wrong.append((zone, wanted, got))

    assert len(changes()) > 400
    assert wrong == []


def _about_a_day_apart(moments: list[datetime]) -> bool:
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    return all(timedelta(hours=21) < gap < timedelta(hours=27) for gap in gaps)


@pytest.mark.parametrize("at", TIMES)
def test_around_every_clock_change_the_wall_clock_shows_the_time_unless_it_was_skipped(at: str):
    wrong = []

    for zone, day in changes():
        recurrence = Recurrence(Weekly(EVERY_DAY), (time.fromisoformat(at),), zone)
        eve = datetime.combine(day - AROUND * DAY, time(), UTC)
        for moment in upcoming(recurrence, eve, 2 * AROUND + 1):
            shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            meant = datetime.fromisoformat(recurrence.wall(moment))
            if shown != meant and (_exists(meant, zone) or shown < meant):
                wrong.append((zone, meant, shown))

    assert wrong == []


def _exists(wall: datetime, zone: str) -> bool:
    there = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    return there.replace(tzinfo=None) == wall


def test_two_whole_years_hold_every_day_once_in_every_zone():
    wrong = []

    for zone in {zone for zone, _ in changes()}:
        recurrence = Recurrence(Weekly(EVERY_DAY), (time(0, 30),), zone)
        eve = datetime(2025, 12, 31, 12, tzinfo=ZoneInfo(zone))
        moments = upcoming(recurrence, eve, DAYS)
        if (moments[-1].astimezone(ZoneInfo(zone)).date() - START).days != DAYS - 1:
            wrong.append(zone)

    assert wrong == []
