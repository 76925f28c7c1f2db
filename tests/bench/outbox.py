"""Send all that is due, as a server does: marked, sent, settled, and on PostgreSQL claimed."""

import asyncio
from datetime import datetime

from bot.serve.sending import Sending
from bot.store.database import Database
from scheduler.lanes import Embedded, sweep
from tests.databases import eventually


async def deliver_all(database: Database, due: int, at: datetime) -> None:
    """Deliver so many to a sink that answers at once; it returns when the last is settled."""
    arrived, all_there = 0, asyncio.Event()

    async def send(delivery: object) -> str:
        nonlocal arrived
        arrived += 1
        if arrived == due:
            all_there.set()
        return "1"

    async def nobody(*_: object) -> None:
        return

    sending = Sending(database, Embedded(), send, nobody, lambda: at, lambda: 0.5)
    async with sending.running():
        await eventually(sending.is_sure)  # on PostgreSQL once it was seen
        await sweep(at, sending.outbox, sending.engine)
        await all_there.wait()
