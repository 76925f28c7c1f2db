"""A round of the clockwork: what a busy database puts off, the next one does."""

import sqlite3
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from bot.serve.beat import duties, take_up
from bot.serve.sending import Sending
from bot.store.engine.deliveries import Deliveries
from bot.store.engine.lane_queue.schema import install
from bot.store.tables.deliveries import deliveries
from bot.web.feed import Feed
from scheduler.lanes import Embedded
from scheduler.steps import StepWatch
from tests.calendars import NINE, add_deliveries, delivery, rows_of, states
from tests.conftest import Seconds
from tests.databases import eventually
from tests.engines import note_visits, noted_visits

STEP = timedelta(seconds=-74)


@pytest.fixture
def wall():
    """A wall clock that is set while the other one stands."""
    return Seconds()


async def nothing(*_) -> None:
    return


def sending_of(database, clock):
    return Sending(database, Embedded(), nothing, nothing, clock, lambda: 0.5)


def beat_of(app, sending, wall):
    steps = StepWatch(wall, lambda: 0.0)
    rest = (nothing, lambda fired: None, steps, nothing, nothing)
    return duties(app, sending, Feed(app.database), *rest)


@pytest.fixture
def beat(app, wall, monkeypatch):
    for module in ("clock_steps", "housekeeping", "history"):
        monkeypatch.setattr(f"bot.store.engine.{module}.ENGINE_TIMEOUT", 0.05)

    return beat_of(app, sending_of(app.database, app.clock), wall)


@pytest.mark.parametrize(("page", "reads"), [("on", 1), ("off", 0)])
async def test_what_is_new_on_the_page_is_looked_for_where_there_is_one(app, wall, page, reads):
    settings = app.settings.model_copy(update={"playground": page})
    beat = beat_of(replace(app, settings=settings), sending_of(app.database, app.clock), wall)
    await beat.ring()  # the first one does what is done seldom, too
    asked = []

    def note(connection, cursor, statement, *_):
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        await beat.ring()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert sum("web_messages" in each for each in asked) == reads


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
@pytest.mark.parametrize("age", [timedelta(), timedelta(days=1)], ids=["just now", "a day ago"])
async def test_whoever_starts_beside_others_touches_nothing_of_theirs(app, database, age):
    """Neither what is in flight, nor what waits for a moment that its own clock has yet to see."""
    await add_deliveries(database, delivery("a"), delivery("b", "M", at=NINE + timedelta(hours=1)))
    await Deliveries(database).mark(["L"], NINE)
    before = await rows_of(database, deliveries)
    await take_up(database, sending_of(database, None), NINE + age)
    assert await rows_of(database, deliveries) == before


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_of_several_processes_that_see_the_clock_set_the_eldest_alone_moves_what_waits(
    app, database, wall
):
    due_at = NINE + timedelta(minutes=5)
    await add_deliveries(database, delivery("retried", due_at=due_at))
    here = replace(app, database=database, clock=lambda: NINE)
    async with AsyncExitStack() as stack:
        every = [sending_of(database, here.clock) for _ in range(3)]
        for each in every:
            await stack.enter_async_context(each.running())
            await eventually(each.is_sure)
        beats = [beat_of(here, each, wall) for each in every]
        for each in beats:
            await each.ring()
        wall.now += STEP.total_seconds()
        for each in reversed(beats):
            await each.ring()
        assert [each.is_eldest() for each in every] == [True, False, False]
        assert (await rows_of(database, deliveries))[0].due_at == due_at + STEP
        for each in beats:  # and whoever is the eldest next, not once more
            await each.ring()
    assert (await rows_of(database, deliveries))[0].due_at == due_at + STEP


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_what_a_clock_that_was_ahead_left_is_put_right_by_the_eldest_once_it_is_known(
    app, database, wall
):
    ahead = timedelta(hours=1)
    await add_deliveries(database, delivery("a", at=NINE + ahead))
    here = replace(app, database=database, clock=lambda: NINE)
    sending = sending_of(database, here.clock)
    beat = beat_of(here, sending, wall)
    await beat.ring()
    assert (await rows_of(database, deliveries))[0].due_at == NINE + ahead
    async with sending.running():
        await eventually(sending.is_eldest)
        for _ in range(2):
            await beat.ring()
            assert (await rows_of(database, deliveries))[0].due_at == NINE


@pytest.mark.parametrize("kind", ["postgresql"])
@pytest.mark.parametrize(("seconds", "state"), [(119, "pending"), (120, "unknown")])
async def test_what_nobody_claims_is_taken_up_after_two_minutes(
    app, database, wall, seconds, state
):
    """It is of a version that claimed nothing."""
    await add_deliveries(database, delivery("a"))
    await Deliveries(database).mark(["L"], NINE)
    at = NINE + timedelta(seconds=seconds)
    here = replace(app, database=database, clock=lambda: at)
    await beat_of(here, sending_of(database, here.clock), wall).ring()
    assert await states(database) == {"a": state}


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_what_was_noted_of_visits_is_pruned_with_the_rest(app, database, database_url, wall):
    await install(database_url)
    await note_visits(database, timedelta(hours=2))
    here = replace(app, database=database)
    await beat_of(here, sending_of(database, here.clock), wall).ring()
    assert await noted_visits(database) == 0
