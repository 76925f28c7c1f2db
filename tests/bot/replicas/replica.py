"""One of several processes that fire and deliver over one PostgreSQL; SIGTERM ends it in peace."""

import asyncio
import os
import signal
import time
from contextlib import suppress
from datetime import UTC, datetime

from bot.store.database import Database
from bot.store.engine.deliveries import Deliveries
from bot.store.engine.lives import Life
from bot.store.engine.schedules import Schedules
from scheduler.errors import TemporaryError
from scheduler.fire import fire
from scheduler.lanes import Embedded, sweep
from scheduler.sender import Sender
from tests.calendars import draw

BATCH = 50


def now() -> datetime:
    return datetime.now(UTC)


def live(url: str, sink: str, takes: float) -> None:
    """Send what is due, each in so many seconds; note what begins and ends in the sink."""
    asyncio.run(_live(url, sink, takes))


async def _live(url: str, sink: str, takes: float) -> None:
    database = Database(url)
    life = Life(database, time.monotonic)
    outbox, calendar, engine = Deliveries(database, life), Schedules(database), Embedded()
    lines = os.open(sink, os.O_WRONLY | os.O_APPEND)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)

    def note(*words: object) -> None:
        os.write(lines, f"{time.time():.3f} {os.getpid()} {' '.join(map(str, words))}\n".encode())

    async def send(delivery) -> str:
        note("began", delivery.key)
        await asyncio.sleep(takes)
        note("sent", delivery.key)
        return "ts"

    async def nobody(*_) -> None:
        return

    sender = Sender(outbox, send, nobody, now, lambda: 0.5, gap=0.0, may_send=life.is_sure)

    async def take_over() -> None:
        if lanes := await sender.take_over():
            note("doubt", len(lanes))
        await engine.wake(lanes)
        engine.hurry(frozenset(lanes))

    async with sender.running(), asyncio.TaskGroup() as group:
        living = group.create_task(life.run(take_over))
        group.create_task(engine.run(sender.step))
        note("ready")
        while not stop.is_set():
            with suppress(TemporaryError):
                await fire(now(), calendar, draw, BATCH)
                await sweep(now(), outbox, engine)
            with suppress(TimeoutError):
                async with asyncio.timeout(0.2):
                    await stop.wait()
        await engine.drain(8)
        living.cancel()
    await database.dispose()
    note("ended")
