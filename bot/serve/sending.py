"""The sending of one process: its outbox, whoever visits the lanes, and that it lives.

On SQLite there is one process, and nothing to show; on PostgreSQL there may be several.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from bot.clock import awake_or_asleep
from bot.store.database import Database
from bot.store.engine.deliveries import Deliveries
from bot.store.engine.lives import Life
from scheduler.delivery import SEND_TIMEOUT
from scheduler.lanes import LaneEngine
from scheduler.sender import Send, Sender, Settled

# s until the engine runs all the same: without a sign of life it sends nothing yet.
BEGIN_TIMEOUT = 2.0
DRAIN = SEND_TIMEOUT + 2.0  # s that visits may take when we stop: to send, and to write it down


class Sending:
    """What is due goes out while ``running`` is open; ``engine`` is who visits the lanes."""

    def __init__(
        self,
        database: Database,
        engine: LaneEngine,
        send: Send,
        settled: Settled,
        clock: Callable[[], datetime],
        chance: Callable[[], float],
        gap: float | None = None,
    ) -> None:
        self.engine = engine
        self._life = None if database.dialect == "sqlite" else Life(database, awake_or_asleep)
        self.outbox = Deliveries(database, self._life)
        self.sender = Sender(
            self.outbox, send, settled, clock, chance, gap=gap, may_send=self.is_sure
        )

    def is_sure(self) -> bool:
        """Tell whether no other process can have taken this one for dead."""
        return self._life is None or self._life.is_sure()

    def is_eldest(self) -> bool:
        """Tell whether it falls to this process to do what only one may do."""
        return self._life is None or self._life.is_eldest()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Own what sends; when a part of it dies, so does whoever waits inside."""
        async with asyncio.TaskGroup() as group, self._living(group), self.sender.running():
            group.create_task(self.engine.run(self.sender.step))
            try:
                yield
            finally:
                await self.engine.drain(DRAIN)

    async def take_over(self) -> None:
        """Send at once what processes that have died had in flight."""
        lanes = await self.sender.take_over()
        await self.engine.wake(lanes)
        self.engine.hurry(frozenset(lanes))

    @asynccontextmanager
    async def _living(self, group: asyncio.TaskGroup) -> AsyncIterator[None]:
        """Show that this process lives, and that it is gone once it has written all down."""
        if self._life is None:
            yield
            return
        showing = group.create_task(self._life.run(self.take_over))
        await self._life.begun(BEGIN_TIMEOUT)
        try:
            yield
        finally:
            showing.cancel()
            await asyncio.wait({showing})  # else it might show itself once more
            await self._life.leave()
