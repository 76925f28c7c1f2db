"""Group commit: many small writes become one, and each caller waits until its own is durable."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from scheduler.errors import TemporaryError

Item = TypeVar("Item")
Result = TypeVar("Result")

_LIMIT = 200  # items in one flush
_APART = 0.01  # s between the beginnings of two: what comes meanwhile shares the second
_PAUSE = 0.5  # s before a flush that failed for the moment is tried again

log = logging.getLogger(__name__)


class Batcher(Generic[Item, Result]):
    """Collects what comes while a flush is on its way, and flushes that next.

    ``flush`` returns one result an item. While it raises TemporaryError the callers wait on, so
    nothing is lost; any other error ends ``run``, and with it the task group that owns it.
    """

    def __init__(self, flush: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]) -> None:
        self._flush = flush
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._bell = asyncio.Event()
        self._next = 0.0  # when the next flush may begin, by the loop's clock

    async def put(self, item: Item) -> Result:
        """Return the result for one item, once it is flushed."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        self._bell.set()
        return await future

    async def run(self) -> None:
        """Flush until cancelled; what comes alone is flushed at once."""
        clock = asyncio.get_running_loop().time
        while True:
            await self._bell.wait()
            await asyncio.sleep(self._next - clock())
            self._next = clock() + _APART
            batch, self._waiting = self._waiting[:_LIMIT], self._waiting[_LIMIT:]
            if not self._waiting:
                self._bell.clear()
            if batch:
                await self._settle(batch)

    async def _settle(self, batch: list[tuple[Item, asyncio.Future[Result]]]) -> None:
        items = [item for item, _ in batch]
        while True:
            try:
                results = await self._flush(items)
                break
            except TemporaryError as error:
                log.warning("batch.waiting items=%d reason=%s", len(items), error.cause)
            await asyncio.sleep(_PAUSE)
        for (_, future), result in zip(batch, results, strict=True):
            if not future.done():  # its caller may have been cancelled
                future.set_result(result)
