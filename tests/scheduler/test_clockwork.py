"""The clockwork rings when something is due and now and then, whatever a duty does."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from scheduler.clockwork import Alarm, Beat, Bell, ringing, seldom
from scheduler.errors import TemporaryError
from scheduler.reasons import Reason
from tests.databases import eventually

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def often(seconds):
    return Alarm(Bell(), lambda: NOW, longest=lambda: seconds)


async def test_it_rings_at_once_and_again():
    moments = []

    async def duty(at):
        moments.append(at)

    async with ringing(Beat(lambda: NOW, duty), often(0.02)):
        assert moments == [NOW]
        await eventually(lambda: len(moments) >= 3)


async def test_a_duty_that_fails_is_logged_and_stops_neither_the_others_nor_the_next_round(caplog):
    done = []

    async def bad(at):
        raise LookupError("a customer's words")

    async def good(at):
        done.append(at)

    beat = Beat(lambda: NOW, bad, good)
    with caplog.at_level(logging.ERROR):
        async with ringing(beat, often(0.02)):
            await eventually(lambda: len(done) >= 2)
    assert caplog.records[0].getMessage() == "beat.failed"
    assert beat.counts["failed"] == beat.counts["rung"]


async def test_a_round_that_takes_longer_is_neither_doubled_nor_cut_short():
    inside, most, ended = 0, 0, 0

    async def duty(at):
        nonlocal inside, most, ended
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.05)
        inside -= 1
        ended += 1

    beat = Beat(lambda: NOW, duty)
    async with ringing(beat, often(0.01)):
        await eventually(lambda: inside == 1)
    assert (most, inside) == (1, 0)
    assert ended == beat.counts["rung"]


async def test_a_rare_duty_waits_for_its_hour():
    done = []

    async def duty(at):
        done.append(at)

    seconds = 0.0
    rare = seldom(duty, timedelta(hours=1), lambda: seconds)
    for minutes in (0, 30, 59, 60, 90):
        seconds = 60.0 * minutes
        await rare(NOW + timedelta(minutes=minutes))
    assert done == [NOW, NOW + timedelta(hours=1)]


async def test_a_clock_that_is_set_back_delays_no_rare_duty_and_one_that_is_moved_brings_it():
    done = []

    async def duty(at):
        done.append(at)

    seconds = 0.0
    rare = seldom(duty, timedelta(minutes=1), lambda: seconds)
    back, moved = NOW - timedelta(hours=1), NOW + timedelta(days=90)
    for seconds, at in ((0.0, NOW), (59.0, back), (60.0, back), (61.0, moved)):  # noqa: B007
        await rare(at)
    assert done == [NOW, back, moved]


async def test_it_rings_at_the_moment_that_is_due_next_and_at_one_that_is_newly_due():
    loop, bell, rounds = asyncio.get_running_loop(), Bell(), []
    began, asked = loop.time(), []

    def clock():
        return NOW + timedelta(seconds=loop.time() - began)

    async def duty(at):
        rounds.append(at)

    async def next_due(at):
        asked.append(at)
        return NOW + timedelta(seconds=0.3) if len(rounds) == 1 else None

    async with ringing(Beat(clock, duty), Alarm(bell, clock, next_due, lambda: 3600.0)):
        await eventually(lambda: len(rounds) == 2)
        assert rounds[1] >= NOW + timedelta(seconds=0.3)
        await eventually(lambda: len(asked) == 2)
        bell.by(NOW + timedelta(days=1))
        bell.by(clock())
        await eventually(lambda: len(rounds) == 3)


async def test_a_wall_clock_that_stands_still_silences_nothing():
    """The moment that is due next never comes; we look all the same."""
    rounds = []

    async def duty(at):
        rounds.append(at)

    async def next_due(at):
        return NOW + timedelta(seconds=74)

    alarm = Alarm(Bell(), lambda: NOW, next_due, lambda: 0.02)
    async with ringing(Beat(lambda: NOW, duty), alarm):
        await eventually(lambda: len(rounds) >= 3)


async def test_a_database_that_is_away_leaves_the_alarm_clock_running():
    rounds = []

    async def duty(at):
        rounds.append(at)

    async def away(at):
        raise TemporaryError(Reason.NOT_SAVED)

    async with ringing(Beat(lambda: NOW, duty), Alarm(Bell(), lambda: NOW, away, lambda: 0.02)):
        await eventually(lambda: len(rounds) >= 3)


async def test_a_trouble_is_told_at_first_once_a_minute_and_when_it_is_over(caplog):
    moment, healthy = NOW, False

    async def duty(at):
        if not healthy:
            raise OSError("gone")

    beat = Beat(lambda: moment, duty)
    for _ in range(150):
        await beat.ring()
        moment += timedelta(seconds=1)
    healthy = True
    for _ in range(3):
        await beat.ring()
    told = [record.getMessage() for record in caplog.records]
    assert told == [
        "beat.failed",
        "beat.failing times=61 for=60s",
        "beat.failing times=121 for=120s",
        "beat.back times=150 after=150s",
    ]
    assert beat.counts["failed"] == 150


async def test_another_trouble_of_the_same_duty_is_told_at_once(caplog):
    errors = iter([OSError("gone"), OSError("gone"), KeyError("bug")])

    async def duty(at):
        raise next(errors)

    beat = Beat(lambda: NOW, duty)
    for _ in range(3):
        await beat.ring()
    assert [record.exc_info[0] for record in caplog.records] == [OSError, KeyError]
