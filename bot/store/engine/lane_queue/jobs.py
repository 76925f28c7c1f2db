"""pgqueuer's statements under our names, of which one writes the rests of many lanes."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.db import AsyncpgDriver, AsyncpgPoolDriver
from pgqueuer.models import Job, TracebackRecord
from pgqueuer.ports.repository import EntrypointExecutionParameter
from pgqueuer.queries import Queries
from pgqueuer.types import JOB_STATUS, JobId, QueueEntrypoint, QueueManagerId

from bot.store.engine.lane_queue.names import NAMES
from bot.store.engine.lane_queue.rows import QUEUE

_REST = f"""
UPDATE {QUEUE} AS job
SET status = 'queued', execute_after = now() + rest.delay, updated = now(),
    attempts = attempts + 1, queue_manager_id = NULL
FROM unnest($1::bigint[], $2::interval[]) AS rest (id, delay)
WHERE job.id = rest.id
"""  # noqa: S608 - no value of anybody's
_NEXT = f"""
SELECT
    EXISTS (
        SELECT FROM {QUEUE}
        WHERE entrypoint = ANY($1) AND status = 'queued' AND execute_after <= now()
    ) AS is_ready,
    (
        SELECT execute_after - now() FROM {QUEUE}
        WHERE entrypoint = ANY($1) AND status = 'queued' AND execute_after > now()
        ORDER BY execute_after LIMIT 1
    ) AS wait
"""  # noqa: S608 - no value of anybody's


class Jobs(Queries):
    """The queue's statements.

    The library writes each job that comes again by itself, which is one statement a post; here
    what comes up during one such statement is written with the next, and not noted in the log.
    Before each pause it asks whether a job is ready, then when the next one is, then whether there
    is any; here the first question brings all answers, of one and the same moment.
    """

    def __init__(
        self,
        driver: AsyncpgDriver | AsyncpgPoolDriver,
        places: asyncio.Semaphore | None = None,
    ) -> None:
        """Take jobs only when there are places for them, if anybody takes any here."""
        super().__init__(
            driver,
            QueryBuilderEnvironment(NAMES),
            QueryQueueBuilder(NAMES),
            QuerySchedulerBuilder(NAMES),
        )
        self._places = places or asyncio.Semaphore()
        self._rests: dict[JobId, timedelta] = {}
        # Two statements that name the same jobs in another order would wait for each other.
        self._writing = asyncio.Lock()
        self._wait: timedelta | None = None  # until the next job is ready

    async def dequeue(
        self,
        batch_size: int,
        entrypoints: dict[QueueEntrypoint, EntrypointExecutionParameter],
        queue_manager_id: QueueManagerId,
        global_concurrency_limit: int | None,
        heartbeat_timeout: timedelta,
    ) -> list[Job]:
        """Take jobs once there is a place for each: what waits for one here is lost to others.

        The library would count what we have in the table, and look again every tenth of a second.
        """
        async with AsyncExitStack() as stack:
            for _ in range(batch_size):
                await stack.enter_async_context(self._places)
            return await super().dequeue(
                batch_size,
                entrypoints,
                queue_manager_id,
                global_concurrency_limit,
                heartbeat_timeout,
            )

    async def retry_job(
        self, job: Job, delay: timedelta, traceback_record: TracebackRecord | None
    ) -> None:
        """Let a job come again after the delay.

        If it cannot be written, the job is one of a silent process, and is taken as such.
        """
        self._rests[job.id] = delay
        async with self._writing:
            rests, self._rests = self._rests, {}
            if rests:
                await self.driver.execute(_REST, list(rests), list(rests.values()))

    async def update_heartbeat(self, job_ids: list[JobId]) -> None:
        """Show that whoever has these jobs lives."""
        async with self._writing:
            await super().update_heartbeat(job_ids)

    async def log_jobs(
        self, job_status: list[tuple[Job, JOB_STATUS, TracebackRecord | None]]
    ) -> None:
        """Take jobs out that are done."""
        async with self._writing:
            await super().log_jobs(job_status)

    async def eligible_queued_work(self, entrypoints: list[QueueEntrypoint]) -> int:
        """Tell whether a job is ready now: 1, or 0."""
        (found,) = await self.driver.fetch(_NEXT, entrypoints)
        wait = found["wait"]
        self._wait = wait if isinstance(wait, timedelta) else None
        return int(bool(found["is_ready"]))

    async def next_deferred_eta(self, entrypoints: list[QueueEntrypoint]) -> timedelta | None:
        """Return how long after the question before this one the next job is ready, or None."""
        return self._wait

    async def queued_work(self, entrypoints: list[QueueEntrypoint]) -> int:
        """Tell whether a job waited for its moment when the question was put: 1, or 0."""
        return int(self._wait is not None)
