"""Both engines on PostgreSQL, in one process and more: posts a second, and their CPU.

Each channel has one post and rests a second after.
"""

import asyncio
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from bot.store.database import Database
from bot.store.engine.deliveries import enqueue
from scheduler.delivery import Delivery
from scheduler.sender import AT_ONCE as PLACES
from tests.bench.postgresql import Durable, durable_server
from tests.bench.rows import Figure, Row

ENGINES = ("embedded", "pgqueuer")
LATENCY = 0.15  # s that a platform takes
AT_ONCE = 10_000  # posts to a platform that answers at once
IN_TIME = 8_000  # posts of each process to such a one: as long, however many they are
_OPEN = text("SELECT count(*) FROM deliveries WHERE state = 'pending'")

Which = tuple[str, int]  # engine, processes


def _named(engine: str, processes: int) -> str:
    return f"{processes} × {engine}"


_FAST: Mapping[Which, Row] = {
    which: Row(
        f"posts, {_named(*which)}",
        "posts/s",
        "10,000 posts to a platform that answers at once, over one PostgreSQL: what the "
        "processes and the database do at most. The cores are shared by all of them.",
    )
    for which in ((engine, processes) for processes in (1, 2, 4) for engine in ENGINES)
}
_SLOW: Mapping[Which, Row] = {
    which: Row(
        f"posts that take 150 ms, {_named(*which)}",
        "posts/s",
        "8,000 posts for each process to a platform that answers after 150 ms. A process has "
        f"{PLACES} posts on their way at most, so {PLACES} / 0.15 s = {PLACES / LATENCY:.0f} "
        "posts/s for each is what could be reached at most; beginning and end count as well.",
        "what so many could reach",
        "≥ 0.95 ×",
    )
    for which in ((engine, processes) for processes in (1, 2) for engine in ENGINES)
}
ROWS = (*_FAST.values(), *_SLOW.values())


@dataclass(frozen=True, slots=True)
class Figures:
    """What some processes did: posts, seconds that it took, and seconds of CPU of all of them."""

    sent: int
    took: float
    cpu: float


async def measured(url: str, engine: str, processes: int, takes: float, posts: int) -> Figures:
    """Let so many processes send all posts."""
    database = Database(url)
    command = [sys.executable, "-m", "tests.bench.lane_worker", url, engine, str(takes)]
    workers = [await _born(command) for _ in range(processes)]
    await _all(workers, "ready")
    await _add(database, posts)
    began = time.perf_counter()
    for each in workers:
        _say(each, "go")
    await _sent(database)
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


async def throughput(server: Durable, which: Which, takes: float, posts: int) -> float:
    """Return the posts a second, and print the rest."""
    engine, processes = which
    found = await measured(await server.new_database(), engine, processes, takes, posts)
    assert found.sent >= posts, found
    print(
        f"{takes * 1000:3.0f} ms, {processes} x {engine:8}  {posts / found.took:5.0f}/s   "
        f"{found.cpu / posts * 1e6:4.0f} us CPU a post   {found.sent - posts} twice",
        flush=True,
    )
    return posts / found.took


async def main() -> Sequence[Figure]:
    """Measure each engine, with one process and with several."""
    figures = []
    async with durable_server() as server:
        for which, row in _FAST.items():
            figures.append(row.came_out(await throughput(server, which, 0.0, AT_ONCE)))
        for which, row in _SLOW.items():
            reached = await throughput(server, which, LATENCY, which[1] * IN_TIME)
            most = which[1] * PLACES / LATENCY
            figures.append(row.came_out(reached, most, reached / most))
    return figures
