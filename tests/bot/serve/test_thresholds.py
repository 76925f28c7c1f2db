"""How often we look and how long we wait, on both sides, in figures."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.library import Library
from bot.serve.alerts import Alerts
from bot.serve.app import nobody
from bot.serve.beat import duties, set_by_our_clock
from bot.serve.notices.asks import tell_askers
from bot.serve.notices.promises import notify_all
from bot.serve.removals import RemovalCheck
from bot.serve.sending import Sending
from bot.store.delivery_rows import ALERT
from bot.store.engine.notices.asks import AskNotices
from bot.store.engine.notices.promises import Notices
from bot.store.engine.removals import Removals
from bot.store.tables.cases import cases
from bot.store.tables.deliveries import deliveries
from bot.store.tables.installations import removals
from bot.store.turn.store import TurnStore
from bot.web.feed import Feed
from handlers.domain.asks.ask import Ask, AskKind
from handlers.domain.people import Person, Platform, Tenant
from handlers.turn import Reply
from scheduler.delivery import DeliveryState
from scheduler.lanes import Embedded
from scheduler.reasons import Cause, Reason
from scheduler.steps import StepWatch
from tests.bot.standing import Standing
from tests.calendars import add_deliveries, delivery, rows_of
from tests.conftest import MONDAY, typed

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HERE = Tenant(Platform.WEB, "demo")


async def busy(turn):
    """Answer as a bot whose database is busy."""
    return Reply(saved=False)


def given_up(at):
    """Return a delivery of the demo workspace that was given up."""
    cause = Cause(Reason.CHANNEL_ARCHIVED)
    lost = delivery("lost", "web:demo:wins", at, state=DeliveryState.DEAD, cause=cause)
    return replace(lost, tenant="demo")


async def alerts_in(app):
    return [row for row in await rows_of(app.database, deliveries) if row.key.startswith(ALERT)]


@pytest.mark.parametrize(
    ("age", "told"), [(25 * HOUR, 1), (25 * HOUR + SECOND, 0)], ids=["25 hours", "a second more"]
)
async def test_what_was_given_up_is_told_for_25_hours(age, told, app):
    await add_deliveries(app.database, given_up(MONDAY))
    await Alerts(app.database, nobody).tell(MONDAY + age)
    assert len(await alerts_in(app)) == told


async def test_what_an_asker_could_not_be_told_is_tried_again_after_ten_seconds(app):
    ask = Ask("a1", AskKind.PAGE, "ana", MONDAY, MONDAY, due_at=MONDAY)
    async with app.database.transaction(5) as connection:
        await TurnStore(connection, HERE, Person("ana", "Ana")).asks.add(ask)
    rounds = (MONDAY, MONDAY + 9 * SECOND, MONDAY + 10 * SECOND)
    notices = AskNotices(app.database)
    assert [await tell_askers(at, notices, busy) for at in rounds] == [1, 0, 1]


async def test_what_could_not_be_said_of_a_promise_is_tried_again_after_a_minute(app):
    await app.bot.answer(typed("/promise ring back by 10:00"))
    due = MONDAY + HOUR
    rounds = (due, due + 59 * SECOND, due + 60 * SECOND)
    notices = Notices(app.database)
    assert [await notify_all(at, notices, busy) for at in rounds] == [1, 0, 1]


class Removed:
    """A workspace with a complaint that is said to have removed us on Monday at nine."""

    def __init__(self, app, living) -> None:
        self._database, self._asked = app.database, 0
        self._removals = Removals(app.database)

        async def lives(tenant):
            self._asked += 1
            return living

        self._check = RemovalCheck(self._removals, {Platform.WEB: lives})
        self._bot = app.bot

    async def told(self):
        await self._bot.answer(typed("complaint late parcel"))
        await self._removals.note(HERE, "Ev1", MONDAY)
        return self

    async def asked_by(self, *moments):
        """Return how often the platform was asked by each of these moments."""
        counts = []
        for at in moments:
            await self._check.ask(at)
            counts.append(self._asked)
        return counts

    async def stands(self) -> bool:
        return bool(await rows_of(self._database, cases))

    async def is_doubted(self) -> bool:
        return bool(await rows_of(self._database, removals))


async def test_a_token_that_lives_after_a_minute_is_no_leftover(app):
    removed = await Removed(app, living=True).told()
    assert await removed.asked_by(MONDAY, MONDAY + 59 * SECOND) == [1, 1]
    assert await removed.is_doubted()
    assert await removed.asked_by(MONDAY + 60 * SECOND) == [2]
    assert not await removed.is_doubted()
    assert await removed.stands()


async def test_a_platform_that_can_not_be_asked_is_asked_again_after_five_minutes(app):
    removed = await Removed(app, living=None).told()
    rounds = (MONDAY, MONDAY + 5 * MINUTE - SECOND, MONDAY + 5 * MINUTE)
    assert await removed.asked_by(*rounds) == [1, 1, 2]


@pytest.mark.parametrize(
    ("after", "kept"), [(DAY - SECOND, True), (DAY, False)], ids=["a second before", "then"]
)
async def test_where_nobody_can_be_asked_for_a_day_all_is_forgotten(after, kept, app):
    removed = await Removed(app, living=None).told()
    await removed.asked_by(MONDAY + after)
    assert await removed.stands() is kept


async def nothing(*_):
    return


def noted_in(done):
    """Return a duty that notes when it is done."""

    async def note(at):
        done.append(at)

    return note


@pytest.fixture
def standing():
    return Standing()


@pytest.fixture
def begun(app, standing, monkeypatch):
    """Return what begins the clockwork of an app; its clocks stand until the one is moved."""
    monkeypatch.setattr("bot.serve.beat.time", SimpleNamespace(monotonic=lambda: 0.0))

    def begin(names=nothing, removed=nothing, **others):
        bot = replace(app, clock=standing, **others)
        sending = Sending(app.database, Embedded(), nothing, nothing, standing, lambda: 0.5)
        steps, feed = StepWatch(lambda: 0.0, lambda: 0.0), Feed(app.database)
        rest = (nothing, lambda fired: None, steps, names, removed)
        return duties(bot, sending, feed, *rest)

    return begin


@pytest.mark.parametrize(
    ("duty", "every"), [("removed", 30 * SECOND), ("names", 10 * MINUTE)], ids=["removals", "names"]
)
async def test_the_platforms_are_asked_once_in(duty, every, begun, standing):
    done = []
    beat = begun(**{duty: noted_in(done)})
    for ahead in (timedelta(), every - SECOND, every):
        standing.ahead = ahead
        await beat.ring()
    assert done == [MONDAY, MONDAY + every]


async def test_an_edit_of_the_words_is_seen_within_three_seconds(begun, standing, tmp_path):
    library, refused = Library(tmp_path), []
    beat = begun(library=library)
    await beat.ring()
    (tmp_path / "reminders.yaml").write_text("- id: [", encoding="utf-8")
    for standing.ahead in (2 * SECOND, 3 * SECOND):
        await beat.ring()
        refused.append(bool(library.state.problems))
    assert refused == [False, True]


async def test_what_was_given_up_is_told_within_ten_seconds(begun, standing, app):
    beat, told = begun(), []
    await beat.ring()
    await add_deliveries(app.database, given_up(MONDAY))
    for standing.ahead in (9 * SECOND, 10 * SECOND):
        await beat.ring()
        told.append(len(await alerts_in(app)))
    assert told == [0, 1]


async def test_what_is_to_be_forgotten_is_so_within_an_hour(begun, standing, app):
    beat, kept = begun(), []
    await beat.ring()
    await app.bot.answer(typed("/complaint late parcel", at=MONDAY - 91 * DAY))
    for standing.ahead in (HOUR - SECOND, HOUR):
        await beat.ring()
        kept.append(len(await rows_of(app.database, cases)))
    assert kept == [1, 0]


@pytest.mark.parametrize(
    ("ahead", "shifted"), [(5 * SECOND, False), (6 * SECOND, True)], ids=["5 s", "6 s"]
)
async def test_what_was_asked_for_in_six_seconds_comes_from_a_clock_that_was_ahead(
    ahead, shifted, app
):
    await add_deliveries(app.database, delivery("a", at=MONDAY + ahead))
    await set_by_our_clock(app.database, MONDAY)
    (row,) = await rows_of(app.database, deliveries)
    assert (row.due_at == MONDAY) is shifted
