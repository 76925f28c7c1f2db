"""The queue of lanes over pgqueuer: one visitor in all processes, and nothing that is lost."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.serve.sending import Sending
from bot.store.database import Database
from bot.store.engine.deliveries import Deliveries
from bot.store.engine.lane_queue.engine import HEARTBEAT, NAP, QueuedLanes
from bot.store.engine.lane_queue.jobs import Jobs
from bot.store.engine.lane_queue.rows import QUEUE, are_there
from bot.store.engine.lane_queue.schema import install
from scheduler.lanes import Embedded, sweep
from tests.calendars import NINE, add_deliveries, delivery, states
from tests.databases import eventually, own_server
from tests.lives import execute, nothing

SHORT = 0.3  # s in which what must not happen would have happened
KIND = pytest.mark.parametrize("kind", ["postgresql"])


@asynccontextmanager
async def visited(step, *engines):
    """Let engines run while the test goes on, as many processes do, and drain them then."""
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(each.run(step)) for each in engines]
        yield running
        await asyncio.gather(*(each.drain(30) for each in engines))


async def queued(database) -> list[tuple[str, str]]:
    """Return the key and the state of each job."""
    found = f"SELECT dedupe_key, status::text FROM {QUEUE} ORDER BY dedupe_key"  # noqa: S608
    return [tuple(row) for row in await execute(database, found)]


@KIND
async def test_a_lane_that_two_processes_wake_again_and_again_is_one_visit(database, database_url):
    engines = [QueuedLanes(database_url), QueuedLanes(database_url)]
    inside, most, visits, go_on = 0, 0, 0, asyncio.Event()

    async def step(lane):
        nonlocal inside, most, visits
        visits, inside = visits + 1, inside + 1
        most = max(most, inside)
        await go_on.wait()
        inside -= 1

    async with visited(step, *engines):
        for _ in range(20):
            await asyncio.gather(*(each.wake(["a", "a"]) for each in engines))
            await asyncio.sleep(SHORT / 20)
        await eventually(lambda: visits == 1)
        assert await queued(database) == [("lane:a", "picked")]
        go_on.set()
        await eventually(lambda: inside == 0)
    assert most == 1


@KIND
async def test_a_lane_that_rests_is_visited_then_by_whoever_is_there(database, database_url):
    first, second = QueuedLanes(database_url), QueuedLanes(database_url)
    loop, times = asyncio.get_running_loop(), []

    async def step(lane):
        times.append(loop.time())
        return 1.0 if len(times) == 1 else None

    async with visited(step, first):
        await first.wake(["a"])
        await eventually(lambda: len(times) == 1)
    assert await queued(database) == [("lane:a", "queued")]
    async with visited(step, second):
        await eventually(lambda: len(times) == 2)
    assert times[1] - times[0] >= 0.999


@KIND
@pytest.mark.parametrize(("rest", "state"), [(NAP, "picked"), (NAP + 0.1, "queued")])
async def test_only_a_long_rest_gives_a_lane_back(database, database_url, rest, state):
    engine, visits = QueuedLanes(database_url), []

    async def step(lane):
        visits.append(lane)
        return rest if len(visits) == 1 else None

    async with visited(step, engine):
        await engine.wake(["a"])
        await eventually(lambda: visits == ["a"])
        await asyncio.sleep(SHORT)
        assert await queued(database) == [("lane:a", state)]
        engine.hurry({"a"})
        await eventually(lambda: visits == ["a", "a"])
        await asyncio.sleep(SHORT)
        assert await queued(database) == []


@KIND
@pytest.mark.parametrize(("age", "is_relieved"), [(timedelta(), False), (HEARTBEAT, True)])
async def test_a_lane_of_whoever_is_silent_for_a_heartbeat_is_visited_by_another(
    database, database_url, age, is_relieved
):
    await install(database_url)
    await execute(
        database,
        f"INSERT INTO {QUEUE} "  # noqa: S608
        "(priority, status, entrypoint, dedupe_key, payload, heartbeat, queue_manager_id) VALUES "
        "(0, 'picked', 'visit', 'lane:a', 'a', "
        f"clock_timestamp() - interval '{age.total_seconds()} s', gen_random_uuid())",
    )
    visits = []

    async def step(lane):
        visits.append(lane)

    async with visited(step, QueuedLanes(database_url)):
        if is_relieved:
            await eventually(lambda: visits == ["a"])
        else:
            await asyncio.sleep(SHORT)
            assert visits == []


@KIND
async def test_a_long_visit_is_not_relieved_while_its_process_lives(
    database, database_url, monkeypatch
):
    heartbeat, visits = timedelta(seconds=4), []
    monkeypatch.setattr("bot.store.engine.lane_queue.engine.HEARTBEAT", heartbeat)

    async def step(lane):
        visits.append(lane)
        await asyncio.sleep(heartbeat.total_seconds() * 1.5)

    async with visited(step, *(engines := [QueuedLanes(database_url) for _ in range(2)])):
        await engines[0].wake(["a"])
        await eventually(lambda: visits == ["a"])
    assert visits == ["a"]


@KIND
async def test_what_was_taken_and_not_begun_when_we_stop_is_left_to_others(database, database_url):
    begun, go_on = [], asyncio.Event()

    async def step(lane):
        begun.append(lane)
        await go_on.wait()

    lanes = [f"{number:02}" for number in range(30)]
    engine = QueuedLanes(database_url, concurrency=20)
    async with visited(step, engine):
        await engine.wake(lanes)
        await eventually(lambda: len(begun) == 20)
        asyncio.get_running_loop().call_later(0.2, go_on.set)
    assert len(begun) == 20
    left = [(f"lane:{lane}", "queued") for lane in lanes if lane not in begun]
    assert await queued(database) == left


@KIND
async def test_cancelled_it_ends_at_once_with_its_visits(database, database_url):
    begun = asyncio.Event()

    async def step(lane):
        begun.set()
        await asyncio.sleep(3600)

    engine = QueuedLanes(database_url)
    running = asyncio.ensure_future(engine.run(step))
    await engine.wake(["a"])
    await begun.wait()
    running.cancel()
    async with asyncio.timeout(10):
        await asyncio.wait({running})
    assert running.cancelled()


@KIND
async def test_a_bug_behind_a_hint_ends_the_run_instead_of_leaving_it_deaf(
    database, database_url, monkeypatch
):
    async def broken(*_, **others):
        raise LookupError

    async def step(lane):
        raise AssertionError

    monkeypatch.setattr(Jobs, "enqueue", broken)
    engine = QueuedLanes(database_url)
    await engine.wake(["a"])
    with pytest.raises(ExceptionGroup) as caught:
        async with asyncio.timeout(30):
            await engine.run(step)
    assert caught.value.subgroup(LookupError)


@KIND
async def test_its_tables_dropped_are_made_anew_and_a_sweep_brings_back_what_was_in_them(
    database, database_url
):
    await add_deliveries(database, *(delivery(lane, lane) for lane in "ab"))
    engine, outbox, visits = QueuedLanes(database_url), Deliveries(database), []

    async def step(lane):
        visits.append(lane)
        return 3600.0

    async with visited(step, engine) as (running,):
        await sweep(NINE, outbox, engine)
        await eventually(lambda: sorted(visits) == ["a", "b"])
        await execute(database, f"DROP TABLE {QUEUE} CASCADE")
        async with asyncio.timeout(60):
            while not await are_there(database):  # noqa: ASYNC110 - the database tells it
                await asyncio.sleep(0.05)
        await sweep(NINE, outbox, engine)
        await eventually(lambda: sorted(visits) == ["a", "a", "b", "b"])
        assert not running.done()


async def test_postgresql_restarted_is_waited_for_and_what_was_woken_meanwhile_is_visited():
    async with own_server() as server:
        engine, visits = QueuedLanes(server.url), []

        async def step(lane):
            visits.append(lane)

        async with visited(step, engine) as (running,):
            await engine.wake(["before"])
            await eventually(lambda: visits == ["before"])
            for number in range(2):  # no connection is left behind by the first
                await asyncio.to_thread(server.stop)
                await engine.wake([f"during{number}"])
                engine.hurry()
                await asyncio.sleep(0.7)  # it has tried to connect meanwhile
                await asyncio.to_thread(server.start)
                await eventually(lambda: visits[-1] == f"during{number}")  # noqa: B023 - awaited here
            assert not running.done()
        database = Database(server.url)
        assert await queued(database) == []
        await database.dispose()


@KIND
async def test_replicas_with_different_engines_share_what_is_due_and_double_nothing(
    database, database_url
):
    sent = []

    async def send(post) -> str:
        sent.append(post.key)
        await asyncio.sleep(0.01)
        return "ts"

    await add_deliveries(database, *(delivery(f"{n}", f"L{n % 40}") for n in range(200)))
    both = [
        Sending(database, engine, send, nothing, lambda: NINE, lambda: 0.5, gap=0.0)
        for engine in (Embedded(), QueuedLanes(database_url))
    ]
    async with both[0].running(), both[1].running():
        await eventually(lambda: all(each.is_sure() for each in both))
        while len(sent) < 200:
            for each in both:
                await sweep(NINE, each.outbox, each.engine)
            await asyncio.sleep(0.1)
    assert sorted(sent, key=int) == [f"{n}" for n in range(200)]
    assert set((await states(database)).values()) == {"sent"}
