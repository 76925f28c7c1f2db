"""When the week comes to a channel."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.domain.insights.digest import WeekDigest, held_by, off, put_off, settled, told
from handlers.domain.people import Place, Platform
from scheduler.calendar.rest import Rest
from scheduler.occurrence import GRACE
from scheduler.reasons import Reason

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 9, tzinfo=UTC)
DAY = timedelta(days=1)
PLACE = Place(Platform.SLACK, "T1", "C1")
DIGEST = settled(WeekDigest(PLACE), MONDAY)


def test_it_comes_on_fridays_at_nine_unless_set_otherwise():
    assert DIGEST.next_at == FRIDAY
    rome = settled(WeekDigest(PLACE, "Europe/Rome", 0, "16:30"), MONDAY)
    assert rome.next_at == datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


def test_nowhere_to_go_it_never_comes():
    assert settled(WeekDigest(), MONDAY).next_at is None


def test_told_it_comes_a_week_later():
    after = told(DIGEST, date(2026, 11, 20), FRIDAY)
    assert (after.next_at, after.last_on) == (FRIDAY + 7 * DAY, date(2026, 11, 20))


@pytest.mark.parametrize(
    ("rest", "at", "reason"),
    [
        (Rest(), FRIDAY, None),
        (Rest(), FRIDAY + GRACE - timedelta(seconds=1), None),
        (Rest(), FRIDAY + GRACE, Reason.MISSED),
        (Rest(), FRIDAY + 3 * DAY, None),  # put off day by day, it is there on Monday
        (Rest(), FRIDAY + DAY, Reason.DAY_OFF),  # a Saturday
        (Rest(days="27 November"), FRIDAY, Reason.DAY_OFF),
        (Rest(quiet="8:00-10:00"), FRIDAY, Reason.QUIET_HOURS),
    ],
)
def test_it_is_held_on_days_off_and_where_it_is_too_late(rest, at, reason):
    why = held_by(DIGEST, rest, at)
    assert (why.reason if why else None) is reason


def test_put_off_it_comes_the_day_after_and_the_first_reason_is_told():
    first = put_off(DIGEST, off(Rest(days="27 November"), FRIDAY, "UTC"), FRIDAY)
    assert (first.next_at, first.held_on) == (FRIDAY + DAY, date(2026, 11, 27))
    second = put_off(first, off(Rest(), FRIDAY + DAY, "UTC"), FRIDAY + DAY)
    assert (second.next_at, second.held, second.held_on) == (
        FRIDAY + 2 * DAY,
        first.held,
        first.held_on,
    )
    assert told(second, date(2026, 11, 20), FRIDAY + 3 * DAY).next_at == FRIDAY + 7 * DAY
    later = put_off(told(second, date(2026, 11, 20), FRIDAY), first.held, FRIDAY + 7 * DAY)
    assert later.held_on == date(2026, 12, 4)
