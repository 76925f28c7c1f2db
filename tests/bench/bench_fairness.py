"""The longest wait of 100 small workspaces, beside one of 5,000 channels, when all is due at nine.

The ratio is to first in, first out in the same run, over the same outbox, to a platform that
answers in 150 ms.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from sqlalchemy import select

from bot.serve.sending import Sending
from bot.store.database import Database
from bot.store.engine.next_due import next_due
from bot.store.engine.schedules import Schedules
from bot.store.tables.deliveries import deliveries
from scheduler.clockwork import Alarm, Beat, Bell, ringing
from scheduler.fire import fire_all
from scheduler.lanes import Embedded, LaneEngine, sweep
from scheduler.pace import usual_rate
from scheduler.sender import AT_ONCE
from tests.bench.postgresql import durable_server
from tests.bench.rows import Figure, Row
from tests.calendars import add_schedules, add_workspace, draw
from tests.databases import create_tables, eventually
from tests.engines import engine_on

CHANNELS, SMALL = 5_000, 100
TAKES = 0.15  # s that the platform takes for a post
_WAIT = {
    where: Row(
        f"a small workspace's longest wait, {where}",
        "s",
        "100 workspaces of one channel beside one of 5,000, all due at nine, to a platform that "
        "answers after 150 ms; what was fired first is sent first beside it.",
        "first in, first out",
        "≤ 0.2 ×",
    )
    for where in ("SQLite", "PostgreSQL", "PostgreSQL, pgqueuer")
}
ROWS = tuple(_WAIT.values())

NewDatabase = Callable[[], Awaitable[str]]


class Sink:
    """The far side: notes how long after nine each small workspace had its post."""

    def __init__(self, nine: datetime) -> None:
        self.waits: list[float] = []
        self._nine = nine

    async def send(self, delivery) -> str:
        await asyncio.sleep(TAKES)
        if delivery.tenant != "big":
            self.waits.append((now() - self._nine).total_seconds())
        return "ts"

    def is_over(self) -> bool:
        return len(self.waits) == SMALL


def now() -> datetime:
    return datetime.now(UTC)


async def nobody(*_: object) -> None:
    return


@asynccontextmanager
async def nine_o_clock(url: str, rate: float) -> AsyncIterator[tuple[Database, Sink]]:
    """Yield a database in which all is due now, the big workspace's first, and what waits."""
    database = Database(url)
    for tenant in ("big", *(f"small{n}" for n in range(SMALL))):
        await add_workspace(database, tenant, rate_per_s=rate)
    at = now()
    channels = [f"a{n:04}" for n in range(CHANNELS)]
    await add_schedules(database, *channels, at=at, tenant="big")
    for n in range(SMALL):
        await add_schedules(database, f"b{n:04}", at=at, tenant=f"small{n}")
    try:
        yield database, Sink(now())
    finally:
        await database.dispose()


def sending_of(database: Database, engine: LaneEngine, sink: Sink) -> Sending:
    return Sending(database, engine, sink.send, nobody, now, lambda: 0.5)


async def ours(url: str, engine: LaneEngine) -> float:
    """Return the longest wait, in seconds, with the workspaces' usual pace, as a server has it."""
    async with nine_o_clock(url, usual_rate("web")) as (database, sink):
        sending, calendar = sending_of(database, engine, sink), Schedules(database)

        async def fire_due(at: datetime) -> None:
            await fire_all(at, calendar, draw)

        async def wake_lanes(at: datetime) -> None:
            await sweep(at, sending.outbox, engine)

        alarm = Alarm(Bell(), now, partial(next_due, database))
        async with sending.running():
            await eventually(sending.is_sure)
            async with ringing(Beat(now, fire_due, wake_lanes), alarm):
                await eventually(sink.is_over)
        return max(sink.waits)


async def first_in_first_out(url: str) -> float:
    """Return the longest wait, in seconds, where as many at once send what was fired in order."""
    async with nine_o_clock(url, 1e6) as (database, sink):
        sending = sending_of(database, Embedded(), sink)
        async with sending.running():
            await eventually(sending.is_sure)
            await fire_all(now(), Schedules(database), draw)
            async with database.read_transaction(60) as connection:
                ordered = select(deliveries.c.lane).order_by(deliveries.c.id)
                lanes = iter((await connection.scalars(ordered)).all())

            async def send_on() -> None:
                for lane in lanes:
                    await sending.sender.step(lane)

            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE):
                    group.create_task(send_on())
        return max(sink.waits)


async def compared(new_database: NewDatabase, **engines: Row) -> Sequence[Figure]:
    """Measure first in, first out, and then each engine."""
    figures, fifo = [], await first_in_first_out(await new_database())
    for engine, row in engines.items():
        url = await new_database()
        wait = await ours(url, engine_on(engine, url))
        figures.append(row.came_out(wait, fifo, wait / fifo))
    return figures


async def main() -> Sequence[Figure]:
    """Measure on both databases."""
    sqlite, embedded, queued = ROWS
    with tempfile.TemporaryDirectory() as folder:

        async def new_file() -> str:
            url = f"sqlite+aiosqlite:///{folder}/{uuid4().hex}.db"
            await create_tables(url)
            return url

        found = await compared(new_file, embedded=sqlite)
    async with durable_server() as server:
        return [*found, *await compared(server.new_database, embedded=embedded, pgqueuer=queued)]
