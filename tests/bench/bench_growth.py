"""What a due schedule costs among 1,000 others, and among a million."""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import text

from bot.store.database import Database
from bot.store.engine.schedules import Schedules
from scheduler.fire import fire_all
from tests.bench.outbox import deliver_all
from tests.bench.postgresql import durable_server
from tests.bench.rows import Figure, Row
from tests.bench.schedules import NINE, draw, fill
from tests.databases import create_tables

TOTALS = (1_000, 10_000, 100_000, 1_000_000)
DUE, MORNINGS = 1_000, 5
_MEANS = (
    "CPU of ours and of the database to fire and deliver one of 1,000 that are due, which are "
    "spread among all schedules; the median of five mornings."
)
_COST: Mapping[tuple[str, int], Row] = {
    (kind, total): Row(
        f"a due schedule among {total:,}, {kind}",
        "µs",
        _MEANS,
        f"among {TOTALS[0]:,}" if total > TOTALS[0] else "",
        "≤ 2 ×" if total == TOTALS[-1] else "",
    )
    for kind in ("SQLite", "PostgreSQL")
    for total in TOTALS
}
ROWS = tuple(_COST.values())

Cpu = Callable[[], float]


async def cost(url: str, total: int, cpu: Cpu) -> float:
    """Return the CPU of a due schedule among so many, in microseconds."""
    database = Database(url)
    await fill(database, total, DUE)
    if database.dialect == "postgresql":  # else it would come in the middle
        async with database.own_connection() as connection:
            await connection.execute(text("SET statement_timeout = 0"))
            await connection.execute(text("CHECKPOINT"))
    spent = [await morning(database, NINE + timedelta(days=day), cpu) for day in range(MORNINGS)]
    await database.dispose()
    return median(spent) / DUE * 1e6


async def morning(database: Database, nine: datetime, cpu: Cpu) -> float:
    """Fire and deliver what is due at nine; return the seconds of CPU."""
    began = cpu()
    fired = await fire_all(nine, Schedules(database), draw)
    assert fired == DUE, fired
    await deliver_all(database, DUE, nine + timedelta(seconds=5))
    return cpu() - began


def growth(kind: str, costs: Sequence[float]) -> Sequence[Figure]:
    """Return the figures of one database, each beside the first."""
    first, *others = zip(TOTALS, costs, strict=True)
    return [
        _COST[kind, first[0]].came_out(first[1]),
        *(_COST[kind, total].came_out(each, first[1], each / first[1]) for total, each in others),
    ]


async def main() -> Sequence[Figure]:
    """Measure on both databases."""
    costs = []
    for total in TOTALS:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{folder}/careloop.db"
            await create_tables(url)
            costs.append(await cost(url, total, time.process_time))
    figures = growth("SQLite", costs)
    async with durable_server() as server:

        def cpu() -> float:
            return time.process_time() + server.cpu()

        costs = [await cost(await server.new_database(), total, cpu) for total in TOTALS]
    return [*figures, *growth("PostgreSQL", costs)]
