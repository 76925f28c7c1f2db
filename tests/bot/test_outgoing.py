"""The road out: what is sent late is asked about once more, and says that it is late."""

from datetime import timedelta

import pytest

from bot.codec import dump_post
from bot.outgoing import Outgoing
from bot.store.engine.deliveries import Deliveries
from bot.store.engine.schedules import Schedules
from bot.store.tables.deliveries import deliveries
from bot.web.directory import place
from handlers.cards import Action, Card
from handlers.domain.people import Platform
from handlers.turn import Post, TurnKind
from scheduler.fire import fire_all
from scheduler.reasons import Reason
from scheduler.sender import Sender
from tests.calendars import delivery, rows_of
from tests.conftest import MONDAY, turn, typed

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
DESK = "front-desk"


class Desk:
    """A channel with a reminder, and a road that is open when we say so."""

    def __init__(self, app) -> None:
        self._app = app
        self.now = MONDAY
        self.posts = []
        self.outbox = Deliveries(app.database)

    async def reminder(self, line: str, **rest: str) -> None:
        answer, here = self._app.bot.answer, {"who": "dana", "channel": DESK}
        await answer(typed(f"reminders add {line}", **here))
        if rest:
            told = {"country": "", "region": "", "days": "", "quiet": ""} | rest
            saved = await answer(turn(TurnKind.SUBMIT, "reminders.days-save", args=told, **here))
            assert saved.form is None

    async def fire(self, at) -> None:
        self.now = at
        await fire_all(at, Schedules(self._app.database), self._app.bot.draw)

    async def send(self, at) -> tuple:
        self.now = at
        outgoing = Outgoing({Platform.WEB: self.door}, self._app.bot.answer, lambda: self.now)
        sender = Sender(self.outbox, outgoing.send, outgoing.settled, lambda: self.now, lambda: 0.5)
        async with sender.running():
            await sender.step(str(place("demo", DESK)))
        row = (await rows_of(self._app.database, deliveries))[0]
        return row.state, row.reason, row.detail

    async def door(self, post, key: str) -> str:
        self.posts.append(post)
        return "1"


@pytest.fixture
def desk(app):
    return Desk(app)


async def test_what_was_due_before_the_quiet_hours_is_not_posted_within_them(desk):
    await desk.reminder("daily 20:30 Europe/Rome", quiet="21:00 to 07:00 Europe/Rome")
    due = MONDAY.replace(hour=19, minute=30)
    await desk.fire(due)
    assert await desk.send(due + 50 * MINUTE) == (
        "skipped",
        Reason.QUIET_HOURS,
        "21:00 to 07:00",
    )
    assert desk.posts == []


async def test_what_is_set_after_it_was_drawn_counts(desk):
    await desk.reminder("daily 23:30 Europe/Rome")
    due = MONDAY.replace(hour=22, minute=30)
    await desk.fire(due)
    await desk.reminder("daily 12:00 Europe/Rome", days="24 Nov Inventory")
    assert await desk.send(due + 40 * MINUTE) == ("skipped", Reason.DAY_OFF, "Inventory")


async def test_what_comes_late_and_still_outside_them_says_so(desk):
    await desk.reminder("daily 20:30 Europe/Rome", quiet="21:00 to 07:00 Europe/Rome")
    due = MONDAY.replace(hour=19, minute=30)
    await desk.fire(due)
    assert (await desk.send(due + 20 * MINUTE))[0] == "sent"
    assert desk.posts[0].card.body[-1].text == "Late: it was meant for 20:30."


async def test_an_urgent_post_says_after_a_minute_when_it_was_asked_for(desk, app):
    page = {"urgent": True, "zone": "Europe/Rome", "receipt": Action("asks.arrived")}
    post = Post(place("demo", "leads"), Card("A page"), **page)
    outgoing = Outgoing({Platform.WEB: desk.door}, app.bot.answer, lambda: desk.now)
    for number, wait in enumerate((50 * SECOND, 70 * SECOND)):
        desk.now = MONDAY + wait
        await outgoing.send(delivery(f"page-{number}", at=MONDAY, body=dump_post(post)))
    texts = [[each.text for each in post.card.body] for post in desk.posts]
    assert texts == [[], ["Asked for at 10:00 (Europe/Rome)."]]


LATE = [
    pytest.param({}, 5 * MINUTE, "Late: it was meant for 09:00.", id="a reminder"),
    pytest.param(
        {"urgent": True, "receipt": Action("asks.arrived")},
        MINUTE,
        "Asked for at 09:00 (UTC).",
        id="a page",
    ),
]


@pytest.mark.parametrize(("fields", "wait", "words"), LATE)
async def test_a_post_is_called_late_only_after(fields, wait, words, desk, app):
    post = Post(place("demo", "leads"), Card("A post"), **fields)
    outgoing = Outgoing({Platform.WEB: desk.door}, app.bot.answer, lambda: desk.now)
    for desk.now in (MONDAY + wait, MONDAY + wait + SECOND):
        await outgoing.send(delivery("post", at=MONDAY, body=dump_post(post)))
    assert [[each.text for each in post.card.body] for post in desk.posts] == [[], [words]]


async def test_what_tells_an_agent_of_the_present_bears_no_time_of_the_past(desk, app):
    post = Post(place("demo", "@ana"), Card("Not delivered"), reader="ana", urgent=True)
    outgoing = Outgoing({Platform.WEB: desk.door}, app.bot.answer, lambda: desk.now)
    desk.now = MONDAY + 10 * MINUTE
    await outgoing.send(delivery("told", at=MONDAY, body=dump_post(post)))
    assert desk.posts[0].card.body == ()


async def test_what_is_redrawn_late_tells_of_the_present(desk, app):
    post = Post(place("demo", "leads"), Card("Ana's promise is kept"), replaces="C1:1.2")
    outgoing = Outgoing({Platform.WEB: desk.door}, app.bot.answer, lambda: desk.now)
    desk.now = MONDAY + 10 * MINUTE
    await outgoing.send(delivery("redrawn", at=MONDAY, body=dump_post(post)))
    assert desk.posts[0].card.body == ()
