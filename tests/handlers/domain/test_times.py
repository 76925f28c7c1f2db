"""Moments as people say them, and the times that are offered for a promise."""

from datetime import UTC, datetime

import pytest

from content import CORE, load
from content.flow import PromiseTime
from handlers.domain.times import in_words, offers

ROME, UTC_ZONE, KIRITIMATI = "Europe/Rome", "UTC", "Pacific/Kiritimati"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

SAID = [
    pytest.param("2026-11-23T15:30Z", UTC_ZONE, "today 15:30", id="today"),
    pytest.param("2026-11-23T08:59Z", UTC_ZONE, "today 08:59", id="earlier today"),
    pytest.param("2026-11-24T00:00Z", UTC_ZONE, "tomorrow 00:00", id="midnight is tomorrow"),
    pytest.param("2026-11-22T23:59Z", UTC_ZONE, "yesterday 23:59", id="yesterday"),
    pytest.param("2026-11-25T10:00Z", UTC_ZONE, "Wed 25 Nov 10:00", id="the day after"),
    pytest.param("2026-12-01T10:00Z", UTC_ZONE, "Tue 1 Dec 10:00", id="day of one digit"),
    pytest.param("2027-01-04T10:00Z", UTC_ZONE, "Mon 4 Jan 2027 10:00", id="another year"),
    pytest.param("2025-11-24T10:00Z", UTC_ZONE, "Mon 24 Nov 2025 10:00", id="a year ago"),
    pytest.param("2026-11-23T15:30Z", ROME, "today 16:30", id="in the reader's zone"),
    pytest.param("2026-11-23T23:30Z", ROME, "tomorrow 00:30", id="tomorrow for the reader"),
    pytest.param("2026-11-23T09:30Z", KIRITIMATI, "today 23:30", id="today where it is late"),
    pytest.param("2026-11-23T10:30Z", KIRITIMATI, "tomorrow 00:30", id="tomorrow, soon, there"),
    pytest.param("2026-07-01T08:00Z", ROME, "Wed 1 Jul 10:00", id="summer time"),
]


@pytest.mark.parametrize(("moment", "zone", "words"), SAID)
def test_a_moment_is_said_in_the_zone_of_the_reader(moment, zone, words):
    assert in_words(datetime.fromisoformat(moment), NOW, zone) == words


CLOCKS = [
    pytest.param("09:00", ["In 1 hour", "Today 17:00", "Tomorrow 10:00"], id="in the morning"),
    pytest.param("16:45", ["In 1 hour", "Today 17:00", "Tomorrow 10:00"], id="a quarter before"),
    pytest.param("16:46", ["In 1 hour", "Tomorrow 10:00", "In 2 days, 10:00"], id="at the end"),
    pytest.param("23:59", ["In 1 hour", "Tomorrow 10:00", "In 2 days, 10:00"], id="at midnight"),
]


@pytest.mark.parametrize(("clock", "labels"), CLOCKS)
def test_only_times_that_can_be_kept_are_offered(clock, labels):
    now = datetime.fromisoformat(f"2026-11-23T{clock}Z")
    assert [each.label for each in offers(load(CORE).flow.times, now, UTC_ZONE)][:3] == labels


def test_there_are_always_three_times_to_offer_whatever_the_clock_says():
    times = load(CORE).flow.times
    for hour in range(24):
        for minute in (0, 44, 46, 59):
            now = NOW.replace(hour=hour, minute=minute)
            assert len(offers(times, now, ROME)) >= 3


ACROSS = [
    pytest.param(
        "2026-03-28T12:00Z", "2026-03-29T08:00Z", id="the clock goes forward in the night"
    ),
    pytest.param("2026-10-24T12:00Z", "2026-10-25T09:00Z", id="the clock goes back in the night"),
]


@pytest.mark.parametrize(("now", "moment"), ACROSS)
def test_tomorrow_at_ten_is_ten_on_the_wall(now, moment):
    tomorrow = PromiseTime(label="Tomorrow 10:00", at="10:00", days=1)
    (offer,) = offers([tomorrow], datetime.fromisoformat(now), ROME)
    assert offer.at == datetime.fromisoformat(moment)


def test_minutes_count_from_the_press_and_not_from_the_drawing():
    (offer,) = offers([PromiseTime(label="In 1 hour", minutes=60)], NOW, ROME)
    assert (offer.minutes, offer.at) == (60, None)
