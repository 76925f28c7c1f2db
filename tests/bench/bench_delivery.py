"""A morning at nine: 10,000 of 100,000 reminders are due, ours beside one APScheduler job each."""

import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.serve.run import spare_collector
from bot.store.database import Database
from bot.store.engine.schedules import Schedules
from scheduler.fire import fire_all
from tests.bench.naive import naive_morning
from tests.bench.outbox import deliver_all
from tests.bench.postgresql import durable_server
from tests.bench.rows import Figure, Row
from tests.bench.schedules import NINE, draw, fill
from tests.databases import create_tables

SCHEDULES, DUE = 100_000, 10_000
_KINDS = ("SQLite", "PostgreSQL")
_NAIVE = "a job of APScheduler for each, in the same database"
_FIRED: Mapping[str, Row] = {
    kind: Row(
        f"fire 10,000 of 100,000, {kind}",
        "s",
        "All that is due at nine is found, drawn and enqueued, and its next moment set; the naive "
        "way sets the next moments alone.",
        _NAIVE,
        "≥ 25 ×",
    )
    for kind in _KINDS
}
_STALLED: Mapping[str, Row] = {
    kind: Row(
        f"longest stall meanwhile, {kind}",
        "ms",
        "How long the event loop answers nobody, while ours fires and delivers and the naive way "
        "fires.",
        _NAIVE,
        "≥ 100 ×",
    )
    for kind in _KINDS
}
_DELIVERED: Mapping[str, Row] = {
    kind: Row(
        f"deliver these 10,000, {kind}",
        "posts/s",
        "To a platform that answers at once: each is marked, sent and settled on disk.",
    )
    for kind in _KINDS
}
ROWS = tuple(rows[kind] for kind in _KINDS for rows in (_FIRED, _STALLED, _DELIVERED))


@dataclass(frozen=True, slots=True)
class Took:
    """The seconds that some work took, and the longest time the loop was not free."""

    seconds: float
    stall: float


async def stalled(work: Callable[[], Awaitable[None]]) -> Took:
    """Do some work while a ticker looks at how free the loop is."""
    longest = 0.0

    async def tick() -> None:
        nonlocal longest
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            longest, last = max(longest, now - last - 0.001), now

    gc.collect()
    ticker = asyncio.create_task(tick())
    await asyncio.sleep(0.01)
    began = time.perf_counter()
    await work()
    took = time.perf_counter() - began
    await asyncio.sleep(0.002)
    ticker.cancel()
    with suppress(asyncio.CancelledError):
        await ticker
    return Took(took, longest)


async def ours(url: str) -> tuple[Took, Took]:
    """Fire and enqueue; then deliver to a sink that answers at once."""
    database = Database(url)
    calendar = Schedules(database)
    await fill(database, SCHEDULES, DUE)

    async def burst() -> None:
        total = await fire_all(NINE, calendar, draw)
        assert total == DUE, total

    fired = await stalled(burst)
    later = NINE + timedelta(seconds=5)
    delivered = await stalled(partial(deliver_all, database, DUE, later))
    await database.dispose()
    return fired, delivered


async def compared(kind: str, url: str, naive_url: str) -> Sequence[Figure]:
    """Measure ours, then the naive way."""
    fired, delivered = await ours(url)
    with naive_morning(naive_url, SCHEDULES, DUE) as work:
        naive = await stalled(work)
    stall, seconds = max(fired.stall, delivered.stall), fired.seconds
    return (
        _FIRED[kind].came_out(seconds, naive.seconds, naive.seconds / seconds),
        _STALLED[kind].came_out(stall * 1e3, naive.stall * 1e3, naive.stall / stall),
        _DELIVERED[kind].came_out(DUE / delivered.seconds),
    )


async def main() -> Sequence[Figure]:
    """Measure on both databases."""
    spare_collector()  # as a server does
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/careloop.db"
        await create_tables(url)
        found = await compared("SQLite", url, f"sqlite:///{folder}/jobs.db")
    async with durable_server() as server:
        url, naive_url = await server.new_database(), await server.new_database()
        naive_url = naive_url.replace("+asyncpg", "+psycopg")
        return [*found, *await compared("PostgreSQL", url, naive_url)]
