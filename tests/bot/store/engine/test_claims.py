"""Each attempt is claimed for a process: nobody else settles it, and it is lost with nobody."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from bot.store.database import Database
from bot.store.engine.deliveries import Deliveries
from bot.store.errors import Busy
from bot.store.tables.deliveries import deliveries
from scheduler.delivery import Delivery, DeliveryState, Held, Outcome
from scheduler.reasons import Reason
from scheduler.sender import Sender
from tests.calendars import NINE, add_deliveries, delivery, rows_of, states
from tests.databases import eventually
from tests.lives import execute, living, nothing, numbers

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def kind():
    return "postgresql"


@pytest.fixture
async def life(database):
    async with living(database) as life:
        yield life


@pytest.fixture
def outbox(database, life):
    return Deliveries(database, life)


async def the_row(database):
    (row,) = await rows_of(database, deliveries)
    return row


async def marks(database):
    return [
        (row.attempts, row.started_at, row.claimed_by)
        for row in await rows_of(database, deliveries)
    ]


async def test_an_attempt_bears_the_number_of_its_process(database, outbox, life):
    await add_deliveries(database, delivery("a"))
    await outbox.mark(["L"], NINE)
    assert await marks(database) == [(1, NINE, life.number)]


async def test_a_mark_whose_answer_was_lost_is_ours_to_send_on(database, outbox):
    await add_deliveries(database, delivery("a"), delivery("b"))
    first = await outbox.mark(["L"], NINE)  # it is saved, and nobody has heard of it
    again = await outbox.mark(["L"], NINE + SECOND)
    assert again == first
    assert isinstance(again["L"], Delivery)
    assert (await rows_of(database, deliveries))[0].attempts == 1


async def test_a_post_whose_mark_had_no_answer_is_sent_once_by_the_same_attempt(
    database, outbox, monkeypatch
):
    monkeypatch.setattr("scheduler.batcher._PAUSE", 0.01)
    await add_deliveries(database, delivery("a"))
    mark, sent = outbox.mark, []

    async def mark_unheard(lanes, at):
        monkeypatch.setattr(outbox, "mark", mark)
        await mark(lanes, at)
        raise Busy("the line is gone")

    async def send(delivery):
        sent.append((delivery.key, delivery.attempts))
        return "ts"

    monkeypatch.setattr(outbox, "mark", mark_unheard)
    sender = Sender(outbox, send, nothing, lambda: NINE, lambda: 1.0)
    async with sender.running():
        await sender.step("L")
    assert sent == [("a", 1)]
    assert await states(database) == {"a": "sent"}


async def test_what_is_in_flight_here_is_not_sent_beside_it(database, outbox):
    await add_deliveries(database, delivery("a"))
    sent, go_on = [], asyncio.Event()

    async def send(delivery):
        sent.append(delivery.key)
        await go_on.wait()
        return "ts"

    sender = Sender(outbox, send, nothing, lambda: NINE, lambda: 1.0)
    async with sender.running():
        first = asyncio.create_task(sender.step("L"))
        await eventually(lambda: sent)
        assert await sender.step("L") > 0
        go_on.set()
        await first
    assert sent == ["a"]


async def test_what_was_taken_over_is_told_by_whoever_has_it_now(database, outbox):
    await add_deliveries(database, delivery("a", receipt=True))
    told = []

    async def send(delivery):
        await execute(database, "UPDATE deliveries SET claimed_by = 1001")
        await outbox.take_over()
        return "ts"

    async def settled(*outcome):
        told.append(outcome)

    sender = Sender(outbox, send, settled, lambda: NINE, lambda: 1.0)
    async with sender.running():
        assert await sender.step("L") == 0.0
    assert told == []
    assert not sender.counts
    assert await states(database) == {"a": "unknown"}


async def test_what_another_process_has_marked_is_held(database, outbox):
    await add_deliveries(database, delivery("a"))
    await outbox.mark(["L"], NINE)
    async with living(database) as other:
        assert await Deliveries(database, other).mark(["L"], NINE) == {"L": Held(None)}


async def test_what_was_put_back_by_a_version_that_knows_no_claims_is_marked_anew(database, outbox):
    await add_deliveries(database, delivery("a"))
    await outbox.mark(["L"], NINE)
    later = NINE + MINUTE
    async with database.transaction(20) as connection:
        await connection.execute(update(deliveries).values(started_at=None, due_at=later))
    assert await outbox.mark(["L"], NINE + SECOND) == {"L": Held(later)}
    assert (await outbox.mark(["L"], later))["L"].attempts == 2


@pytest.mark.parametrize(
    ("state", "retry_at"),
    [
        (DeliveryState.SENT, None),
        (DeliveryState.PENDING, NINE + MINUTE),
        (DeliveryState.UNKNOWN, NINE + MINUTE),
    ],
)
async def test_an_attempt_that_is_settled_is_claimed_by_nobody(database, outbox, state, retry_at):
    """A version that knows no claims may be the next to try it."""
    await add_deliveries(database, delivery("a"))
    head = (await outbox.mark(["L"], NINE))["L"]
    assert await outbox.settle([Outcome(head, state, NINE, retry_at=retry_at)]) == {head.id}
    assert await marks(database) == [(1, None, None)]


@pytest.mark.parametrize("retry_at", [None, NINE + MINUTE])
async def test_a_settlement_whose_answer_was_lost_is_known_as_ours(database, outbox, retry_at):
    await add_deliveries(database, delivery("a"))
    head = (await outbox.mark(["L"], NINE))["L"]
    state = DeliveryState.PENDING if retry_at else DeliveryState.SENT
    outcome = Outcome(head, state, NINE, retry_at=retry_at, waited=True)
    for _ in range(2):
        assert await outbox.settle([outcome]) == {head.id}
    assert (await the_row(database)).waits == 1


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.UNKNOWN])
async def test_what_was_taken_over_is_settled_by_nobody_but_its_new_owner(
    database, outbox, life, state
):
    await add_deliveries(database, delivery("a"), delivery("b", "M"))
    heads = await outbox.mark(["L", "M"], NINE)
    await execute(database, "UPDATE deliveries SET claimed_by = 1001 WHERE key = 'a'")
    assert await outbox.take_over() == ["L"]
    retry_at = NINE + MINUTE if state is DeliveryState.UNKNOWN else None
    outcomes = [Outcome(head, state, NINE, retry_at=retry_at) for head in heads.values()]
    assert await outbox.settle(outcomes) == {heads["M"].id}
    anew = (await outbox.mark(["L"], NINE))["L"]
    assert await outbox.settle(outcomes) == {heads["M"].id}
    assert await outbox.settle([Outcome(anew, DeliveryState.SENT, NINE)]) == {anew.id}


async def test_what_the_dead_had_in_flight_is_in_doubt_and_claimed_by_nobody(database, outbox):
    await add_deliveries(database, delivery("a"), delivery("b", "M"))
    await outbox.mark(["L"], NINE)
    await execute(database, "UPDATE deliveries SET claimed_by = 1001 WHERE key = 'a'")
    assert await outbox.take_over() == ["L"]
    row = (await rows_of(database, deliveries))[0]
    assert (row.state, row.reason) == ("unknown", Reason.INTERRUPTED)
    assert (row.started_at, row.claimed_by) == (None, None)
    assert await outbox.take_over() == []


async def test_what_the_living_have_in_flight_and_what_nobody_claims_is_left_to_them(
    database, outbox
):
    """Of a version that knows no claims only the age tells."""
    await add_deliveries(database, delivery("a"), delivery("b", "M"))
    await outbox.mark(["L"], NINE)
    await Deliveries(database).mark(["M"], NINE)
    before = await rows_of(database, deliveries)
    assert await outbox.take_over() == []
    assert await rows_of(database, deliveries) == before
    assert await outbox.recover(NINE + 2 * MINUTE, 2 * MINUTE) == 1
    assert [row.state for row in await rows_of(database, deliveries)] == ["pending", "unknown"]


async def test_where_no_process_is_known_what_nobody_claims_is_left_to_its_age(database):
    await add_deliveries(database, delivery("a"))
    await Deliveries(database).mark(["L"], NINE)
    assert await Deliveries(database).take_over() == []
    assert await states(database) == {"a": "pending"}


async def test_nobody_is_buried_while_it_marks(database, database_url):
    """Its mark is seen by whoever takes over, or it is never made."""
    judge = Database(database_url)
    async with living(database) as life:
        pass  # it shows no more
    await execute(database, "UPDATE processes SET seen_at = seen_at - interval '1 hour'")
    life.dead, outbox = [life.number], Deliveries(judge, life)
    async with database.transaction(20) as connection:
        await Deliveries(database, life)._mark(connection, [0], NINE, life.number)
        await outbox.take_over()
        assert await numbers(database) == [life.number]
    await outbox.take_over()
    assert await numbers(database) == []
    await judge.dispose()


async def test_one_that_was_buried_marks_nothing_more(database, outbox, life):
    await add_deliveries(database, delivery("a"))
    number = life.number
    await execute(database, "DELETE FROM processes")
    life.number = number  # it has yet to hear of it
    with pytest.raises(Busy):
        await outbox.mark(["L"], NINE)
    assert await marks(database) == [(0, None, None)]


async def test_what_could_not_be_taken_over_for_a_lock_is_so_at_the_next_sign_of_life(
    database, database_url
):
    holder, taken, lives = Database(database_url), [], []
    await add_deliveries(database, delivery("a"))
    await Deliveries(database).mark(["L"], NINE)
    await execute(database, "UPDATE deliveries SET claimed_by = 1001")

    async def take_over():
        if lives:
            taken.append(await Deliveries(database, lives[0]).take_over())

    async with holder.transaction(20) as connection:
        await connection.execute(text("SELECT FROM deliveries FOR UPDATE"))
        async with living(database, take_over) as life:
            lives.append(life)
            await eventually(lambda: taken[:1] == [[]])
            await connection.rollback()
            await eventually(lambda: ["L"] in taken, 20)  # and not a minute later
    await holder.dispose()
    assert await states(database) == {"a": "unknown"}


async def test_what_another_has_put_off_is_not_told_as_put_off_by_us(database, outbox):
    await add_deliveries(database, delivery("a"))
    head = (await outbox.mark(["L"], NINE))["L"]
    outcome = Outcome(head, DeliveryState.PENDING, NINE, retry_at=NINE + MINUTE)
    await outbox.settle([outcome])
    assert await outbox.settle([replace(outcome, retry_at=NINE + SECOND)]) == set()
