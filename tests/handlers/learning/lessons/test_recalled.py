"""What somebody missed in a course comes back first, wherever they read a thought alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.serve.notices.follow_ups import follow_up
from bot.store.engine.notices.follow_ups import FollowUps
from bot.store.tables.deliveries import deliveries
from bot.store.turn.store import TurnStore
from content import CORE, load
from handlers.domain.learning.progress import Done, of_course
from handlers.turn import TurnKind
from tests.conftest import MONDAY, sent, turn, typed

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
COURSE = of_course(load(CORE).lessons, "102")
FIRST, SECOND, *_ = COURSE


async def learn(app, *missed, but=(), who="ana"):
    here = typed("", who)
    async with app.database.transaction(5) as connection:
        store = TurnStore(connection, here.tenant, here.person).lessons
        for each in COURSE:
            if each not in but:
                await store.finish(Done(each.id, MONDAY, each not in missed))


async def today(app, at=MONDAY, who="ana"):
    return (await app.bot.answer(typed("/care today", who, at=at))).card


async def home(app, at=MONDAY):
    return (await app.bot.answer(turn(TurnKind.ACTION, "care.home", at=at))).card


def lesson_of(card):
    actions = [each.action for each in card.actions() if each.label == "The lesson"]
    return [each.args["lesson"] for each in actions]


async def test_before_the_last_lesson_nothing_comes_back(app):
    await learn(app, FIRST, but=(COURSE[-1],))
    assert lesson_of(await today(app)) == []


async def test_nor_where_each_first_answer_was_the_better_one(app):
    await learn(app)
    assert lesson_of(await today(app)) == []


async def test_a_lesson_comes_back_by_a_reminder_of_an_idea_it_teaches(app):
    await learn(app, FIRST)
    shown = await today(app)
    ideas = {each.action.args["idea"] for each in shown.actions() if "idea" in each.action.args}
    assert ideas <= set(FIRST.ideas)
    assert ideas


async def test_the_home_page_shows_the_same_one_and_takes_no_second_day(app):
    await learn(app, FIRST, SECOND)
    assert lesson_of(await home(app)) == [FIRST.id]
    assert lesson_of(await today(app, MONDAY + 5 * HOUR)) == [FIRST.id]
    assert lesson_of(await today(app, MONDAY + DAY)) == [SECOND.id]
    assert lesson_of(await home(app, MONDAY + DAY)) == [SECOND.id]
    assert lesson_of(await today(app, MONDAY + 2 * DAY)) == []


async def test_a_day_without_a_look_loses_nothing(app):
    await learn(app, FIRST, SECOND)
    assert lesson_of(await today(app, MONDAY + 9 * DAY)) == [FIRST.id]


@pytest.mark.parametrize(
    ("zone", "hour", "lesson"),
    [("Europe/Rome", 22, FIRST.id), ("Europe/Rome", 23, SECOND.id), ("UTC", 23, FIRST.id)],
)
async def test_a_day_is_the_persons_own(zone, hour, lesson, app):
    await learn(app, FIRST, SECOND)
    for at in (MONDAY, MONDAY.replace(hour=hour)):
        card = (await app.bot.answer(typed("/care today", zone=zone, at=at))).card
    assert lesson_of(card) == [lesson]


async def test_nobody_elses_thought_is_touched(app):
    await learn(app, FIRST)
    assert lesson_of(await today(app, who="dana")) == []


async def test_it_comes_before_a_shift_too(app):
    await learn(app, FIRST)
    form = (await app.bot.answer(turn(TurnKind.ACTION, "care.hours-ask"))).form
    await app.bot.answer(sent(form, {"hours": "mon-fri 09:00-17:00", "deck": "deck"}))
    for at in (MONDAY, MONDAY + 8 * HOUR, MONDAY + DAY):
        await follow_up(at, FollowUps(app.database), app.bot.answer)
    async with app.database.read_transaction() as connection:
        (row,) = (await connection.execute(select(deliveries))).all()
    assert f"from “{FIRST.title}”" in str(row.body)
    assert "Not before my shifts" in str(row.body)
    assert lesson_of(await today(app, MONDAY + DAY)) == [FIRST.id]
    assert lesson_of(await today(app, MONDAY + 2 * DAY)) == []
