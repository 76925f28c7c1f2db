"""In which order a process visits lanes that are woken at once: as told, or in one of its own."""

import asyncio
import subprocess
import sys

import pytest

from scheduler.lanes import Embedded

_VISITING = """
import asyncio
from scheduler.lanes import Embedded

async def main():
    engine, visits = Embedded(order=hash), []

    async def step(lane):
        visits.append(lane)
        if len(visits) == 20:
            await engine.drain(0)

    await engine.wake(f"{number:02}" for number in range(20))
    await engine.run(step)
    print(*visits)

asyncio.run(main())
"""


@pytest.fixture
def order_of_a_process():
    """Return the lanes in the order in which a process with this salt visits them."""

    def visited(salt):
        command = [sys.executable, "-c", _VISITING]
        environment = {"PYTHONHASHSEED": salt}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.split()

    return visited


def test_two_processes_that_are_told_the_same_lanes_do_not_go_side_by_side(order_of_a_process):
    one, other = order_of_a_process("1"), order_of_a_process("2")
    assert one != other
    assert sorted(one) == sorted(other)
    assert len(one) == 20


async def test_without_an_order_of_its_own_a_process_goes_as_it_was_told():
    engine, visits, lanes = Embedded(), [], [f"{number:02}" for number in range(20)]

    async def step(lane):
        visits.append(lane)
        if len(visits) == len(lanes):
            await engine.drain(0)

    await engine.wake(reversed(lanes))
    async with asyncio.timeout(10):
        await engine.run(step)
    assert visits == lanes[::-1]
