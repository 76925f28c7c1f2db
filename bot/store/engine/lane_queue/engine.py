"""The engine of lanes over pgqueuer: of all processes one visits a lane, and any of them may.

A job is "visit this lane", at most one a lane. The rows of the outbox hold the truth: a process
that was frozen past its heartbeat gets a second visitor into its lanes, and a mark decides between
the two; what is lost here, be it all of it, the next sweep brings back.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from typing import Any

import asyncpg
from pgqueuer.db import AsyncpgPoolDriver
from pgqueuer.errors import PgqException, RetryRequested
from pgqueuer.models import Job
from pgqueuer.qm import QueueManager

from bot.store.engine.lane_queue.jobs import Jobs
from bot.store.engine.lane_queue.names import NAMES
from bot.store.engine.lane_queue.rows import QUEUE
from bot.store.engine.lane_queue.schema import install, open_pool
from bot.store.errors import Busy
from scheduler.delivery import is_urgent
from scheduler.lanes import CONCURRENCY, PAGE, Step, end_visits

HEARTBEAT = timedelta(seconds=2)  # after which a lane of whoever is silent is visited by another
POLL = timedelta(seconds=0.75)  # between two looks for such lanes
BATCH = 10  # jobs in one grasp: with more one process takes all there is
NAP = 2.5  # s that a lane rests here at most: for the pace of a channel its job is not given back
AGAIN = 0.5  # s until a queue that was lost is opened anew, or a lane is woken once more

_VISIT = "visit"
_LOST = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # of a connection that goes while it is given back
    OSError,
    PgqException,
    Busy,
)
_VISITED = f"""
SELECT convert_from(payload, 'UTF8') AS lane FROM {QUEUE}
WHERE dedupe_key = ANY($1) AND status = 'picked'
"""  # noqa: S608 - no value of anybody's
_HURRY = f"UPDATE {QUEUE} SET execute_after = now() WHERE status = 'queued'"  # noqa: S608
_HURRY_SOME = f"{_HURRY} AND dedupe_key = ANY($1)"

log = logging.getLogger(__name__)


class _Rest(RetryRequested):
    """Let a job come again.

    Without a traceback: the library would write it out at each post.
    """

    __traceback__ = None


class QueuedLanes:
    """Lanes of all processes in one queue (``scheduler.lanes.LaneEngine``).

    Hints are kept here until the queue has them, so to wake a lane waits for nothing and never
    fails.
    """

    def __init__(self, url: str, concurrency: int = CONCURRENCY) -> None:
        self._url = url
        self._concurrency = concurrency
        self._places = asyncio.Semaphore(concurrency)
        self._woken: dict[str, bool] = {}  # whether to wake once more, should it be visited now
        self._late: dict[str, None] = {}  # to be made ready now
        self._all_late = False
        self._visited: set[str] = set()  # by us
        self._hurried: set[str] = set()  # of them: not to rest after it
        self._naps: dict[str, asyncio.Event] = {}  # of lanes that rest here, and what ends them
        self._visits: set[asyncio.Task[float | None]] = set()
        self._bell = asyncio.Event()
        self._draining = asyncio.Event()
        self._end_life: Callable[[], None] = self._bell.set
        self._trouble = ""

    async def wake(self, lanes: Iterable[str]) -> None:
        """Visit these lanes; one that sleeps keeps its pace, one being visited is visited again."""
        self._woken |= dict.fromkeys(lanes, True)
        self._bell.set()

    async def run(self, step: Step) -> None:
        """Visit lanes until drained; a visit that dies ends this, with its error in a group.

        While PostgreSQL is away it waits; where pgqueuer's tables are gone it makes them anew.
        """
        async with asyncio.TaskGroup() as group:  # of the visits, too: they end with it
            group.create_task(self._supervise(step, group))

    async def drain(self, seconds: float) -> None:
        """Begin no more visits and let those on their way end, at most so long."""
        self._draining.set()
        self._end_naps(self._naps)
        self._end_life()
        await end_visits(self._visits, seconds)

    def hurry(self, lanes: Collection[str] | None = None) -> None:
        """Make these lanes ready now, or all of them; one that we visit, right after.

        Once more a little later: the nap of a visit that has just ended may not be written yet.
        """
        self._hurried |= self._visited if lanes is None else self._visited.intersection(lanes)
        self._end_naps(self._naps if lanes is None else lanes)
        self._hurry_once(lanes)
        asyncio.get_running_loop().call_later(AGAIN, self._hurry_once, lanes)

    async def _supervise(self, step: Step, group: asyncio.TaskGroup) -> None:
        """Open the queue again and again: it ends whenever PostgreSQL does."""
        while not self._draining.is_set():
            try:
                await self._live(step, group)
            except* _LOST as lost:
                self._say_lost(_reason(lost))
            with suppress(TimeoutError):
                async with asyncio.timeout(AGAIN):
                    await self._draining.wait()

    async def _live(self, step: Step, group: asyncio.TaskGroup) -> None:
        """Take jobs until the queue is lost, or we are drained."""
        await install(self._url)
        pool = await open_pool(self._url)
        self._say_back()
        try:
            jobs = Jobs(AsyncpgPoolDriver(pool), self._places)
            manager = QueueManager(jobs, NAMES.channel)
            manager.entrypoint(_VISIT)(self._visitor(step, group))
            self._end_life = manager.shutdown.set
            async with asyncio.TaskGroup() as life:
                telling = life.create_task(self._tell(jobs, pool))
                if not self._draining.is_set():
                    await manager.run(
                        dequeue_timeout=POLL,
                        batch_size=min(BATCH, self._concurrency),
                        heartbeat_timeout=HEARTBEAT,
                        log_aggregation_interval=timedelta(),
                    )
                telling.cancel()
            await pool.close()
        finally:
            pool.terminate()

    def _visitor(self, step: Step, group: asyncio.TaskGroup) -> Callable[[Job], Any]:
        """Return what a job does: a visit, and after a short rest another.

        The second finds nothing as a rule, so a job is taken once a post instead of twice. There is
        no third: where the queue is lost its jobs have to end.
        """

        async def visit(job: Job) -> None:
            lane = (job.payload or b"").decode()
            wait = await self._begin(step, group, lane)
            if wait is not None and wait <= NAP:
                wait = await self._nap(lane, wait)
                if not wait:
                    wait = await self._begin(step, group, lane)
            if wait is not None:
                raise _Rest(timedelta(seconds=wait))

        return visit

    async def _begin(self, step: Step, group: asyncio.TaskGroup, lane: str) -> float | None:
        """Wait for a visit that is ours, and may outlive its job; return its seconds of rest."""
        async with self._places:
            if self._draining.is_set():
                return 0.0  # and another process comes
            work = self._visit(step, lane)
            try:
                task = group.create_task(work)
            except RuntimeError:  # the group ends, and so does this process
                work.close()
                return None
            self._visits.add(task)
            task.add_done_callback(self._visits.discard)
            await asyncio.wait({task})
        return None if task.cancelled() or task.exception() else task.result()

    async def _nap(self, lane: str, seconds: float) -> float:
        """Rest until it is over, the lane is in a hurry or we are drained; return what is left."""
        over = asyncio.get_running_loop().time() + seconds
        bell = self._naps[lane] = asyncio.Event()
        if self._draining.is_set():
            bell.set()
        try:
            async with asyncio.timeout_at(over):
                await bell.wait()
        except TimeoutError:
            return 0.0
        finally:
            self._naps.pop(lane, None)  # a lane may be here twice, after we were frozen
        return over - asyncio.get_running_loop().time() if self._draining.is_set() else 0.0

    def _end_naps(self, lanes: Iterable[str]) -> None:
        for lane in self._naps.keys() & set(lanes):
            self._naps[lane].set()

    async def _visit(self, step: Step, lane: str) -> float | None:
        self._visited.add(lane)
        try:
            wait = await step(lane)
        finally:
            self._visited.discard(lane)
        if lane in self._hurried:  # what the visit has seen may be out of date
            self._hurried.discard(lane)
            return 0.0
        return wait

    async def _tell(self, jobs: Jobs, pool: Any) -> None:  # noqa: ANN401 - asyncpg has no types
        """Tell the queue which lanes to visit, in pages."""
        while True:
            await self._bell.wait()
            self._bell.clear()
            while page := dict(islice(self._woken.items(), PAGE)):
                for lane in page:
                    del self._woken[lane]
                try:
                    await self._push(jobs, pool, page)
                except BaseException:  # also where the life ends: the next one tells them
                    self._woken = page | self._woken
                    raise
            await self._make_ready(pool)

    async def _push(self, jobs: Jobs, pool: Any, page: dict[str, bool]) -> None:  # noqa: ANN401
        """Add a job for each lane that has none; what is visited just now is woken once more.

        Such a visit may have seen the lane empty already, and its job may still be there.
        """
        keys = [_key(lane) for lane in page]
        added = await jobs.enqueue(
            [_VISIT] * len(page),
            [lane.encode() for lane in page],
            [int(is_urgent(lane)) for lane in page],  # the higher comes first
            dedupe_key=[*keys],
            on_conflict="skip",
        )
        known = [key for key, id_ in zip(keys, added, strict=True) if id_ is None]
        visited = [row["lane"] for row in await pool.fetch(_VISITED, known)] if known else []
        if again := [lane for lane in visited if page[lane]]:
            asyncio.get_running_loop().call_later(AGAIN, self._wake_once, again)

    def _wake_once(self, lanes: Iterable[str]) -> None:
        self._woken = dict.fromkeys(lanes, False) | self._woken
        self._bell.set()

    def _hurry_once(self, lanes: Collection[str] | None) -> None:
        self._all_late |= lanes is None
        self._late |= dict.fromkeys(lanes or ())
        self._bell.set()

    async def _make_ready(self, pool: Any) -> None:  # noqa: ANN401 - asyncpg has no types
        """Let those that are in a hurry sleep no longer."""
        late, all_late = [_key(lane) for lane in self._late], self._all_late
        self._late, self._all_late = {}, False  # should it fail, they only sleep their nap out
        if all_late:
            await pool.execute(_HURRY)
        elif late:
            await pool.execute(_HURRY_SOME, late)

    def _say_lost(self, trouble: str) -> None:
        """Say once what keeps us from the queue."""
        if self._trouble != trouble:
            self._trouble = trouble
            log.warning("lanes.queue_lost reason=%s", trouble)

    def _say_back(self) -> None:
        if self._trouble:
            self._trouble = ""
            log.warning("lanes.queue_back")


def _key(lane: str) -> str:
    return f"lane:{lane}"


def _reason(lost: BaseExceptionGroup[BaseException]) -> str:
    """Return the names of what was raised, each once."""
    found: set[str] = set()
    for error in lost.exceptions:
        found |= (
            {_reason(error)} if isinstance(error, BaseExceptionGroup) else {type(error).__name__}
        )
    return ",".join(sorted(found))
