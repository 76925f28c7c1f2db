"""A morning at nine: 10,000 of 100,000 reminders are due, ours against one APScheduler job each.

Run as ``python -m tests.bench.bench_delivery``; it fails when a bar is missed.
"""

import asyncio
import gc
import pickle
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from functools import partial
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import insert

from bot.store.database import Database
from bot.store.engine.schedules import Schedules
from bot.store.tables.schedules import schedules
from bot.store.tables.workspaces import workspaces
from scheduler.calendar.day_rules import WEEKDAYS, Weekly
from scheduler.calendar.recurrence import Recurrence
from scheduler.fire import fire_all
from scheduler.occurrence import Drawn, Occurrence
from tests.bench.outbox import deliver_all
from tests.databases import create_tables

SCHEDULES, DUE, WORKSPACES = 100_000, 10_000, 100
FASTER, CALMER = 25, 100
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)  # in Berlin
RECURRENCE = Recurrence(Weekly(WEEKDAYS), (wall_time(9),), "Europe/Berlin")
BODY = {
    "card": {
        "title": "Before your shift",
        "body": [{"kind": "text", "text": "A calm first sentence is half the repair. " * 6}],
        "buttons": [{"label": "Show me", "action": {"intent": "principle", "args": {"id": "P3"}}}],
    }
}

fired: list[None] = []


async def job() -> None:
    """Stand for a naive reminder: it does nothing at all, which is generous."""
    fired.append(None)


async def stalled(work: Callable[[], Awaitable[None]]) -> tuple[float, float]:
    """Return the seconds that some work took, and the longest time the loop was not free."""
    longest = 0.0

    async def tick() -> None:
        nonlocal longest
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            longest, last = max(longest, now - last - 0.001), now

    gc.collect()
    ticker = asyncio.create_task(tick())
    await asyncio.sleep(0.01)
    began = time.perf_counter()
    await work()
    took = time.perf_counter() - began
    await asyncio.sleep(0.002)
    ticker.cancel()
    with suppress(asyncio.CancelledError):
        await ticker
    return took, longest


async def naive(folder: Path) -> tuple[float, float]:
    """One APScheduler job a schedule, on its SQL job store."""
    store = SQLAlchemyJobStore(url=f"sqlite:///{folder}/jobs.db")
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
    now = datetime.now(UTC)
    state = one.__getstate__()
    rows = []
    for number in range(SCHEDULES):
        at = now if number < DUE else now + timedelta(hours=20, minutes=number % 1440)
        state |= {"id": str(number), "next_run_time": at}
        packed = pickle.dumps(state, pickle.HIGHEST_PROTOCOL)
        rows.append({"id": str(number), "next_run_time": at.timestamp(), "job_state": packed})
    with store.engine.begin() as connection:
        connection.execute(store.jobs_t.delete())
        connection.execute(store.jobs_t.insert(), rows)

    async def work() -> None:
        alarm.resume()
        while len(fired) < DUE:  # noqa: ASYNC110 - APScheduler offers nothing to wait for
            await asyncio.sleep(0.001)

    try:
        return await stalled(work)
    finally:
        alarm.shutdown(wait=False)


def draw(occurrence: Occurrence) -> Drawn:
    """Draw a card of a usual size."""
    memory = {"position": occurrence.schedule.memory.get("position", 0) + 1}
    return Drawn({**BODY, "place": occurrence.schedule.place}, memory, occurrence.schedule.place)


async def seed(database: Database) -> None:
    """Fill the calendar."""
    recurrence = RECURRENCE.dump()
    rows = [
        {
            "id": f"s{number}",
            "platform": "slack",
            "tenant": f"T{number % WORKSPACES}",
            "place": f"slack:T{number % WORKSPACES}:C{number}",
            "intent": "reminder",
            "recurrence": recurrence,
            "args": {"deck": "core", "seed": number},
            "memory": {"position": 3},
            "next_at": NINE if number < DUE else NINE + timedelta(days=1, minutes=number % 1440),
            "grace_s": 3600,
            "enabled": True,
            "owner_id": "U1",
            "version": 1,
            "created_at": NINE,
        }
        for number in range(SCHEDULES)
    ]
    spaces = [
        {"platform": "slack", "tenant": f"T{n}", "rate_per_s": 100.0} for n in range(WORKSPACES)
    ]
    async with database.transaction(5) as connection:
        await connection.execute(insert(workspaces), spaces)
        await connection.execute(insert(schedules), rows)


async def ours(folder: Path) -> tuple[float, float, float, float]:
    """Fire and enqueue; then deliver to a sink that answers at once."""
    url = f"sqlite+aiosqlite:///{folder}/careloop.db"
    await create_tables(url)
    database = Database(url)
    calendar = Schedules(database)
    await seed(database)

    async def burst() -> None:
        total = await fire_all(NINE, calendar, draw)
        assert total == DUE, total

    took, stall = await stalled(burst)
    later = NINE + timedelta(seconds=5)
    delivering, delivery_stall = await stalled(partial(deliver_all, database, DUE, later))
    await database.dispose()
    return took, stall, delivering, delivery_stall


async def main() -> None:
    """Print the ratios beside the bars; the machine is too noisy for a verdict."""
    with tempfile.TemporaryDirectory() as folder:
        took, stall, delivering, delivery_stall = await ours(Path(folder))
        print(f"ours   fire+enqueue {took:6.2f} s   longest stall {stall * 1000:7.1f} ms")
        rate, worst = DUE / delivering, delivery_stall * 1000
        print(
            f"ours   deliver      {delivering:6.2f} s   longest stall {worst:7.1f} ms, {rate:.0f}/s"
        )
        naive_took, naive_stall = await naive(Path(folder))
        print(
            f"naive  fire         {naive_took:6.2f} s   longest stall {naive_stall * 1000:7.1f} ms"
        )
    faster, calmer = naive_took / took, naive_stall / max(stall, delivery_stall)
    print(f"faster {faster:.1f}x (bar {FASTER}x), calmer {calmer:.0f}x (bar {CALMER}x)")


if __name__ == "__main__":
    asyncio.run(main())
