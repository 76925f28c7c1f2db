"""The whole way of a reminder on both databases, and the record that it leaves."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from bot.store.audit_rows import Errand
from bot.store.engine.deliveries import Deliveries
from bot.store.engine.history import DeliveryHistory
from bot.store.engine.schedules import Schedules
from bot.store.tables.deliveries import deliveries
from handlers.domain.retention import KEEP_DELIVERY_RECORDS
from scheduler.clockwork import Alarm, Beat, Bell, ringing
from scheduler.delivery import DeliveryState, Outcome
from scheduler.fire import fire_all
from scheduler.lanes import sweep
from scheduler.reasons import Cause, Reason
from scheduler.sender import Sender
from tests.calendars import (
    DAY,
    ERRAND,
    HOUR,
    NINE,
    add_deliveries,
    add_schedules,
    add_workspace,
    delivery,
    draw,
    rows_of,
    states,
)
from tests.databases import eventually
from tests.engines import OVER_ENGINES

SECOND = timedelta(seconds=1)


@pytest.fixture
def outbox(database):
    return Deliveries(database)


@pytest.fixture
def history(database):
    return DeliveryHistory(database)


class Sink:
    """The far side: takes everything, after a moment."""

    def __init__(self, delay: float = 0.0) -> None:
        self.keys: list[str] = []
        self.delay = delay

    async def send(self, delivery) -> str:
        self.keys.append(delivery.key)
        await asyncio.sleep(self.delay)
        return "ts"


def carrier(outbox, sink, at=NINE):
    async def nobody(*_) -> None:
        return

    return Sender(outbox, sink.send, nobody, lambda: at, lambda: 1.0, gap=0.0)


async def settle(outbox, lanes, state=DeliveryState.SENT, at=NINE, cause=None):
    """Take the heads of lanes and let them end like this."""
    heads = await outbox.mark(lanes, at)
    await outbox.settle([Outcome(head, state, at, cause) for head in heads.values()])


@OVER_ENGINES
async def test_a_reminder_goes_all_the_way(database, outbox, new_engine):
    await add_workspace(database, "T1", rate_per_s=1e6)
    await add_schedules(database, *(f"s{number}" for number in range(30)))
    sink, engine, calendar = Sink(), new_engine(), Schedules(database)
    paced = NINE + timedelta(seconds=1)
    sender = carrier(outbox, sink, at=paced)

    async def fire_due(at):
        await fire_all(at, calendar, draw)

    async def wake(at):
        await sweep(paced, outbox, engine)

    async with sender.running(), asyncio.TaskGroup() as group:
        group.create_task(engine.run(sender.step))
        async with ringing(Beat(lambda: NINE, fire_due, wake), Alarm(Bell(), lambda: NINE)):
            await eventually(lambda: sender.counts[DeliveryState.SENT] == 30)
        await engine.drain(1)
    assert sorted(sink.keys) == sorted(
        f"s{number}@2026-11-23T09:00[Europe/Rome]" for number in range(30)
    )
    assert set((await states(database)).values()) == {"sent"}


@OVER_ENGINES
async def test_stopping_in_the_burst_loses_and_doubles_nothing(database, outbox, new_engine):
    await add_deliveries(database, *(delivery(f"{n}", f"L{n % 60}") for n in range(240)))
    sink = Sink(delay=0.005)
    for enough in (70, 140, 240):  # two rolling deploys, and the one that stays
        engine, sender = new_engine(concurrency=20), carrier(outbox, sink)
        assert await sender.recover(NINE) == 0
        async with sender.running(), asyncio.TaskGroup() as group:
            group.create_task(engine.run(sender.step))
            await sweep(NINE, outbox, engine)
            await eventually(lambda: len(sink.keys) >= enough, 10)  # noqa: B023 - awaited here
            await engine.drain(5)
    assert sorted(sink.keys, key=int) == [f"{n}" for n in range(240)]
    assert set((await states(database)).values()) == {"sent"}


async def test_the_same_key_is_kept_once(database):
    await add_deliveries(database, delivery("a", body={"n": 1}))
    await add_deliveries(database, delivery("a", body={"n": 2}), delivery("b"))
    assert [(row.key, row.body["n"]) for row in await rows_of(database, deliveries)] == [
        ("a", 1),
        ("b", "b"),
    ]


async def test_only_lanes_with_due_work_are_swept_up(database, outbox):
    await add_deliveries(
        database, delivery("a", "A"), delivery("b", "B", due_at=NINE + HOUR), delivery("c", "C")
    )
    await settle(outbox, ["C"])
    assert await outbox.due_lanes(NINE, "", 10) == ["A"]


async def test_lanes_come_in_pages(database, outbox):
    await add_deliveries(database, *(delivery(lane, lane) for lane in "EDCBA"))
    assert await outbox.due_lanes(NINE, "", 2) == ["A", "B"]
    assert await outbox.due_lanes(NINE, "B", 10) == ["C", "D", "E"]


async def test_why_reads_the_record_of_a_schedule(database, history):
    await add_schedules(database, "s1", args={"skip": True})
    await add_schedules(database, "s10")
    await fire_all(NINE, Schedules(database), draw)
    await fire_all(NINE + DAY, Schedules(database), draw)
    found = await history.of_schedule("s1")
    assert [(each.state, each.cause.reason, each.occurs_at) for each in found] == [
        ("skipped", Reason.HOLIDAY, NINE + DAY),
        ("skipped", Reason.HOLIDAY, NINE),
    ]


async def test_what_is_dead_can_be_sent_again_or_dropped(database, outbox, history):
    await add_deliveries(database, delivery("a", "A"), delivery("b", "B"), delivery("c", "C"))
    await settle(outbox, ["A", "B"], DeliveryState.DEAD, cause=Cause(Reason.CHANNEL_ARCHIVED))
    assert [(each.key, each.cause.reason) for each in await history.dead()] == [
        ("b", Reason.CHANNEL_ARCHIVED),
        ("a", Reason.CHANNEL_ARCHIVED),
    ]
    assert await history.retry("a", Errand("errand-2", NINE + DAY))
    assert await history.drop("b", ERRAND)
    assert not await history.retry("c", ERRAND)
    assert not await history.drop("nothing", ERRAND)
    assert [each.key for each in await history.on_the_way()] == ["c", "a"]
    assert await outbox.due_lanes(NINE + DAY, "", 10) == ["A", "C"]


async def test_bodies_are_forgotten_after_days_and_records_after_a_month(database, outbox, history):
    await add_deliveries(database, delivery("a", "A"), delivery("dead", "D"))
    await settle(outbox, ["A"])
    await settle(outbox, ["D"], DeliveryState.DEAD)
    (sent, _) = await rows_of(database, deliveries)
    await history.prune(sent.sent_at + 49 * HOUR)
    assert [row.body is None for row in await rows_of(database, deliveries)] == [False, False]
    await history.prune(sent.sent_at + 49 * HOUR + SECOND)
    assert [row.body is None for row in await rows_of(database, deliveries)] == [True, False]
    await history.prune(NINE + 30 * DAY)
    assert len(await rows_of(database, deliveries)) == 2
    await history.prune(NINE + 30 * DAY + SECOND)
    assert await rows_of(database, deliveries) == []


async def test_what_is_still_on_its_way_is_never_pruned(database, history):
    await add_deliveries(database, delivery("a"))
    assert await history.prune(NINE + 2 * KEEP_DELIVERY_RECORDS) == 0
    assert list(await states(database)) == ["a"]


async def test_settling_in_any_order_on_two_connections_never_locks_up(database, outbox):
    lanes = [f"{number:03}" for number in range(100)]
    await add_deliveries(database, *(delivery(lane, lane) for lane in lanes))
    heads = list((await outbox.mark(lanes, NINE)).values())
    outcomes = [Outcome(head, DeliveryState.SENT, NINE) for head in heads]
    orders = (outcomes, outcomes[::-1]) * 3
    async with asyncio.timeout(30):
        await asyncio.gather(*(outbox.settle(order) for order in orders))
    assert set((await states(database)).values()) == {"sent"}


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_two_senders_never_mark_the_same_delivery(database, outbox):
    lanes = [f"L{number}" for number in range(50)]
    await add_deliveries(database, *(delivery(f"{n}", f"L{n % 50}") for n in range(100)))
    both = await asyncio.gather(outbox.mark(lanes, NINE), outbox.mark(lanes, NINE))
    marked = [head.key for each in both for head in each.values() if hasattr(head, "key")]
    assert sorted(marked, key=int) == [f"{n}" for n in range(50)]


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_every_hot_query_finds_its_index(database, outbox):
    asked = []
    engine = database._engine.sync_engine
    readers = database._readers.sync_engine
    for each in (engine, readers):
        event.listen(each, "before_cursor_execute", lambda *args: asked.append(args[2:4]))
    await fire_all(NINE, Schedules(database), draw)
    await outbox.mark(["L"], NINE)
    await outbox.due_lanes(NINE, "", 5)
    await outbox.untold(5)
    async with database.read_transaction() as connection:
        queries = [(sql, values) for sql, values in asked if sql.startswith("SELECT")]
        for sql, values in queries:
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
            steps = [row[-1] for row in plan]
            assert any(" USING " in step and "INDEX" in step for step in steps), steps
            tables = ("SCAN deliveries", "SCAN schedules")
            assert not [s for s in steps if s.startswith(tables) and "INDEX" not in s], steps
    assert len(queries) == 4


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_a_long_lane_costs_no_more_than_a_short_one(database, outbox):
    await add_deliveries(database, *(delivery(f"{n}", "long") for n in range(2000)))
    before = database.round_trips
    await settle(outbox, ["long"])
    assert database.round_trips - before <= 8
    async with database.read_transaction() as connection:
        sent = text("SELECT key FROM deliveries WHERE state = 'sent'")
        assert (await connection.scalars(sent)).all() == ["0"]
