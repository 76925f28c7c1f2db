"""Several processes over one PostgreSQL: nothing is lost; only what died in flight is doubled.

The best of several measures keeps to what is promised; the worst to what only a bug would take.
"""

import asyncio
import os
import random
import signal
import time
from datetime import timedelta

import pytest

from bot.store.tables.deliveries import deliveries
from tests.bot.replicas.replicas import CHANNELS, frozen, replicas_on, steady
from tests.calendars import rows_of
from tests.databases import create_tables, fresh_database, own_server

pytestmark = pytest.mark.clients  # it starts many processes

TAKEN_OVER = 3.0  # s after kill -9
SILENT = 8.0  # s; one whose death were told by its silence alone would take ten
ELSEWHERE = 15.0  # s after a process froze
FROZEN = 60.0  # s
BACK = 2.0  # s after the database is back
ROUND = 5.0  # s between two rounds, as ever; whoever waited for one would take as long


@pytest.fixture(params=["embedded", pytest.param("pgqueuer", marks=pytest.mark.cluster)])
def engine_name(request):
    return request.param


@pytest.fixture
async def replicas(tmp_path, engine_name):
    async with (
        fresh_database("postgresql", tmp_path) as url,
        replicas_on(url, tmp_path, engine_name) as replicas,
    ):
        yield replicas


async def test_a_rolling_restart_in_a_burst_loses_and_doubles_nothing(replicas):
    for _ in range(3):
        await replicas.born()
    for number in range(3):
        await replicas.born()
        await replicas.come_due(f"r{number}", 80)
        await replicas.end((await _busy(replicas, replicas.alive))[0])
    await replicas.all_sent()

    sent = replicas.sent()
    assert len(sent) == 240
    assert set(sent.values()) == {1}
    assert replicas.doubts() == 0


@pytest.mark.parametrize("kills", [3, pytest.param(10, marks=pytest.mark.soak)])
async def test_kill_9_of_one_of_two_doubles_at_most_what_it_had_in_flight(replicas, kills):
    chance = random.Random(kills)  # noqa: S311 - the same moments each time
    pair = [await replicas.born(), await replicas.born()]
    took, in_flight = [], 0
    for number in range(kills):
        await steady()
        await replicas.come_due(f"k{number}")
        victim = chance.choice(await _busy(replicas, pair))
        died = time.time()
        await replicas.kill(victim)
        pair.remove(victim)
        left = _open(replicas, victim)
        await replicas.all_sent()
        again = [at for at, pid, key in replicas.noted("began") if key in left and at > died]
        took.append(max(again) - died)
        in_flight += len(left)
        pair.append(await replicas.born())

    assert len(replicas.sent()) == kills * CHANNELS  # 0 lost
    assert replicas.doubled() <= replicas.doubts()
    assert in_flight <= replicas.doubts() <= kills * CHANNELS / 2 + in_flight
    print("taken over after", [f"{each:.1f}" for each in took])  # noqa: T201
    assert min(took) <= TAKEN_OVER
    assert max(took) < SILENT


async def test_one_that_was_frozen_for_a_minute_sends_nothing_that_is_no_longer_its_own(replicas):
    asleep = await replicas.born(takes=5.0)
    await replicas.come_due("f", 20)
    await replicas.until(lambda: len(replicas.noted("began", asleep)) == 20)
    awake = await replicas.born(takes=0.1)
    assert not replicas.noted("sent")
    os.kill(asleep.pid, signal.SIGSTOP)
    stopped = time.time()
    try:
        await replicas.all_sent()
        took = max(at for at, _, _ in replicas.noted("began", awake)) - stopped
        await asyncio.sleep(max(0.0, stopped + FROZEN - time.time()))
    finally:
        os.kill(asleep.pid, signal.SIGCONT)
    await replicas.until(lambda: len(replicas.noted("not_ours", asleep)) == 20)
    await asyncio.sleep(3)

    rows = await rows_of(replicas.database, deliveries)
    print(f"went on elsewhere after {took:.1f} s")  # noqa: T201
    assert took < ELSEWHERE
    assert {(row.state, row.attempts, row.ref) for row in rows} == {("sent", 2, str(awake.pid))}
    assert len(replicas.noted("began", asleep)) == 20  # nothing more
    assert replicas.doubts() == 20
    await replicas.end(awake)
    await replicas.come_due("g", 20)  # and it goes on with what is its own
    await replicas.all_sent()
    assert len(replicas.noted("began", asleep)) == 40
    assert replicas.doubts() == 20


async def test_one_that_froze_in_the_middle_of_a_mark_bars_nobody(replicas):
    asleep = await replicas.born(freezes_in_mark=True)
    await replicas.come_due("m", 20)
    await frozen(asleep)
    stopped = time.time()
    awake = await replicas.born()
    try:
        await replicas.all_sent()
        took = max(at for at, _, _ in replicas.noted("began", awake)) - stopped
    finally:
        os.kill(asleep.pid, signal.SIGCONT)
    await asyncio.sleep(3)

    print(f"went on elsewhere after {took:.1f} s")  # noqa: T201
    assert took < ELSEWHERE
    assert set(replicas.sent().values()) == {1}
    assert not replicas.noted("began", asleep)
    assert replicas.doubts() == 0
    await replicas.end(awake)
    await replicas.come_due("n", 20)
    await replicas.all_sent()
    assert len(replicas.noted("began", asleep)) == 20


async def test_one_that_starts_touches_nobodys_work(replicas):
    first = await replicas.born(takes=3.0)
    await replicas.come_due("s", 10)
    await replicas.until(lambda: len(replicas.noted("began", first)) == 10)
    second = await replicas.born(takes=3.0)
    await replicas.all_sent()

    assert not replicas.noted("began", second)
    assert len(replicas.noted("began")) == 10
    assert replicas.doubts() == 0


async def test_postgresql_restarted_ends_no_process_and_doubles_nothing(tmp_path, engine_name):
    async with own_server() as server:
        await create_tables(server.url)
        async with replicas_on(server.url, tmp_path, engine_name) as replicas:
            pair = [await replicas.born(0.5, ROUND), await replicas.born(0.5, ROUND)]
            took = []
            for down in (1.0, 3.0, 12.0):  # s; the last is longer than anybody is sure to live
                await steady()
                await replicas.come_due(f"before{down}", 20)
                await replicas.until(lambda: any(_open(replicas, each) for each in pair))
                await replicas.come_due(f"during{down}", 20, timedelta(seconds=0.9))
                await asyncio.to_thread(server.stop)
                await asyncio.sleep(down)
                await asyncio.to_thread(server.start)
                back = time.time()
                await replicas.database.dispose()  # the test's own connections are gone
                await replicas.all_sent()
                took.append(min(at for at, _, _ in replicas.noted("began") if at > back) - back)

            print("first post after", [f"{each:.1f}" for each in took])  # noqa: T201
            assert all(each.is_alive() for each in pair)
            sent = replicas.sent()
            assert len(sent) == 120
            assert set(sent.values()) == {1}
            assert replicas.doubts() == 0
            assert min(took) <= BACK
            assert max(took) < ROUND


async def _busy(replicas, processes) -> list:
    """Return those that had something in flight, as soon as there is one."""
    found = []

    def look() -> list:
        found.extend(each for each in processes if _open(replicas, each))
        return found

    await replicas.until(look)
    return found


def _open(replicas, process) -> set[str]:
    """Return what a process has begun and not ended."""
    ended = {key for _, _, key in replicas.noted("sent", process)}
    return {key for _, _, key in replicas.noted("began", process)} - ended
