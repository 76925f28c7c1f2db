"""Work that may outlive the answer: showing a card. Owned here, and waited for at the end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime

from scheduler.errors import TemporaryError

DRAIN_TIMEOUT = 2.0  # s for a round on its way when we stop

logger = logging.getLogger(__name__)


class Background:
    """Keeps hold of its tasks, says in the log when one breaks, and drains them."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, work: Coroutine[None, None, None], patience: float) -> None:
        """Do the work; come back after a while even if it isn't done."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        await asyncio.wait({task}, timeout=patience)

    async def drain(self, seconds: float) -> None:
        """Wait for what is under way, then give it up."""
        late = self._tasks
        if late:
            _, late = await asyncio.wait(late, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("background.broken", exc_info=error)


class Rounds:
    """Does one round of something at a time beside the beat, so that what is slow holds up nobody.

    What a round can't do for now, the next one finds again.
    """

    def __init__(self, name: str, work: Callable[[datetime], Awaitable[None]]) -> None:
        self._name = name
        self._work = work
        self._background = Background()
        self._is_on_its_way = False

    async def begin(self, at: datetime) -> None:
        """Begin a round, unless one is on its way."""
        if not self._is_on_its_way:
            self._is_on_its_way = True
            await self._background.run(self._round(at), 0)

    async def drain(self) -> None:
        """Wait for a round on its way, or give it up."""
        await self._background.drain(DRAIN_TIMEOUT)

    async def _round(self, at: datetime) -> None:
        try:
            await self._work(at)
        except TemporaryError as error:
            logger.warning("%s.put_off reason=%s", self._name, error.cause)
        finally:
            self._is_on_its_way = False
