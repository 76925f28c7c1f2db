"""Who visits which lane when: one visitor a lane at a time, and a nap between two visits."""

import asyncio
import heapq
import logging
import math
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import datetime
from itertools import count
from typing import Any, Protocol

from scheduler.delivery import is_urgent

CONCURRENCY = 200  # visits: more than posts at once, for many find nothing, and all write
PAGE = 500  # lanes

log = logging.getLogger(__name__)

Step = Callable[[str], Awaitable[float | None]]


class LaneEngine(Protocol):
    """Decides who visits which lane; it holds no truth, ``sweep`` rebuilds its work."""

    async def wake(self, lanes: Iterable[str]) -> None:
        """Hint that these lanes have work; a hint too many does no harm."""
        ...

    async def run(self, step: Step) -> None:
        """Visit lanes until drained; ``step`` returns the seconds to the next visit, or None."""
        ...

    async def drain(self, seconds: float) -> None:
        """Begin no more visits and let those on their way end, at most so long; ends ``run``."""
        ...

    def hurry(self, lanes: Collection[str] | None = None) -> None:
        """Make these lanes ready now, or every lane: the clock was moved, somebody has died."""
        ...


class DueLanes(Protocol):
    """The part of the outbox that knows where there is work."""

    async def due_lanes(self, at: datetime, after: str, limit: int) -> Sequence[str]:
        """Return lanes with due work that come after ``after`` in order, at most ``limit``."""
        ...


async def sweep(at: datetime, outbox: DueLanes, engine: LaneEngine) -> None:
    """Wake every lane with due work: heals lost hints, crashes and restarts alike."""
    last = ""
    while lanes := await outbox.due_lanes(at, last, PAGE):
        await engine.wake(lanes)
        last = lanes[-1]
        await asyncio.sleep(0)  # a long page is followed by a breath for everybody else


async def end_visits(visits: Collection[asyncio.Task[Any]], seconds: float) -> None:
    """Let visits end, at most so long; what is late is cancelled, and said."""
    if not visits:
        return
    _, late = await asyncio.wait(visits, timeout=seconds)
    for visit in late:
        visit.cancel()
    if late:
        log.warning("lanes.drained late=%d", len(late))


_Heap = list[tuple[float, int, str]]  # ready, order, lane


class Embedded:
    """Two heaps of lanes in this process; of those that are ready the urgent ones come first.

    Ties go to whoever came first, or by an ``order``: with one of its own, as a salted hash is, a
    process seldom meets those that are told of the same lanes at once.
    """

    def __init__(
        self, concurrency: int = CONCURRENCY, order: Callable[[str], int] | None = None
    ) -> None:
        self._concurrency = concurrency
        numbers = count()
        self._order = order or (lambda lane: next(numbers))
        self._urgent: _Heap = []
        self._usual: _Heap = []
        self._known: set[str] = set()  # asleep in a heap, or being visited
        self._again: set[str] = set()  # woken during their visit
        self._visited: set[str] = set()  # being visited
        self._hurried: set[str] = set()  # of them: not to rest after it
        self._visits: set[asyncio.Task[None]] = set()
        self._bell = asyncio.Event()
        self._draining = False

    async def wake(self, lanes: Iterable[str]) -> None:
        """Visit these lanes; one that sleeps keeps its pace, one being visited is visited again."""
        this_second = math.floor(asyncio.get_running_loop().time())  # in which all are ties
        for lane in lanes:
            if lane in self._known:
                self._again.add(lane)
            else:
                self._known.add(lane)
                self._push(this_second, lane)
        self._bell.set()

    async def run(self, step: Step) -> None:
        """Visit lanes until drained; a visit that dies ends this, with its error in a group."""
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as group:
            while not self._draining:
                self._bell.clear()
                self._begin(group, step, loop.time())
                alarm = self._alarm(loop)
                await self._bell.wait()
                if alarm is not None:
                    alarm.cancel()

    async def drain(self, seconds: float) -> None:
        """Begin no more visits and let those on their way end, at most so long."""
        self._draining = True
        self._bell.set()
        await end_visits(self._visits, seconds)

    def hurry(self, lanes: Collection[str] | None = None) -> None:
        """Make these lanes ready now, or all of them; one being visited, right after."""
        self._hurried |= self._visited if lanes is None else self._visited.intersection(lanes)
        for heap in self._heaps:
            heap[:] = [
                (0.0 if lanes is None or lane in lanes else ready, order, lane)
                for ready, order, lane in heap
            ]
            heapq.heapify(heap)
        self._bell.set()

    @property
    def _heaps(self) -> Sequence[_Heap]:
        return self._urgent, self._usual

    def _begin(self, group: asyncio.TaskGroup, step: Step, now: float) -> None:
        for heap in self._heaps:
            while heap and heap[0][0] <= now and len(self._visits) < self._concurrency:
                _, _, lane = heapq.heappop(heap)
                visit = group.create_task(self._visit(step, lane))
                self._visits.add(visit)
                visit.add_done_callback(self._end)

    async def _visit(self, step: Step, lane: str) -> None:
        self._again.discard(lane)
        self._visited.add(lane)
        wait = await step(lane)
        self._visited.discard(lane)
        if lane in self._hurried:  # what the visit has seen may be out of date
            self._hurried.discard(lane)
            wait = 0.0
        if wait is None and lane not in self._again:
            self._known.discard(lane)
        else:
            self._push(asyncio.get_running_loop().time() + (wait or 0.0), lane)

    def _end(self, visit: asyncio.Task[None]) -> None:
        self._visits.discard(visit)
        self._bell.set()

    def _push(self, ready: float, lane: str) -> None:
        heap = self._urgent if is_urgent(lane) else self._usual
        heapq.heappush(heap, (ready, self._order(lane), lane))

    def _alarm(self, loop: asyncio.AbstractEventLoop) -> asyncio.TimerHandle | None:
        """Ring for the next sleeper, unless we wait for a place first."""
        nearest = [heap[0][0] for heap in self._heaps if heap]
        if not nearest or len(self._visits) >= self._concurrency:
            return None
        return loop.call_at(min(nearest), self._bell.set)
