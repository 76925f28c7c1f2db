"""Limits and waits of promises, on both sides, in figures: a changed number is noticed."""

from datetime import timedelta

import pytest

from bot.serve.notices.promises import notify_all
from bot.store.engine.notices.promises import Notices
from bot.store.tables.deliveries import deliveries
from content.flow import Variant
from handlers.domain.people import Role
from handlers.domain.promise import Promise, made
from handlers.domain.promise_notices import Notice
from handlers.ports.member import Member
from handlers.promises.cards import notice_card
from tests.calendars import rows_of
from tests.conftest import MONDAY, typed

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
TEN = MONDAY + HOUR
PROMISE = made(
    Promise(
        id="p1",
        owner_id="ana",
        owner="Ana",
        zone="UTC",
        what="ring back",
        due_at=TEN,
        made_at=MONDAY,
        changed_at=MONDAY,
    )
)
LONG = "ring them back and " * 9


async def answered(app, line, **others):
    return (await app.bot.answer(typed(line, **others))).card


@pytest.mark.parametrize(("length", "title"), [(150, "Promise noted"), (151, "Not quite")])
async def test_a_promise_has_a_hundred_and_fifty_characters(app, length, title):
    words = f"ring {LONG[: length - 6]}x".replace(" x", "yx")
    card = await answered(app, f"promise {words} by 16:00")
    assert card.title == title


async def test_fifty_promises_may_be_open(app):
    for number in range(50):
        card = await answered(app, f"promise ring number {number} back by 16:00")
        assert card.title == "Promise noted"
    card = await answered(app, "promise ring one more back by 16:00")
    assert "50 promises are open, which is plenty." in card.body[0].text


@pytest.mark.parametrize(("promised", "rest"), [(8, ""), (9, "And 1 more.")])
async def test_eight_promises_are_shown_before_they_are_handed_over(app, promised, rest):
    for number in range(promised):
        await answered(app, f"promise ring number {number} back by 16:00")
    _, shown, *more = (await answered(app, "promise handover")).body
    assert len(shown.rows) == 8
    assert [each.text for each in more] == ([rest] if rest else [])


@pytest.mark.parametrize(
    ("late", "title", "line"),
    [
        (5 * MINUTE - SECOND, "It's time", "Ring back, by today 10:00."),
        (5 * MINUTE, "Still open", "Ring back, it was for today 10:00."),
    ],
)
def test_for_five_minutes_it_is_time(late, title, line):
    member = Member(Role.AGENT, "UTC", Variant.VOICE)
    card = notice_card(PROMISE, Notice.DUE, member, TEN + late)
    assert (card.title, card.body[0].text) == (title, line)


@pytest.mark.parametrize(("touched", "notices"), [(30 * MINUTE, 1), (30 * MINUTE - SECOND, 0)])
async def test_half_an_hour_after_the_last_touch_of_a_complaint_nobody_is_busy(
    app, touched, notices
):
    await answered(app, "promise ring back by 10:00", at=MONDAY)
    await answered(app, "complaint", at=TEN - touched)
    await notify_all(TEN, Notices(app.database), app.bot.answer)
    assert len(await rows_of(app.database, deliveries)) == notices
