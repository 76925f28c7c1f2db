"""A round of the clockwork: what a busy database puts off, the next one does."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.serve.beat import duties, take_up
from bot.store.engine.deliveries import Deliveries
from bot.store.tables.deliveries import deliveries
from bot.web.feed import Feed
from scheduler.lanes import Embedded
from scheduler.sender import Sender
from scheduler.steps import StepWatch
from tests.calendars import NINE, add_deliveries, delivery, rows_of, states
from tests.conftest import Seconds

STEP = timedelta(seconds=-74)


@pytest.fixture
def wall():
    """A wall clock that is set while the other one stands."""
    return Seconds()


async def nothing(*_) -> None:
    return


@pytest.fixture
def beat(app, wall, monkeypatch):
    for module in ("clock_steps", "housekeeping", "history"):
        monkeypatch.setattr(f"bot.store.engine.{module}.ENGINE_TIMEOUT", 0.05)

    outbox, engine = Deliveries(app.database), Embedded()
    sender = Sender(outbox, nothing, nothing, app.clock, lambda: 0.5)
    steps = StepWatch(wall, lambda: 0.0)
    feed = Feed(app.database)
    return duties(
        app, engine, outbox, sender, feed, nothing, lambda fired: None, steps, nothing, nothing
    )


async def test_a_step_of_the_clock_that_met_a_busy_database_is_put_right_later(app, beat, wall):
    due_at = app.clock() + timedelta(minutes=5)
    await add_deliveries(app.database, delivery("retried", at=app.clock(), due_at=due_at))
    wall.now += STEP.total_seconds()
    other = sqlite3.connect(app.settings.sqlite_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await beat.ring()
    assert (await rows_of(app.database, deliveries))[0].due_at == due_at
    other.close()
    for _ in range(2):
        await beat.ring()
        assert (await rows_of(app.database, deliveries))[0].due_at == due_at + STEP


@pytest.mark.parametrize("kind", ["postgresql"])
@pytest.mark.parametrize(("seconds", "state"), [(119, "pending"), (120, "unknown")])
async def test_what_nobody_claims_is_taken_over_after_two_minutes(app, database, seconds, state):
    outbox = Deliveries(database)
    await add_deliveries(database, delivery("a"))
    await outbox.mark(["L"], NINE)
    started = replace(app, database=database, clock=lambda: NINE + timedelta(seconds=seconds))
    sender = Sender(outbox, nothing, nothing, started.clock, lambda: 0.5)
    await take_up(started, sender)
    assert await states(database) == {"a": "pending"}  # whoever starts touches nobody's work
    await sender.take_over(started.clock())
    assert await states(database) == {"a": state}
