"""What the queue of lanes asks before each pause: one question with the answers of three."""

from datetime import timedelta

import pytest
from pgqueuer.db import AsyncpgPoolDriver
from pgqueuer.queries import Queries

from bot.store.engine.lane_queue.jobs import Jobs
from bot.store.engine.lane_queue.rows import QUEUE
from bot.store.engine.lane_queue.schema import install, open_pool

VISIT = ["visit"]
HOUR = timedelta(hours=1)


@pytest.fixture
async def pool(database_url):
    await install(database_url)
    async with open_pool(database_url) as pool:
        yield pool


async def answers(queries):
    """Ask as the library does, in its order."""
    return (
        await queries.eligible_queued_work(VISIT) > 0,
        await queries.next_deferred_eta(VISIT),
        await queries.queued_work(VISIT) > 0,
    )


@pytest.mark.parametrize("kind", ["postgresql"])
@pytest.mark.parametrize(
    ("waits", "is_ready", "wait"),
    [
        pytest.param([], False, None, id="empty"),
        pytest.param([timedelta()], True, None, id="one is ready"),
        pytest.param([2 * HOUR, HOUR], False, HOUR, id="two wait"),
        pytest.param([timedelta(), HOUR], True, HOUR, id="both"),
    ],
)
async def test_one_question_has_the_answers_of_the_three(waits, is_ready, wait, pool):
    jobs = Jobs(AsyncpgPoolDriver(pool))
    for number, each in enumerate(waits):
        await jobs.enqueue("visit", b"", execute_after=each, dedupe_key=str(number))
    ready, left, _ = await answers(jobs)
    assert ready is is_ready
    assert (left is None) is (wait is None)
    assert wait is None or wait - timedelta(minutes=5) < left <= wait

    library = Queries(jobs.driver, jobs.qbe, jobs.qbq, jobs.qbs)
    theirs = await answers(library)
    assert (theirs[0], theirs[1] is None) == (ready, left is None)
    assert (ready or left is not None) is theirs[2]


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_connection_goes_back_without_a_word_and_without_an_open_transaction(pool):
    async with pool.acquire() as connection:
        await connection.execute("BEGIN")
        await connection.execute(f"DELETE FROM {QUEUE}")  # noqa: S608
    async with pool.acquire() as connection:
        assert not connection.is_in_transaction()
