"""Killed at any moment, nothing is lost, nothing overtakes, and what may be doubled is counted."""

import asyncio
import multiprocessing
import random
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from bot.store.tables.deliveries import deliveries
from scheduler.lanes import CONCURRENCY
from tests.bot.kills.victim import live, now
from tests.calendars import add_schedules, add_workspace, rows_of
from tests.engines import KILLED_OVER_ENGINES

LANES = 8
EACH = 120  # schedules that come due before each life


@KILLED_OVER_ENGINES
@pytest.mark.parametrize("kills", [10, pytest.param(1000, marks=pytest.mark.soak)])
async def test_kill_9_loses_nothing_and_keeps_the_order(
    kills, engine_name, database, database_url, tmp_path
):
    sink = tmp_path / "sink"
    sink.touch()
    await add_workspace(database, "T1", rate_per_s=1e6)
    born = partial(_born, database_url, sink, engine_name)
    chance = random.Random(kills)  # noqa: S311 - the same moments each time
    for number in range(kills):
        await _come_due(database, number)
        target = _lines(sink) + chance.randint(1, EACH)
        await asyncio.to_thread(_kill, born, sink, target, chance.random() * 0.004)
    await asyncio.to_thread(_let_live, born, 300 + kills)

    rows = await rows_of(database, deliveries)
    lines = [line.split() for line in sink.read_text().splitlines()]
    sent = Counter(key for kind_, _, key, *_ in (line for line in lines if line[0] == "sent"))
    doubt = sum(int(line[1]) for line in lines if line[0] == "doubt")
    assert len(rows) == kills * EACH
    assert {row.state for row in rows} == {"sent"}
    assert [row.key for row in rows if row.key not in sent] == []
    for lane in {row.lane for row in rows}:
        firsts = dict.fromkeys(line[2] for line in lines if line[0] == "sent" and line[1] == lane)
        assert list(firsts) == [row.key for row in rows if row.lane == lane]
    doubles = sum(times - 1 for times in sent.values())
    assert doubles <= doubt <= kills * min(LANES, CONCURRENCY)


async def _come_due(database, number: int) -> None:
    at = now()
    for lane in range(LANES):
        ids = [f"k{number}l{lane}n{each}" for each in range(EACH // LANES)]
        await add_schedules(database, *ids, at=at, place=f"web:T1:{lane}")


def _kill(born, sink: Path, target: int, delay: float) -> None:
    process = born()
    deadline = time.monotonic() + 60
    while _lines(sink) < target and process.is_alive() and time.monotonic() < deadline:
        time.sleep(0.0005)
    time.sleep(delay)
    process.kill()
    process.join()


def _let_live(born, seconds: float) -> None:
    """Let one process send what the killed ones left; after many kills that is a lot."""
    process = born()
    process.join(seconds)
    assert process.exitcode == 0


def _born(url: str, sink: Path, engine_name: str):
    # Forked from a server that has imported everything, and runs no loop and no thread.
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["tests.bot.kills.victim"])
    process = server.Process(target=live, args=(url, str(sink), engine_name))
    process.start()
    return process


def _lines(sink: Path) -> int:
    return sink.read_bytes().count(b"\n")
