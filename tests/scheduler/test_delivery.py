"""Deliveries: sent until they arrive, in order, lane by lane; an attempt is written down first."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store.engine.deliveries import Deliveries
from bot.store.errors import Busy
from bot.store.tables.deliveries import deliveries
from scheduler.delivery import TRIES, DeliveryState, Held, backoff, backoff_in_doubt
from scheduler.errors import PermanentError, TemporaryError, UnknownError
from scheduler.lanes import sweep
from scheduler.reasons import Cause, Reason
from scheduler.sender import AT_ONCE, Sender
from tests.calendars import HOUR, NINE, add_deliveries, delivery, rows_of, states
from tests.databases import eventually
from tests.engines import OVER_ENGINES

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


class World:
    """The far side of the wire: answers each send with the next of the given outcomes."""

    def __init__(self) -> None:
        self.now = NINE
        self.answers: list[object] = []
        self.sent: list[str] = []
        self.settled: list[tuple[str, str, Cause | None]] = []
        self.refuse_receipts = 0

    def clock(self):
        return self.now

    async def send(self, delivery) -> str:
        self.sent.append(delivery.key)
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, BaseException):
            raise answer
        if answer is not None:
            await answer
        return f"ts-{delivery.key}"

    async def told(self, delivery, state, cause) -> None:
        if self.refuse_receipts:
            self.refuse_receipts -= 1
            raise Busy("locked")
        self.settled.append((delivery.key, str(state), cause))


@pytest.fixture
def world():
    return World()


@pytest.fixture
def outbox(database):
    return Deliveries(database)


@pytest.fixture
async def sender(outbox, world):
    sender = Sender(outbox, world.send, world.told, world.clock, lambda: 1.0)
    async with sender.running():
        yield sender


async def the_row(database):
    (row,) = await rows_of(database, deliveries)
    return row


async def test_what_is_sent_is_settled_and_the_lane_rests_before_the_next(database, sender, world):
    await add_deliveries(database, delivery("a"), delivery("b"))
    assert await sender.step("L") == 1.0
    assert await sender.step("L") == 1.0
    assert await sender.step("L") is None
    assert world.sent == ["a", "b"]
    row = (await rows_of(database, deliveries))[0]
    assert (row.state, row.sent_at, row.ref) == ("sent", NINE, "ts-a")


@pytest.mark.parametrize(("platform", "rest"), [("slack", 1.0), ("teams", 2.0)])
async def test_a_channel_rests_as_long_as_its_platform_wants(platform, rest, database, sender):
    """Slack takes a post a second, Teams 1,800 an hour."""
    await add_deliveries(database, replace(delivery("a"), platform=platform))
    assert await sender.step("L") == rest


async def test_the_attempt_is_durable_before_the_send(database, sender, world):
    await add_deliveries(database, delivery("a"))
    seen = []

    async def look():
        row = await the_row(database)
        seen.append((row.attempts, row.started_at, row.state))

    world.answers = [look()]
    await sender.step("L")
    assert seen == [(1, NINE, "pending")]


async def test_a_passing_failure_is_tried_again_later_and_holds_its_lane(database, sender, world):
    await add_deliveries(database, delivery("a"), delivery("b"))
    world.answers = [TemporaryError(Reason.PLATFORM_ERROR, "503")]
    assert await sender.step("L") == 1.0  # 2 s, less all the luck there is
    assert await sender.step("L") == 1.0
    assert world.sent == ["a"]
    world.now += SECOND
    await sender.step("L")
    await sender.step("L")
    assert world.sent == ["a", "a", "b"]


async def test_what_is_merely_scheduled_later_blocks_nothing(database, sender, world):
    await add_deliveries(database, delivery("next week", due_at=NINE + HOUR / 2), delivery("now"))
    await sender.step("L")
    assert await sender.step("L") is None
    assert world.sent == ["now"]


@pytest.mark.parametrize(
    ("wish", "wait"),
    [(timedelta(seconds=30), 30.0), (timedelta(days=1), 3600.0), (timedelta(seconds=-5), 1.0)],
    ids=["as the platform asks", "an hour at most", "never in the past"],
)
async def test_the_platforms_wish_wins(database, sender, world, wish, wait):
    await add_deliveries(database, delivery("a", expires_at=NINE + 24 * HOUR))
    world.answers = [TemporaryError(Reason.RATE_LIMITED, retry_after=wish)]
    assert await sender.step("L") == wait


@pytest.mark.parametrize(
    "answer",
    [TemporaryError(Reason.PLATFORM_ERROR, "503"), UnknownError(Reason.UNREACHABLE, "dropped")],
    ids=["down", "the answer lost"],
)
async def test_an_outage_is_outlasted_while_the_post_is_of_use(database, sender, world, answer):
    await add_deliveries(database, delivery("a"))
    world.answers = [answer] * 100
    while world.now < NINE + HOUR / 2:
        world.now += timedelta(seconds=await sender.step("L"))
    world.answers = []
    await sender.step("L")
    assert await states(database) == {"a": "sent"}


async def test_eight_seconds_of_503_kill_nothing(database, sender, world):
    await add_deliveries(database, delivery("a"), delivery("page", "L!"))
    for lane in ("L", "L!"):
        world.now, up_at = NINE, NINE + 8 * SECOND
        while (await states(database))[{"L": "a", "L!": "page"}[lane]] == "pending":
            world.answers = [TemporaryError(Reason.PLATFORM_ERROR, "503")] * (world.now < up_at)
            world.now += timedelta(seconds=await sender.step(lane) or 0)
        assert world.now - up_at <= 10 * SECOND
    assert await states(database) == {"a": "sent", "page": "sent"}


async def test_what_was_down_all_the_time_is_dead_with_its_reason(database, sender, world):
    await add_deliveries(database, delivery("a"))
    world.answers = [TemporaryError(Reason.PLATFORM_ERROR, "503")] * 100
    while (await the_row(database)).state == "pending":
        world.now += timedelta(seconds=await sender.step("L"))
    row = await the_row(database)
    assert (row.state, row.reason, row.detail) == ("dead", Reason.PLATFORM_ERROR, "503")
    assert NINE + HOUR <= world.now <= NINE + HOUR + SECOND
    assert await sender.step("L") is None


@pytest.mark.parametrize(
    "fault", [TemporaryError(Reason.PLATFORM_ERROR, "odd", declined=True), LookupError("words")]
)
async def test_what_may_be_the_posts_own_fault_is_tried_a_few_times(database, sender, world, fault):
    await add_deliveries(database, delivery("a", expires_at=NINE + 24 * HOUR), delivery("b"))
    outage = [TemporaryError(Reason.PLATFORM_ERROR, "503")] * 3
    world.answers = [fault, *outage, *[fault] * (TRIES - 1)]
    for _ in range(TRIES + len(outage)):
        await sender.step("L")
        world.now += 6 * MINUTE
    row = (await rows_of(database, deliveries))[0]
    assert (row.state, row.attempts) == ("dead", TRIES + len(outage))


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_what_may_be_the_posts_own_fault_is_given_up_at_the_eighth_try(
    database, sender, world
):
    await add_deliveries(database, delivery("a", expires_at=NINE + 24 * HOUR))
    world.answers = [LookupError("words")] * 9
    for tried in range(1, 9):
        await sender.step("L")
        world.now += 6 * MINUTE
        assert (await the_row(database)).state == ("pending" if tried < 8 else "dead")


@pytest.mark.parametrize("lasting", [True, False], ids=["the place is lost", "only this one"])
async def test_only_a_lost_place_is_told_to_whoever_set_it_up(database, sender, world, lasting):
    await add_deliveries(database, delivery("a", schedule_id="s1"))
    world.answers = [PermanentError(Reason.CHANNEL_GONE, lasting=lasting)]
    await sender.step("L")
    assert world.settled == ([("a", "dead", Cause(Reason.CHANNEL_GONE))] if lasting else [])


async def test_being_told_to_wait_is_no_failure_however_often(database, sender, world):
    await add_deliveries(database, delivery("a"))
    waits = 3 * TRIES
    world.answers = [TemporaryError(Reason.RATE_LIMITED, retry_after=SECOND)] * waits
    for _ in range(waits + 1):
        await sender.step("L")
        world.now += SECOND
    row = await the_row(database)
    assert (row.state, row.waits, row.attempts) == ("sent", waits, waits + 1)


async def test_what_is_told_to_wait_past_its_time_is_for_a_person_to_look_at(
    database, sender, world
):
    await add_deliveries(database, delivery("a"))
    world.answers = [TemporaryError(Reason.RATE_LIMITED, retry_after=HOUR)]
    assert await sender.step("L") == HOUR.total_seconds()
    world.now += HOUR
    await sender.step("L")
    row = await the_row(database)
    assert (row.state, row.reason) == ("dead", Reason.RATE_LIMITED)


async def test_a_permanent_failure_is_dead_at_once_and_the_lane_goes_on(database, sender, world):
    await add_deliveries(database, delivery("a"), delivery("b"))
    world.answers = [PermanentError(Reason.CHANNEL_ARCHIVED, "is_archived" * 50)]
    await sender.step("L")
    await sender.step("L")
    assert await states(database) == {"a": "dead", "b": "sent"}


async def test_a_lost_answer_is_sent_once_more_later_and_each_is_counted(database, sender, world):
    await add_deliveries(database, delivery("a"))
    world.answers = [UnknownError(Reason.UNREACHABLE, "dropped"), UnknownError(Reason.UNREACHABLE)]
    waits = []
    for _ in range(2):
        waits.append(await sender.step("L"))
        assert (await the_row(database)).state == "unknown"
        world.now += timedelta(seconds=waits[-1])
    await sender.step("L")
    assert (await the_row(database)).state == "sent"
    assert waits == [7.5, 30.0]
    assert sender.counts["unknown"] == 2


async def test_what_lost_its_answer_until_its_time_was_over_may_have_arrived(
    database, sender, world
):
    await add_deliveries(database, delivery("a"))
    world.answers = [UnknownError(Reason.UNREACHABLE, "dropped")]
    await sender.step("L")
    world.now += HOUR
    await sender.step("L")
    row = await the_row(database)
    assert (row.state, row.reason) == ("dead", Reason.ANSWER_LOST)
    assert row.detail == "unreachable (dropped)"


async def test_somebody_in_trouble_hears_at_once_that_it_is_not_out_yet(database, sender, world):
    await add_deliveries(
        database, delivery("page", "L!", receipt=True), delivery("a", receipt=True)
    )
    down = TemporaryError(Reason.PLATFORM_ERROR, "503")
    world.answers = [down, down]
    await sender.step("L!")
    await sender.step("L")
    assert world.settled == [("page", "pending", Cause(Reason.PLATFORM_ERROR, "503"))]
    world.now += 10 * SECOND
    await sender.step("L!")
    assert world.settled[1:] == [("page", "sent", None)]


async def test_that_it_is_not_out_yet_is_said_later_when_it_could_not_be_saved(
    database, sender, world
):
    await add_deliveries(database, delivery("page", "L!", receipt=True))
    world.answers, world.refuse_receipts = [TemporaryError(Reason.PLATFORM_ERROR, "503")] * 2, 1
    await sender.step("L!")
    assert world.settled == []
    world.now += 10 * SECOND
    await sender.step("L!")
    assert world.settled == [("page", "pending", Cause(Reason.PLATFORM_ERROR, "503"))]


async def test_a_bug_in_sending_is_tried_again_and_stops_nobody(database, sender, world):
    await add_deliveries(database, delivery("a"))
    world.answers = [LookupError("a customer's words")]
    await sender.step("L")
    row = await the_row(database)
    assert (row.state, row.reason, row.detail) == ("pending", Reason.BADLY_DRAWN, "LookupError")


async def test_a_send_that_hangs_is_given_up(database, sender, world, monkeypatch):
    monkeypatch.setattr("scheduler.sender.SEND_TIMEOUT", 0.02)
    await add_deliveries(database, delivery("a"))
    world.answers = [asyncio.sleep(60)]
    await sender.step("L")
    row = await the_row(database)
    assert (row.reason, row.detail) == (Reason.UNREACHABLE, "no answer in 10 s")


async def test_what_is_too_late_is_not_sent(database, sender, world):
    await add_deliveries(database, delivery("a"))
    world.now += 2 * HOUR
    assert await sender.step("L") == 0.0
    assert world.sent == []
    assert (await the_row(database)).state == "expired"


async def test_what_somebody_in_trouble_waited_for_in_vain_is_for_a_person_to_look_at(
    database, sender, world
):
    await add_deliveries(database, delivery("page", "L!", receipt=True))
    world.now += 5 * HOUR
    await sender.step("L!")
    row = await the_row(database)
    assert (row.state, row.reason) == ("dead", Reason.EXPIRED)
    assert world.settled == [("page", "dead", Cause(Reason.EXPIRED))]


async def test_what_was_in_flight_when_we_died_is_sent_once_more(database, outbox, sender, world):
    await add_deliveries(database, delivery("a"), delivery("b"))
    await outbox.mark(["L"], NINE)  # and kill -9
    assert await outbox.mark(["L"], NINE) == {"L": Held(None)}
    assert await sender.recover(NINE) == 1
    assert (await states(database))["a"] == "unknown"
    await sender.step("L")
    await sender.step("L")
    assert world.sent == ["a", "b"]
    assert sender.counts["unknown"] == 1


async def test_what_kills_us_each_time_is_given_up_in_the_end(database, outbox, sender, world):
    await add_deliveries(database, delivery("poison"))
    for _ in range(TRIES):
        await outbox.mark(["L"], NINE)
        await sender.recover(NINE)
    await sender.step("L")
    assert world.sent == []
    assert (await the_row(database)).state == "dead"


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize(("deaths", "state"), [(7, "sent"), (8, "dead")])
async def test_after_eight_deaths_of_ours_it_is_not_tried_again(
    database, outbox, sender, deaths, state
):
    await add_deliveries(database, delivery("poison"))
    for _ in range(deaths):
        await outbox.mark(["L"], NINE)
        await sender.recover(NINE)
    await sender.step("L")
    assert (await the_row(database)).state == state


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize(
    ("answer", "waits"),
    [
        (TemporaryError(Reason.PLATFORM_ERROR, "503"), [1.0, 2.0, 4.0, 8.0, 10.0, 10.0]),
        (UnknownError(Reason.UNREACHABLE, "dropped"), [7.5, 30.0, 30.0]),
    ],
    ids=["down, with all the luck", "the answer lost, without any"],
)
async def test_what_somebody_in_trouble_waits_for_is_tried_every_twenty_seconds(
    database, sender, world, answer, waits
):
    await add_deliveries(database, delivery("page", "L!"))
    world.answers = [answer] * len(waits)
    for wait in waits:
        assert await sender.step("L!") == wait
        world.now += timedelta(seconds=wait)


async def test_an_old_attempt_settles_nothing(database, outbox, sender, world):
    await add_deliveries(database, delivery("a"))
    overtaken = asyncio.Event()
    world.answers = [overtaken.wait()]
    slow = asyncio.create_task(sender.step("L"))
    await eventually(lambda: world.sent == ["a"])
    await sender.recover(NINE)
    await outbox.mark(["L"], NINE)  # by somebody else, who has it in flight now
    overtaken.set()
    await slow
    row = await the_row(database)
    assert (row.state, row.attempts, row.started_at) == ("unknown", 2, NINE)


async def test_a_receipt_is_handed_over_once(database, sender, world):
    await add_deliveries(database, delivery("a", receipt=True), delivery("b"))
    await sender.step("L")
    await sender.step("L")
    await sender.tell()
    assert world.settled == [("a", "sent", None)]


async def test_a_receipt_that_found_nobody_in_is_handed_over_later(database, sender, world):
    await add_deliveries(database, delivery("a", receipt=True))
    world.answers, world.refuse_receipts = [PermanentError(Reason.CHANNEL_GONE)], 1
    await sender.step("L")
    assert world.settled == []
    await sender.tell()
    await sender.tell()
    assert world.settled == [("a", "dead", Cause(Reason.CHANNEL_GONE))]


async def test_a_busy_database_delays_a_settlement_and_loses_nothing(
    database, outbox, world, monkeypatch
):
    monkeypatch.setattr("scheduler.batcher._PAUSE", 0.01)
    await add_deliveries(database, delivery("a"))
    settle, refusals = outbox.settle, 2

    async def settle_at_last(outcomes):
        nonlocal refusals
        if refusals:
            refusals -= 1
            raise Busy("locked")
        return await settle(outcomes)

    monkeypatch.setattr(outbox, "settle", settle_at_last)
    sender = Sender(outbox, world.send, world.told, world.clock, lambda: 1.0)
    async with sender.running():
        await sender.step("L")
    assert await states(database) == {"a": "sent"}
    assert world.sent == ["a"]


async def test_a_process_that_may_not_send_makes_no_attempt(database, outbox, world, monkeypatch):
    monkeypatch.setattr("scheduler.batcher._PAUSE", 0.01)
    await add_deliveries(database, delivery("a"))
    asked = []

    def may_send() -> bool:
        asked.append(True)
        return len(asked) > 3

    sender = Sender(outbox, world.send, world.told, world.clock, lambda: 1.0, may_send=may_send)
    async with sender.running():
        await sender.step("L")
    row = await the_row(database)
    assert (row.state, row.attempts, row.waits) == ("sent", 1, 0)
    assert len(asked) == 5  # and once more right before the post


async def test_one_that_was_frozen_between_mark_and_post_sends_nothing(database, outbox, world):
    await add_deliveries(database, delivery("a"))
    may = [True, False]
    sender = Sender(
        outbox, world.send, world.told, world.clock, lambda: 1.0, may_send=lambda: may.pop(0)
    )
    async with sender.running():
        await sender.step("L")
    row = await the_row(database)
    assert (world.sent, row.state, row.attempts, row.waits) == ([], "pending", 1, 1)


@OVER_ENGINES
async def test_a_bug_in_the_outbox_ends_everything_instead_of_hanging(
    outbox, world, new_engine, monkeypatch
):
    async def broken(lanes, at):
        raise LookupError

    monkeypatch.setattr(outbox, "mark", broken)
    sender, engine = Sender(outbox, world.send, world.told, world.clock, lambda: 1.0), new_engine()
    await engine.wake(["L"])
    with pytest.raises(ExceptionGroup):
        async with asyncio.timeout(10), sender.running():
            await engine.run(sender.step)


@OVER_ENGINES
async def test_many_lanes_share_a_commit_and_each_keeps_its_order(
    database, outbox, world, new_engine
):
    rows = [delivery(f"{lane}-{n}", f"L{lane}") for n in range(5) for lane in range(40)]
    await add_deliveries(database, *rows)
    engine = new_engine()
    sender = Sender(outbox, world.send, world.told, world.clock, lambda: 1.0, gap=0.0)
    before = database.round_trips
    async with sender.running(), asyncio.TaskGroup() as group:
        group.create_task(engine.run(sender.step))
        await sweep(NINE, outbox, engine)
        await eventually(lambda: sender.counts[DeliveryState.SENT] == 200)
        await engine.drain(1)
    for lane in range(40):
        ours = [key for key in world.sent if key.startswith(f"{lane}-")]
        assert ours == [f"{lane}-{n}" for n in range(5)]
    assert database.round_trips - before < 400  # one by one it would be 1,200 and more


@OVER_ENGINES
async def test_only_posts_count_among_those_on_their_way(database, outbox, world, new_engine):
    """While so many are being sent, the next are marked, and what was sent is written down."""
    await add_deliveries(database, *(delivery(str(n), f"L{n}") for n in range(AT_ONCE + 20)))
    go, engine = asyncio.Event(), new_engine()
    world.answers = [go.wait() for _ in range(AT_ONCE + 20)]
    sender = Sender(outbox, world.send, world.told, world.clock, lambda: 1.0)

    async def marked() -> bool:
        rows = await rows_of(database, deliveries)
        return sum(row.started_at is not None for row in rows) == AT_ONCE + 20

    async with sender.running(), asyncio.TaskGroup() as group:
        group.create_task(engine.run(sender.step))
        await sweep(NINE, outbox, engine)
        async with asyncio.timeout(10):
            while not await marked():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert len(world.sent) == AT_ONCE
        go.set()
        await eventually(lambda: sender.counts[DeliveryState.SENT] == AT_ONCE + 20)
        await engine.drain(1)


@pytest.mark.parametrize(
    ("attempts", "chance", "seconds"), [(1, 0, 2), (3, 0, 8), (3, 1, 4), (20, 0, 300)]
)
def test_the_wait_doubles_up_to_five_minutes_less_some_luck(attempts, chance, seconds):
    assert backoff(attempts, chance) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("attempts", "chance", "seconds"), [(1, 0, 5), (2, 0, 20), (3, 1, 120), (20, 0, 600)]
)
def test_what_may_have_arrived_waits_longer_each_time(attempts, chance, seconds):
    assert backoff_in_doubt(attempts, chance) == timedelta(seconds=seconds)
