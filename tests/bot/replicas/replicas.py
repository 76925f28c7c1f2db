"""Several processes over one database, to be killed, frozen and ended; what they did is read."""

import asyncio
import multiprocessing
import os
import signal
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import psutil
from sqlalchemy import exists, select

from bot.store.database import Database
from bot.store.engine.lives import STEADY
from bot.store.tables.deliveries import deliveries
from bot.store.tables.schedules import schedules
from tests.bot.replicas.replica import live, now
from tests.calendars import add_schedules, add_workspace, rows_of

TAKES = 0.15  # s that the far side takes to answer
CHANNELS = 40
PATIENCE = 90  # s, on a busy machine


@dataclass
class Replicas:
    """Processes over one database, and the sink that they all write to."""

    url: str
    sink: Path
    database: Database
    engine_name: str
    alive: list = field(default_factory=list)

    async def born(self, takes: float = TAKES, longest: float = 0.2, freezes_in_mark: bool = False):
        """Start a process, and wait until the others know it."""
        server = multiprocessing.get_context("forkserver")
        server.set_forkserver_preload(["tests.bot.replicas.replica"])
        process = server.Process(
            target=live,
            args=(self.url, str(self.sink), self.engine_name, takes, longest),
            kwargs={"freezes_in_mark": freezes_in_mark},
        )
        process.start()
        self.alive.append(process)
        await self.until(lambda: self.noted("ready", process))
        return process

    def noted(self, what: str, process=None) -> list[tuple[float, int, str]]:
        """Return when, who and which of what was noted, by one process or all."""
        rows = (line.split() for line in self.sink.read_text().splitlines())
        found = (
            (float(at), int(pid), "".join(which)) for at, pid, said, *which in rows if said == what
        )
        return [row for row in found if process is None or row[1] == process.pid]

    def sent(self) -> Counter[str]:
        return Counter(key for _, _, key in self.noted("sent"))

    def doubled(self) -> int:
        return sum(times - 1 for times in self.sent().values())

    def doubts(self) -> int:
        return sum(int(count) for _, _, count in self.noted("doubt"))

    async def until(self, told) -> None:
        async with asyncio.timeout(PATIENCE):
            while not told():  # noqa: ASYNC110 - other processes tell it, in a file
                await asyncio.sleep(0.02)

    async def come_due(
        self, name: str, count: int = CHANNELS, after: timedelta = timedelta()
    ) -> None:
        at = now() + after
        for channel in range(count):
            place = f"web:T1:{channel % CHANNELS}"
            await add_schedules(self.database, f"{name}c{channel}", at=at, place=place)

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

    async def kill(self, process) -> None:
        process.kill()
        await asyncio.to_thread(process.join, PATIENCE)
        self.alive.remove(process)


@asynccontextmanager
async def replicas_on(url: str, folder: Path, engine_name: str):
    """Yield processes to come over a database, and let none of them outlive the test."""
    sink = folder / "sink"
    sink.touch()
    database = Database(url)
    await add_workspace(database, "T1", rate_per_s=1e6)
    found = Replicas(url, sink, database, engine_name)
    try:
        yield found
    finally:
        for process in found.alive:
            process.kill()
            process.join(10)
        await database.dispose()


async def steady() -> None:
    """Wait until whoever is born by now judges others."""
    await asyncio.sleep(STEADY.total_seconds() + 2)


async def frozen(process) -> None:
    """Wait until a process has stopped."""
    async with asyncio.timeout(PATIENCE):
        while psutil.Process(process.pid).status() != psutil.STATUS_STOPPED:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
