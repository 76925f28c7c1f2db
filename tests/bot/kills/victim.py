"""A process that fires and delivers, to be killed in the middle of it."""

import asyncio
import os
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.store.database import Database
from bot.store.engine.deliveries import Deliveries
from bot.store.engine.lane_queue import engine as lane_queue
from bot.store.engine.schedules import Schedules
from bot.store.tables.deliveries import deliveries, is_open
from scheduler.fire import fire
from scheduler.lanes import sweep
from scheduler.sender import Sender
from tests.calendars import draw
from tests.engines import engine_on

DELAY = 0.001  # s that a send takes
BATCH = 20
HEARTBEAT = timedelta(seconds=0.5)  # a life is short: whoever is born soon visits every lane
AGE = timedelta(seconds=10)  # a send that is older belongs to a process that was killed


def now() -> datetime:
    return datetime.now(UTC)


def live(url: str, sink: str, engine_name: str) -> None:
    """Send everything there is to the sink, a line a delivery, and end when nothing is left."""
    asyncio.run(_live(url, sink, engine_name))


async def _live(url: str, sink: str, engine_name: str) -> None:
    database = Database(url, sync="NORMAL")
    outbox, calendar = Deliveries(database), Schedules(database)
    lane_queue.HEARTBEAT = HEARTBEAT
    engine = engine_on(engine_name, url)
    lines = os.open(sink, os.O_WRONLY | os.O_APPEND)

    async def send(delivery) -> str:
        os.write(lines, f"sent {delivery.lane} {delivery.key} {delivery.attempts}\n".encode())
        await asyncio.sleep(DELAY)  # the answer is on its way: to die now leaves it in doubt
        return "ts"

    async def nobody(*_) -> None:
        return

    sender = Sender(outbox, send, nobody, now, lambda: 0.5, gap=0.0)
    os.write(lines, f"doubt {await sender.recover(now())}\n".encode())
    async with sender.running(), asyncio.TaskGroup() as group:
        group.create_task(engine.run(sender.step))
        while True:
            fired = await fire(now(), calendar, draw, BATCH)
            await sweep(now(), outbox, engine)
            if doubtful := await sender.recover(now(), AGE):
                os.write(lines, f"doubt {doubtful}\n".encode())
            if not fired and not await _left(database):
                break
            await asyncio.sleep(0.002)
        await engine.drain(1)
    await database.dispose()


async def _left(database: Database) -> int:
    async with database.read_transaction() as connection:
        query = select(func.count()).select_from(deliveries).where(is_open)
        return (await connection.execute(query)).scalar_one()
