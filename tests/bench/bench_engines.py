"""Both engines on PostgreSQL, in one process and more: posts a second, their CPU, and idle CPU.

Run as ``python -m tests.bench.bench_engines``; each channel has one post and rests a second after.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from bot.store.database import Database
from bot.store.engine.deliveries import enqueue
from scheduler.delivery import Delivery
from tests.bench.postgresql import NewDatabase, durable_server

ENGINES = ("embedded", "pgqueuer")
RUNS = (  # s that the platform takes, posts, and numbers of processes
    (0.0, 10_000, (1, 2, 4)),
    (0.15, 4_000, (1, 2)),
)
IDLE = 20.0  # s
_OPEN = text("SELECT count(*) FROM deliveries WHERE state = 'pending'")


@dataclass(frozen=True, slots=True)
class Figures:
    """What some processes did: posts, seconds that it took, and seconds of CPU of all of them."""

    sent: int
    took: float
    cpu: float


async def measured(url: str, engine: str, processes: int, takes: float, posts: int) -> Figures:
    """Let so many processes send all posts; without any, let them wait."""
    database = Database(url)
    command = [sys.executable, "-m", "tests.bench.lane_worker", url, engine, str(takes)]
    workers = [await _born(command) for _ in range(processes)]
    await _all(workers, "ready")
    await _add(database, posts)
    began = time.perf_counter()
    for each in workers:
        _say(each, "go")
    if posts:
        await _sent(database)
    else:
        await asyncio.sleep(IDLE)
    took = time.perf_counter() - began
    for each in workers:
        _say(each, "end")
    found = [json.loads(line) for line in await _all(workers)]
    await asyncio.gather(*(each.wait() for each in workers))
    await database.dispose()
    return Figures(sum(each["sent"] for each in found), took, sum(each["cpu"] for each in found))


async def _born(command: Sequence[str]) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL
    )


def _say(worker: asyncio.subprocess.Process, line: str) -> None:
    assert worker.stdin is not None
    worker.stdin.write(f"{line}\n".encode())


async def _all(workers: Sequence[asyncio.subprocess.Process], wanted: str = "") -> list[str]:
    """Return a line of each."""
    lines = []
    for each in workers:
        assert each.stdout is not None
        lines.append((await each.stdout.readline()).decode().strip())
        assert lines[-1].startswith(wanted), lines
    return lines


async def _add(database: Database, posts: int) -> None:
    """Add a post that is due for each of so many channels."""
    at = datetime.now(UTC)
    for first in range(0, posts, 500):
        rows = [
            Delivery(
                key=f"d{n}",
                platform="slack",
                tenant=f"T{n % 100}",
                lane=f"slack:T{n % 100}:C{n}",
                body={"card": {"title": "A calm first sentence is half the repair. " * 12}},
                occurs_at=at,
                due_at=at,
                expires_at=at + timedelta(hours=1),
            )
            for n in range(first, min(first + 500, posts))
        ]
        async with database.transaction(60) as connection:
            await enqueue(connection, rows)


async def _sent(database: Database) -> None:
    """Wait until nothing is left to send."""
    left = 1
    while left:
        await asyncio.sleep(0.05)
        async with database.read_transaction(60) as connection:
            left = await connection.scalar(_OPEN)


async def throughput(new_database: NewDatabase) -> None:
    """Print what each engine sends, with one process and with several."""
    for takes, posts, numbers in RUNS:
        for processes in numbers:
            for engine in ENGINES:
                found = await measured(await new_database(), engine, processes, takes, posts)
                assert found.sent >= posts, found
                print(
                    f"{takes * 1000:3.0f} ms, {processes} x {engine:8}  "
                    f"{posts / found.took:5.0f}/s   {found.cpu / posts * 1e6:4.0f} us CPU a post   "
                    f"{found.sent - posts} twice   load {os.getloadavg()[0]:.1f}"
                )


async def idle(new_database: NewDatabase) -> None:
    """Print what a process takes that has nothing to do."""
    for engine in ENGINES:
        found = await measured(await new_database(), engine, 1, 0.0, 0)
        share = found.cpu / found.took
        print(f"idle, 1 x {engine:8}  {share:.2%} CPU   load {os.getloadavg()[0]:.1f}")


async def main() -> None:
    """Print all figures."""
    async with durable_server() as new_database:
        await throughput(new_database)
        await idle(new_database)


if __name__ == "__main__":
    asyncio.run(main())
