"""Lanes: one visitor each, their pace kept, and no visit that dies unnoticed."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from scheduler.lanes import sweep
from tests.databases import eventually
from tests.engines import OVER_ENGINES

pytestmark = OVER_ENGINES


@asynccontextmanager
async def visited(engine, step):
    """Run an engine while the test goes on, and drain it then."""
    async with asyncio.TaskGroup() as group:
        group.create_task(engine.run(step))
        yield
        await engine.drain(30)


async def test_a_woken_lane_is_visited_until_it_is_empty(new_engine):
    engine, visits = new_engine(), []
    left = {"a": 2, "b": 1}

    async def step(lane):
        visits.append(lane)
        if not left[lane]:
            return None
        left[lane] -= 1
        return 0.0

    async with visited(engine, step):
        await engine.wake(["a", "b"])
        await eventually(lambda: len(visits) == 5)
    assert sorted(visits) == ["a", "a", "a", "b", "b"]


async def test_a_lane_has_one_visitor_at_a_time(new_engine):
    engine, inside, most, visits = new_engine(), 0, 0, 0

    async def step(lane):
        nonlocal inside, most, visits
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.002)
        inside -= 1
        visits += 1

    async with visited(engine, step):
        async with asyncio.timeout(60):
            while visits < 3:
                await engine.wake(["a", "a"])
                await asyncio.sleep(0.001)
    assert most == 1


async def test_a_wake_during_a_visit_leads_to_another_visit(new_engine):
    engine, visits, begun, go_on = new_engine(), 0, asyncio.Event(), asyncio.Event()

    async def step(lane):
        nonlocal visits
        visits += 1
        begun.set()
        await go_on.wait()

    async with visited(engine, step):
        await engine.wake(["a"])
        await begun.wait()
        await engine.wake(["a"])
        go_on.set()
        await eventually(lambda: visits == 2)
        await asyncio.sleep(0.01)
    assert visits == 2


async def test_a_wake_does_not_break_the_pace_of_a_sleeping_lane(new_engine):
    engine, times = new_engine(), []

    async def step(lane):
        times.append(asyncio.get_running_loop().time())
        return 0.1 if len(times) == 1 else None

    async with visited(engine, step):
        await engine.wake(["a"])
        await eventually(lambda: len(times) == 1)
        await engine.wake(["a"])
        await eventually(lambda: len(times) == 2)
    assert times[1] - times[0] >= 0.099


async def test_one_slow_lane_does_not_hold_up_the_others(new_engine):
    engine, done, go_on = new_engine(), [], asyncio.Event()

    async def step(lane):
        if lane == "slow":
            await go_on.wait()
        done.append(lane)

    async with visited(engine, step):
        await engine.wake(["slow", "a", "b"])
        await eventually(lambda: sorted(done) == ["a", "b"])
        go_on.set()


async def test_an_urgent_lane_waits_for_no_other_that_is_ready(new_engine):
    engine, visits, go_on = new_engine(concurrency=1), [], asyncio.Event()

    async def step(lane):
        visits.append(lane)
        await go_on.wait()
        return 0.05 if visits == ["a", "page!"] else None

    async with visited(engine, step):
        await engine.wake(["a"])
        await eventually(lambda: visits == ["a"])
        await engine.wake([f"b{number}" for number in range(20)])
        await asyncio.sleep(0.2)
        await engine.wake(["page!"])
        await asyncio.sleep(0.2)
        go_on.set()
        await eventually(lambda: len(visits) == 23)
    assert visits[:2] == ["a", "page!"]
    assert sorted(visits[2:]) == sorted([*(f"b{number}" for number in range(20)), "page!"])


async def test_no_more_visits_at_once_than_agreed(new_engine):
    engine, inside, most, visits = new_engine(concurrency=3), 0, 0, 0

    async def step(lane):
        nonlocal inside, most, visits
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.03)
        inside -= 1
        visits += 1

    async with visited(engine, step):
        await engine.wake(map(str, range(20)))
        await eventually(lambda: visits == 20)
    assert most == 3


async def test_hurry_wakes_every_sleeper(new_engine):
    engine, visits = new_engine(), []

    async def step(lane):
        visits.append(lane)
        return None if visits.count(lane) == 2 else 3600.0

    async with visited(engine, step):
        await engine.wake(["a", "b"])
        await eventually(lambda: len(visits) == 2)
        engine.hurry()
        await eventually(lambda: len(visits) == 4)


@pytest.mark.parametrize("lanes", [None, {"a"}], ids=["all of them", "some"])
async def test_a_lane_that_is_hurried_during_its_visit_does_not_rest_after_it(new_engine, lanes):
    engine, visits, begun, go_on = new_engine(), [], asyncio.Event(), asyncio.Event()

    async def step(lane):
        visits.append(lane)
        begun.set()
        await go_on.wait()
        return 3600.0 if len(visits) < 3 else None

    async with visited(engine, step):
        await engine.wake(["a"])
        await begun.wait()
        engine.hurry(lanes)
        go_on.set()
        await eventually(lambda: len(visits) == 2)
        await asyncio.sleep(0.02)
        assert visits == ["a", "a"]  # once


async def test_those_that_are_not_named_are_not_hurried(new_engine):
    engine, visits = new_engine(), []

    async def step(lane):
        visits.append(lane)
        return None if visits.count(lane) == 2 else 3600.0

    async with visited(engine, step):
        await engine.wake(["a", "b"])
        await eventually(lambda: len(visits) == 2)
        engine.hurry({"b"})
        await eventually(lambda: len(visits) == 3)
    assert sorted(visits[:2]) == ["a", "b"]
    assert visits[2:] == ["b"]


async def test_a_visit_that_dies_ends_the_run(new_engine):
    engine = new_engine()

    async def step(lane):
        if lane == "bad":
            raise LookupError(lane)
        await asyncio.sleep(60)

    await engine.wake(["good", "bad"])
    with pytest.raises(ExceptionGroup) as caught:
        async with asyncio.timeout(10):
            await engine.run(step)
    assert caught.value.subgroup(LookupError)


async def test_draining_lets_a_visit_end_and_begins_no_other(new_engine):
    engine, begun, ended = new_engine(), asyncio.Event(), []

    async def step(lane):
        begun.set()
        await asyncio.sleep(0.02)
        ended.append(lane)
        return 0.0

    async with asyncio.TaskGroup() as group:
        group.create_task(engine.run(step))
        await engine.wake(["a"])
        await begun.wait()
        await engine.drain(30)
    assert ended == ["a"]


async def test_draining_waits_no_longer_than_told(new_engine):
    engine, begun = new_engine(), asyncio.Event()

    async def step(lane):
        begun.set()
        await asyncio.sleep(60)

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(engine.run(step))
        await engine.wake(["a"])
        await begun.wait()
        await engine.drain(0.01)


async def test_a_sweep_wakes_every_lane_page_by_page(new_engine):
    class Everything:
        async def due_lanes(self, at, after, limit):
            lanes = [f"{number:05}" for number in range(1200)]
            return [lane for lane in lanes if lane > after][:limit]

    engine, visits = new_engine(), set()

    async def step(lane):
        visits.add(lane)

    async with visited(engine, step):
        await sweep(datetime(2026, 11, 23, tzinfo=UTC), Everything(), engine)
        await eventually(lambda: len(visits) == 1200)
