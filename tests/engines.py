"""Both engines of lanes, for the tests of what goes over them."""

from functools import partial

import pytest

from bot.store.engine.lane_queue.engine import QueuedLanes
from scheduler.lanes import CONCURRENCY, Embedded, LaneEngine

OVER_ENGINES = pytest.mark.parametrize(
    ("kind", "engine_name"),
    [("sqlite", "embedded"), ("postgresql", "embedded"), ("postgresql", "pgqueuer")],
    ids=["sqlite", "postgresql", "pgqueuer"],
)


def engine_on(name: str, url: str, concurrency: int = CONCURRENCY) -> LaneEngine:
    """Return an engine of this name for a database."""
    if name == "embedded":
        return Embedded(concurrency)
    return QueuedLanes(url, concurrency)


@pytest.fixture
def new_engine(engine_name, database_url):
    """Make an engine, with a concurrency if need be."""
    return partial(engine_on, engine_name, database_url)
