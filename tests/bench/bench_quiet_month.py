"""After a quiet month: PostgreSQL delivers 10,000 by statistics that know of nothing open."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from bot.store.database import Database
from bot.store.engine.deliveries import enqueue
from scheduler.delivery import Delivery
from tests.bench.outbox import deliver_all
from tests.bench.postgresql import durable_server
from tests.bench.rows import Figure, Row

SENT, DUE = 100_000, 10_000
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
QUIET = Row(
    "deliver 10,000 after a quiet month, PostgreSQL",
    "posts/s",
    "100,000 sent posts were analysed while none was open: the plans of the hot statements must "
    "not depend on what statistics say.",
    "with fresh statistics",
    "≥ 0.8 ×",
)
ROWS = (QUIET,)
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


async def morning(url: str, *, is_fresh: bool) -> float:
    """Return how many deliveries a second arrive at a sink that answers at once."""
    database = Database(url)
    async with database.maintenance(60) as connection:
        await connection.exec_driver_sql("ALTER TABLE deliveries SET (autovacuum_enabled = false)")
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


async def main() -> Sequence[Figure]:
    """Measure both."""
    async with durable_server() as server:
        stale = await morning(await server.new_database(), is_fresh=False)
        fresh = await morning(await server.new_database(), is_fresh=True)
    return [QUIET.came_out(stale, fresh, stale / fresh)]
