"""pgqueuer's statements under our names, of which one writes the rests of many lanes."""

import asyncio
from datetime import timedelta

from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.db import AsyncpgDriver, AsyncpgPoolDriver
from pgqueuer.models import Job, TracebackRecord
from pgqueuer.queries import Queries
from pgqueuer.types import JobId

from bot.store.engine.lane_queue.names import NAMES
from bot.store.engine.lane_queue.rows import QUEUE

_REST = f"""
UPDATE {QUEUE} AS job
SET status = 'queued', execute_after = now() + rest.delay, updated = now(),
    attempts = attempts + 1, queue_manager_id = NULL
FROM unnest($1::bigint[], $2::interval[]) AS rest (id, delay)
WHERE job.id = rest.id
"""  # noqa: S608 - no value of anybody's


class Jobs(Queries):
    """The queue's statements.

    The library writes each job that comes again by itself, which is one statement a post; here
    what comes up during one such statement is written with the next, and not noted in the log.
    """

    def __init__(self, driver: AsyncpgDriver | AsyncpgPoolDriver) -> None:
        super().__init__(
            driver,
            QueryBuilderEnvironment(NAMES),
            QueryQueueBuilder(NAMES),
            QuerySchedulerBuilder(NAMES),
        )
        self._rests: dict[JobId, timedelta] = {}
        self._writing = asyncio.Lock()

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
