"""Several processes over one PostgreSQL: nothing is lost; only what died in flight is doubled."""

import asyncio
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import exists, select

from bot.store.database import Database
from bot.store.tables.deliveries import deliveries
from bot.store.tables.schedules import schedules
from tests.bot.replicas.replica import live, now
from tests.calendars import add_schedules, add_workspace, rows_of
from tests.databases import create_tables, fresh_database, own_server

pytestmark = pytest.mark.clients  # it starts many processes

TAKES = 0.15  # s that the far side takes to answer
CHANNELS = 40
PATIENCE = 90  # s, on a busy machine
TAKEN_OVER = 30  # s; 3 on a quiet machine, see docs/benchmarks.md


@dataclass
class Replicas:
    """Processes over one database, and the sink that they all write to."""

    url: str
    sink: Path
    database: Database
    alive: list = field(default_factory=list)

    def born(self, takes: float = TAKES):
        server = multiprocessing.get_context("forkserver")
        server.set_forkserver_preload(["tests.bot.replicas.replica"])
        process = server.Process(target=live, args=(self.url, str(self.sink), takes))
        process.start()
        self.alive.append(process)
        return process

    def lines(self) -> list[list[str]]:
        return [line.split() for line in self.sink.read_text().splitlines()]

    def sent(self) -> Counter[str]:
        return Counter(key for _, _, what, *rest in self.lines() if what == "sent" for key in rest)

    def began(self) -> Counter[str]:
        return Counter(key for _, _, what, *rest in self.lines() if what == "began" for key in rest)

    def doubts(self) -> int:
        return sum(int(rest[0]) for _, _, what, *rest in self.lines() if what == "doubt")

    async def ready(self, process) -> None:
        await self.until(
            lambda: any(
                (pid, what) == (str(process.pid), "ready") for _, pid, what, *_ in self.lines()
            )
        )

    async def until(self, told) -> None:
        async with asyncio.timeout(PATIENCE):
            while not told():  # noqa: ASYNC110 - other processes tell it, in a file
                await asyncio.sleep(0.02)

    async def come_due(self, name: str, count: int = CHANNELS) -> None:
        for channel in range(count):
            await add_schedules(
                self.database, f"{name}c{channel}", at=now(), place=f"web:T1:{channel % CHANNELS}"
            )

    async def all_sent(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                rows = await rows_of(self.database, deliveries)
                if rows and {row.state for row in rows} == {"sent"} and not await self._due():
                    return
                await asyncio.sleep(0.1)

    async def _due(self) -> bool:
        async with self.database.read_transaction(5) as connection:
            return bool(
                await connection.scalar(select(exists().where(schedules.c.next_at <= now())))
            )

    async def end(self, process) -> None:
        os.kill(process.pid, signal.SIGTERM)
        await asyncio.to_thread(process.join, PATIENCE)
        assert process.exitcode == 0
        self.alive.remove(process)


@pytest.fixture
async def replicas(tmp_path):
    sink = tmp_path / "sink"
    sink.touch()
    async with fresh_database("postgresql", tmp_path) as url:
        database = Database(url)
        await add_workspace(database, "T1", rate_per_s=1e6)
        found = Replicas(url, sink, database)
        try:
            yield found
        finally:
            for process in found.alive:
                process.kill()
                process.join(10)
            await database.dispose()


async def test_a_rolling_restart_in_a_burst_loses_and_doubles_nothing(replicas):
    old = [replicas.born() for _ in range(3)]
    for each in old:
        await replicas.ready(each)
    for number, each in enumerate(old):
        await replicas.come_due(f"r{number}", 80)
        await asyncio.sleep(0.3)
        await replicas.ready(replicas.born())
        await replicas.end(each)
    await replicas.all_sent()

    sent = replicas.sent()
    assert len(sent) == 240
    assert set(sent.values()) == {1}
    assert replicas.doubts() == 0


@pytest.mark.parametrize("kills", [3, pytest.param(10, marks=pytest.mark.soak)])
async def test_kill_9_of_one_of_two_doubles_at_most_what_it_had_in_flight(replicas, kills):
    chance = random.Random(kills)  # noqa: S311 - the same moments each time
    pair = [replicas.born(), replicas.born()]
    for each in pair:
        await replicas.ready(each)
    await asyncio.sleep(1.5)  # both are known
    took, in_flight = [], 0
    for number in range(kills):
        await replicas.come_due(f"k{number}")
        before = len(replicas.began())
        await replicas.until(lambda least=before + 10: len(replicas.began()) >= least)
        victim = chance.choice(pair)
        victim.kill()
        died = time.time()
        await asyncio.to_thread(victim.join, PATIENCE)
        lines = replicas.lines()
        theirs = [line for line in lines if line[1] == str(victim.pid)]
        ended = {key for _, _, what, *rest in theirs if what == "sent" for key in rest}
        open_ = {key for _, _, what, *rest in theirs if what == "began" for key in rest} - ended
        in_flight += len(open_)
        pair.remove(victim)
        replicas.alive.remove(victim)
        await replicas.all_sent()
        if open_:
            again = [
                float(at)
                for at, pid, what, *rest in replicas.lines()
                if what == "began" and pid != str(victim.pid) and rest[0] in open_
            ]
            took.append(max(again) - died)
        pair.append(replicas.born())
        await replicas.ready(pair[-1])
        await asyncio.sleep(1.5)

    sent = replicas.sent()
    assert len(sent) == kills * CHANNELS  # 0 lost
    doubled = sum(times - 1 for times in sent.values())
    assert doubled <= replicas.doubts()
    assert replicas.doubts() <= in_flight + kills  # one may be marked and not yet begun
    assert max(took) < TAKEN_OVER


async def test_one_that_was_frozen_sends_nothing_that_is_no_longer_its_own(replicas):
    frozen, other = replicas.born(1.0), replicas.born(1.0)
    for each in (frozen, other):
        await replicas.ready(each)
    await asyncio.sleep(1.5)
    await replicas.come_due("f", 20)
    await replicas.until(
        lambda: (
            sum((pid, what) == (str(frozen.pid), "began") for _, pid, what, *_ in replicas.lines())
            >= 3
        )
    )
    os.kill(frozen.pid, signal.SIGSTOP)
    stopped = time.time()
    try:
        await replicas.all_sent()
    finally:
        os.kill(frozen.pid, signal.SIGCONT)
    woken = time.time()
    await replicas.come_due("g", 20)
    await replicas.all_sent()

    assert woken - stopped < 25
    begun = [
        rest[0]
        for at, pid, what, *rest in replicas.lines()
        if what == "began" and pid == str(frozen.pid) and float(at) >= woken
    ]
    assert not [key for key in begun if key.startswith("f")]  # those went elsewhere
    doubled = sum(times - 1 for times in replicas.sent().values())
    assert doubled <= replicas.doubts()


async def test_one_that_starts_touches_nobodys_work(replicas):
    first = replicas.born(3.0)
    await replicas.ready(first)
    await asyncio.sleep(1.5)
    await replicas.come_due("s", 10)
    await replicas.until(lambda: len(replicas.began()) >= 10)
    second = replicas.born(3.0)
    await replicas.ready(second)
    await replicas.all_sent()

    assert set(replicas.began().values()) == {1}
    assert replicas.doubts() == 0


async def test_postgresql_restarted_ends_no_process_and_doubles_nothing(tmp_path):
    sink = tmp_path / "sink"
    sink.touch()
    async with own_server(tmp_path) as server:
        await create_tables(server.url)
        database = Database(server.url)
        await add_workspace(database, "T1", rate_per_s=1e6)
        replicas = Replicas(server.url, sink, database)
        try:
            pair = [replicas.born(0.5), replicas.born(0.5)]
            for each in pair:
                await replicas.ready(each)
            await asyncio.sleep(1.5)
            await replicas.come_due("a", 20)
            await replicas.until(lambda: len(replicas.began()) >= 10)
            await asyncio.to_thread(server.stop)
            await asyncio.sleep(3)
            await asyncio.to_thread(server.start)
            back = time.time()
            await database.dispose()  # the test's own connections are gone
            await replicas.come_due("b", 20)
            await replicas.all_sent()

            assert all(each.is_alive() for each in pair)
            sent = replicas.sent()
            assert len(sent) == 40
            assert set(sent.values()) == {1}
            first = min(
                float(at)
                for at, _, what, *_ in replicas.lines()
                if what == "began" and float(at) > back
            )
            assert first - back < TAKEN_OVER
        finally:
            for each in replicas.alive:
                each.kill()
                each.join(10)
            await database.dispose()
