"""Both engines of lanes, for the tests of what goes over them."""

from datetime import timedelta
from functools import partial

import pytest

from bot.store.engine.lane_queue.engine import QueuedLanes
from bot.store.engine.lane_queue.rows import LOG
from scheduler.lanes import CONCURRENCY, Embedded, LaneEngine
from tests.lives import execute

OVER_ENGINES = pytest.mark.parametrize(
    ("kind", "engine_name"),
    [("sqlite", "embedded"), ("postgresql", "embedded"), ("postgresql", "pgqueuer")],
    ids=["sqlite", "postgresql", "pgqueuer"],
)
# Of what starts many processes: over pgqueuer in a run of its own, ``make test-cluster``.
KILLED_OVER_ENGINES = pytest.mark.parametrize(
    ("kind", "engine_name"),
    [
        pytest.param("sqlite", "embedded", id="sqlite"),
        pytest.param("postgresql", "embedded", id="postgresql"),
        pytest.param("postgresql", "pgqueuer", id="pgqueuer", marks=pytest.mark.cluster),
    ],
)


def engine_on(name: str, url: str, concurrency: int = CONCURRENCY) -> LaneEngine:
    """Return an engine of this name for a database."""
    if name == "embedded":
        return Embedded(concurrency, order=hash if url.startswith("postgresql") else None)
    return QueuedLanes(url, concurrency)


@pytest.fixture
def new_engine(engine_name, database_url):
    """Make an engine, with a concurrency if need be."""
    return partial(engine_on, engine_name, database_url)


async def note_visits(database, age: timedelta, count: int = 1) -> None:
    """Leave so many rows of that age in the log of pgqueuer."""
    await execute(
        database,
        f"INSERT INTO {LOG} (created, job_id, status, priority, entrypoint) "  # noqa: S608
        f"SELECT clock_timestamp() - interval '{age.total_seconds()} s', 1, 'queued', 0, 'visit' "
        f"FROM generate_series(1, {count})",
    )


async def noted_visits(database) -> int:
    """Return how many rows there are in the log of pgqueuer."""
    ((count,),) = await execute(database, f"SELECT count(*) FROM {LOG}")  # noqa: S608
    return count
