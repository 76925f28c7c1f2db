"""The clockwork rings every second, whatever a duty does."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from scheduler.clockwork import Beat, ringing, seldom
from tests.databases import eventually

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


async def test_it_rings_at_once_and_again():
    moments = []

    async def duty(at):
        moments.append(at)

    async with ringing(Beat(lambda: NOW, duty), every=0.02):
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
        async with ringing(beat, every=0.02):
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
    async with ringing(beat, every=0.01):
        await eventually(lambda: inside == 1)
    assert (most, inside) == (1, 0)
    assert ended == beat.counts["rung"]


async def test_a_rare_duty_waits_for_its_hour():
    done = []

    async def duty(at):
        done.append(at)

    rare = seldom(duty, timedelta(hours=1))
    for minutes in (0, 30, 59, 60, 90):
        await rare(NOW + timedelta(minutes=minutes))
    assert done == [NOW, NOW + timedelta(hours=1)]


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
