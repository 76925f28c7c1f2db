"""The naive way: an APScheduler job for each schedule, on its SQL job store."""

import asyncio
import pickle
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

fired: list[None] = []


async def job() -> None:
    """Stand for a reminder: it does nothing at all, which is generous."""
    fired.append(None)


@contextmanager
def naive_morning(url: str, total: int, due: int) -> Iterator[Callable[[], Awaitable[None]]]:
    """Yield what fires all that is due, of so many jobs that are spread as ours are."""
    store = SQLAlchemyJobStore(url=url)
    alarm = AsyncIOScheduler(jobstores={"default": store}, timezone=UTC)
    alarm.start(paused=True)
    one = alarm.add_job(
        job,
        "cron",
        day_of_week="mon-fri",
        hour=9,
        timezone="Europe/Berlin",
        misfire_grace_time=None,
        coalesce=True,
    )
    now, state, rows = datetime.now(UTC), one.__getstate__(), []
    for number in range(total):
        at = now if number % (total // due) == 0 else now + timedelta(days=60)
        state |= {"id": str(number), "next_run_time": at}
        packed = pickle.dumps(state, pickle.HIGHEST_PROTOCOL)
        rows.append({"id": str(number), "next_run_time": at.timestamp(), "job_state": packed})
    with store.engine.begin() as connection:
        connection.execute(store.jobs_t.delete())
        connection.execute(store.jobs_t.insert(), rows)
    fired.clear()

    async def work() -> None:
        alarm.resume()
        while len(fired) < due:  # noqa: ASYNC110 - APScheduler offers nothing to wait for
            await asyncio.sleep(0.001)

    try:
        yield work
    finally:
        alarm.shutdown(wait=False)
        store.engine.dispose()
