"""Work that may outlive the answer: showing a card. Owned here, and waited for at the end."""

import asyncio
import logging
from collections.abc import Coroutine

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
