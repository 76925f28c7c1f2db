"""One digest a day, on working days, at the manager's hour: on both sides of everything."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies

from handlers.domain.shoutouts.digest import (
    HOURS,
    USUAL_HOUR,
    Digest,
    at_hour,
    awaited,
    due_for,
    put_off,
    sent,
)
from scheduler.calendar.recurrence import zone_named
from scheduler.occurrence import GRACE

SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)
DANA = Digest("dana", "Europe/Rome")
ROME = zone_named("Europe/Rome")


def rome(day, clock):
    return datetime.fromisoformat(f"2026-11-{day:02}T{clock}").replace(tzinfo=ROME)


@pytest.mark.parametrize(
    ("ready", "comes"),
    [
        pytest.param(rome(23, "09:00"), rome(23, "16:30"), id="today"),
        pytest.param(rome(23, "16:29:59"), rome(23, "16:30"), id="just before its hour"),
        pytest.param(rome(23, "16:30"), rome(24, "16:30"), id="at its hour"),
        pytest.param(rome(27, "16:29"), rome(27, "16:30"), id="Friday, before"),
        pytest.param(rome(27, "16:31"), rome(30, "16:30"), id="Friday, after: on Monday"),
        pytest.param(rome(28, "12:00"), rome(30, "16:30"), id="Saturday"),
    ],
)
def test_the_first_draft_brings_it_at_the_next_hour(ready, comes):
    digest = awaited(DANA, ready)
    assert digest.next_at == comes
    assert awaited(digest, ready + MINUTE) == digest


@pytest.mark.parametrize(
    ("now", "is_due"),
    [
        (rome(23, "16:29:59"), False),
        (rome(23, "16:30"), True),
        (rome(23, "17:29:59"), True),
        (rome(23, "17:30"), False),  # too late: it comes tomorrow
        (rome(28, "16:30"), False),
    ],
)
def test_it_is_due_for_an_hour(now, is_due):
    assert due_for(DANA, now) == (rome(now.day, "16:30") if is_due else None)


def test_after_one_there_is_none_on_the_same_day_whatever_hour_is_set():
    digest = sent(DANA, rome(23, "16:30"), rome(23, "16:31"))
    assert digest.next_at == rome(24, "16:30")
    for hour in HOURS:
        later = at_hour(digest, hour, rome(23, "16:32"))
        assert later.next_at == rome(24, hour)
        assert due_for(later, rome(23, "23:59")) is None


@pytest.mark.parametrize(
    ("hour", "comes"),
    [
        pytest.param("14:00", rome(24, "14:00"), id="earlier than now: tomorrow"),
        pytest.param("15:00", rome(24, "15:00"), id="now: tomorrow"),
        pytest.param("15:30", rome(23, "15:30"), id="later: today"),
    ],
)
def test_another_hour_counts_from_now_on(hour, comes):
    assert at_hour(awaited(DANA, rome(23, "09:00")), hour, rome(23, "15:00")).next_at == comes


def test_an_hour_for_a_digest_that_nothing_waits_for_brings_none():
    assert at_hour(DANA, "09:00", rome(23, "08:00")) == replace(DANA, hour="09:00")


@pytest.mark.parametrize("there", ["Asia/Tokyo", "Pacific/Honolulu", "America/New_York"])
def test_a_manager_who_travels_has_one_a_day_by_either_calendar(there):
    """Each day is one of theirs: by the zone they are in, or by the one they were in."""
    digest = awaited(DANA, rome(23, "09:00"))
    first = digest.next_at
    away = replace(sent(digest, first, first), zone=there)
    second = put_off(away, first).next_at
    zone = zone_named(there)
    assert second.astimezone(zone).date() != first.astimezone(zone).date()
    assert second.astimezone(zone).date() != first.astimezone(ROME).date()


def test_a_time_zone_that_changed_meanwhile_is_looked_at_again():
    """It was to come at 16:30 in Rome, which is 10:30 in New York."""
    digest = replace(awaited(DANA, rome(23, "09:00")), zone="America/New_York")
    assert due_for(digest, digest.next_at) is None
    assert put_off(digest, digest.next_at).next_at == rome(23, "22:30")


@pytest.mark.parametrize(
    ("hour", "moment"),
    [
        pytest.param("02:30", "2026-03-30T00:30", id="the gap was on Sunday"),
        pytest.param("16:30", "2026-03-30T14:30", id="in summer time"),
    ],
)
def test_summer_time_moves_it_with_the_clock_on_the_wall(hour, moment):
    before = datetime(2026, 3, 27, 20, tzinfo=UTC)
    digest = awaited(replace(DANA, hour=hour), before)
    assert digest.next_at == datetime.fromisoformat(moment).replace(tzinfo=UTC)


def test_an_hour_that_summer_time_skips_comes_after_the_gap_and_once():
    """In Cairo the clock goes on at midnight on a Friday."""
    cairo = replace(DANA, zone="Africa/Cairo", hour="00:30")
    digest = awaited(cairo, datetime(2026, 4, 23, 12, tzinfo=UTC))
    assert digest.next_at == datetime(2026, 4, 23, 22, 30, tzinfo=UTC)  # 01:30 on Friday
    after = sent(digest, digest.next_at, digest.next_at)
    assert after.last_day == "2026-04-24"
    assert after.next_at == datetime(2026, 4, 26, 21, 30, tzinfo=UTC)


@given(
    strategies.lists(
        strategies.tuples(
            strategies.sampled_from(["look", "hour", "zone"]),
            strategies.integers(1, 40),
            strategies.sampled_from((USUAL_HOUR, "00:00", "09:00", "23:30")),
            strategies.sampled_from(("Europe/Rome", "Asia/Tokyo", "America/New_York")),
        ),
        max_size=40,
    )
)
def test_whatever_is_set_and_whenever_we_look_no_day_has_two(steps):
    digest, now, days = awaited(DANA, rome(23, "09:00")), rome(23, "09:00"), []
    for what, hours, hour, zone in steps:
        now += hours * HOUR / 2
        if what == "hour":
            digest = at_hour(digest, hour, now)
        elif what == "zone":
            digest = replace(digest, zone=zone)
        if digest.next_at <= now:
            moment = due_for(digest, now)
            if moment is None:
                digest = put_off(digest, now)
            else:
                assert timedelta() <= now - moment < GRACE
                digest = sent(digest, moment, now)
                days.append(digest.last_day)
        assert digest.next_at > now
    assert len(days) == len(set(days))
