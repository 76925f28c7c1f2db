"""After a quiet month: PostgreSQL delivers 10,000 by statistics that know of nothing open.

Run as ``python -m tests.bench.bench_quiet_month``; the ratio is to the same with fresh statistics.
"""

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from bot.store.database import Database
from bot.store.engine.deliveries import enqueue
from scheduler.delivery import Delivery
from tests.bench.outbox import deliver_all
from tests.databases import fresh_database

SENT, DUE, AS_FAST = 100_000, 10_000, 0.8
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
MONTH = """
INSERT INTO deliveries (key, platform, tenant, lane, schedule_id, occurs_at, due_at, expires_at,
                        state, attempts, sent_at, receipt)
SELECT 'old' || n, 'slack', 'T' || n % 100, 'slack/C' || n % :lanes, 's' || n % :lanes,
       at, at, at, 'sent', 1, at, false
FROM generate_series(1, :sent) AS n, (SELECT timestamptz '2026-11-01 08:00+00' AS at) AS a
"""


def due(number: int) -> Delivery:
    """Return the delivery of a channel at nine."""
    return Delivery(
        key=f"new{number}",
        platform="slack",
        tenant=f"T{number % 100}",
        lane=f"slack/C{number}",
        body={"card": {"title": "A calm first sentence is half the repair. " * 12}},
        occurs_at=NINE,
        due_at=NINE,
        expires_at=NINE + timedelta(hours=1),
        schedule_id=f"s{number}",
    )


async def morning(folder: Path, *, is_fresh: bool) -> float:
    """Return how many deliveries a second arrive at a sink that answers at once."""
    async with fresh_database("postgresql", folder) as url:
        database = Database(url)
        async with database.maintenance(60) as connection:
            await connection.exec_driver_sql(
                "ALTER TABLE deliveries SET (autovacuum_enabled = false)"
            )
            await connection.execute(text(MONTH), {"sent": SENT, "lanes": DUE})
            await connection.exec_driver_sql("ANALYZE deliveries")
        for first in range(0, DUE, 500):
            async with database.transaction(60) as connection:
                await enqueue(connection, [due(n) for n in range(first, first + 500)])
        if is_fresh:
            async with database.maintenance(60) as connection:
                await connection.exec_driver_sql("ANALYZE deliveries")
        try:
            began = time.perf_counter()
            await deliver_all(database, DUE, NINE)
            return DUE / (time.perf_counter() - began)
        finally:
            await database.dispose()


async def main() -> None:
    """Print both, and the ratio beside its bar."""
    with tempfile.TemporaryDirectory() as folder:
        stale = await morning(Path(folder), is_fresh=False)
        fresh = await morning(Path(folder), is_fresh=True)
    print(f"PostgreSQL, statistics of a quiet month  {stale:6.0f}/s")
    print(f"PostgreSQL, fresh statistics             {fresh:6.0f}/s")
    print(f"ratio {stale / fresh:.2f} (bar {AS_FAST})")


if __name__ == "__main__":
    asyncio.run(main())
