"""The same again within a minute: what is the same, and what a press on the card does."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.bot import Bot
from bot.library import Library
from bot.serve.app import nobody
from bot.store.tables.cases import cases
from bot.store.tables.people import people
from bot.store.tables.promises import promises
from bot.store.tables.schedules import schedules
from bot.store.tables.shoutouts import shoutouts
from handlers.domain.people import Mention, Place, Platform, Role
from handlers.repeats import ANOTHER
from tests.conftest import MONDAY, pressed, sent, typed

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LINES = [
    pytest.param("/complaint the coat came torn", cases, id="a complaint"),
    pytest.param("/promise ring back by today 16:00", promises, id="a promise"),
    pytest.param("/promise ring back in 2 hours", promises, id="a promise from now on"),
    pytest.param("/reminders add weekdays 08:55", schedules, id="a reminder"),
    pytest.param("/reminders add 24 Dec 08:55", schedules, id="a reminder for once"),
]

THANKS = "/shoutout @Bo for staying late with the late parcel"


@pytest.fixture
def bot(database):
    return Bot(Library(), database, nobody)


async def count(database, table):
    async with database.read_transaction() as connection:
        return await connection.scalar(select(func.count()).select_from(table))


def again(line, wait=SECOND, who="ana", **others):
    """Return the line of somebody, a while later, in a channel of Slack."""
    place = Place(Platform.SLACK, "T1", others.pop("channel", "C1"))
    return replace(typed(line, who, at=MONDAY + wait, **others), place=place)


@pytest.mark.parametrize(("line", "table"), LINES)
async def test_the_same_line_shows_what_stands_and_another_is_one_press(line, table, bot, database):
    await bot.answer(again(line, timedelta()))
    standing = (await bot.answer(again(f"{line.upper()} ", MINUTE))).card
    assert ANOTHER in [each.label for each in standing.actions()]
    assert "Nothing was added." in standing.body[0].text
    assert await count(database, table) == 1
    for wait in (SECOND, 2 * SECOND, timedelta(minutes=30)):  # presses of their own, one button
        press = replace(pressed(standing, ANOTHER, at=MONDAY + wait), place=again("").place)
        reply = await bot.answer(press)
        assert reply.saved
        assert not reply.refused
        assert ANOTHER not in [each.label for each in reply.card.actions()]
        assert await bot.answer(press) is not None
        assert await count(database, table) == 2


@pytest.mark.parametrize(("line", "table"), LINES)
async def test_after_a_minute_it_is_simply_another(line, table, bot, database):
    await bot.answer(again(line, timedelta()))
    later = (await bot.answer(again(line, MINUTE + SECOND))).card
    assert ANOTHER not in [each.label for each in later.actions()]
    assert await count(database, table) == 2


@pytest.mark.parametrize(("line", "table"), LINES)
async def test_one_request_that_comes_twice_is_answered_as_at_first(line, table, bot, database):
    first = again(line)
    replies = [await bot.answer(first) for _ in range(3)]
    assert len({each.card.title for each in replies}) == 1
    assert not [each for card in replies for each in card.card.actions() if each.label == ANOTHER]
    assert await count(database, table) == 1


@pytest.mark.parametrize(("line", "table"), LINES)
async def test_the_same_line_of_somebody_else_is_theirs(line, table, bot, database):
    await bot.answer(again(line))
    other = (await bot.answer(again(line, who="dana"))).card
    assert ANOTHER not in [each.label for each in other.actions()]
    assert await count(database, table) == 2


@pytest.mark.parametrize(("line", "table"), LINES)
async def test_a_button_pressed_twice_at_once_adds_one(at_once, line, table, bot, database):
    await bot.answer(again(line))
    standing = (await bot.answer(again(line))).card
    presses = [
        replace(pressed(standing, ANOTHER, at=MONDAY + 2 * SECOND), place=again("").place)
        for _ in range(4)
    ]
    replies = await asyncio.gather(*(bot.answer(each) for each in presses))
    assert all(each.saved for each in replies)
    assert await count(database, table) == 2


@pytest.mark.parametrize(("line", "table"), LINES)
async def test_the_same_line_typed_several_times_at_once_is_one(
    at_once, line, table, bot, database
):
    """Each is a request of its own, of somebody whom we know: to note them would be to wait."""
    await bot.answer(again("/care"))
    replies = await asyncio.gather(*(bot.answer(again(line)) for _ in range(4)))
    assert all(each.saved for each in replies)
    assert await count(database, table) == 1


async def test_the_same_thanks_given_several_times_at_once_are_given_once(at_once, bot, database):
    for who in ("ana", "dana"):
        await bot.answer(again("/care", who=who))
    async with database.transaction(5) as connection:
        await connection.execute(update(people).values(role=Role.MANAGER.value))
    asked = (bot.answer(replace(again(THANKS), mentions=(Mention("bo", "Bo"),))) for _ in range(4))
    replies = await asyncio.gather(*asked)
    assert [each.form for each in replies] == [None] * 4
    assert await count(database, shoutouts) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/complaint the coat came torn", "/complaint the coat came torn again"),
        ("/promise ring back by today 16:00", "/promise ring back by today 16:01"),
        ("/promise ring back by today 16:00", "/promise ring them back by today 16:00"),
        ("/promise ring back by today 16:00", "/promise ring back, case 4471 by today 16:00"),
        ("/promise ring back in 2 hours", "/promise ring back in 3 hours"),
        ("/reminders add weekdays 08:55", "/reminders add weekdays 09:55"),
        ("/reminders add weekdays 08:55", "/reminders add daily 08:55"),
        ("/reminders add weekdays 08:55", "/reminders add weekdays 08:55 Europe/Rome"),
    ],
)
async def test_something_else_is_something_else(first, second, bot):
    for line in (first, second):
        card = (await bot.answer(again(line))).card
        assert ANOTHER not in [each.label for each in card.actions()]


async def test_the_same_reminder_in_another_channel_is_another(bot, database):
    for channel in ("C1", "C2"):
        card = (await bot.answer(again("/reminders add weekdays 08:55", channel=channel))).card
        assert card.title.startswith("Set up: ")
    assert await count(database, schedules) == 2


async def test_a_closed_case_and_a_kept_promise_do_not_stand(bot, database):
    card = (await bot.answer(again("/complaint the coat came torn"))).card
    for label in ("More …", "Skip this step") * 6:
        press = pressed(card, label, at=MONDAY + SECOND)
        card = (await bot.answer(replace(press, place=again("").place))).card
    assert "is closed" in card.title
    await bot.answer(again("/complaint the coat came torn"))
    assert await count(database, cases) == 2
    noted = (await bot.answer(again("/promise ring back by today 16:00"))).card
    await bot.answer(replace(pressed(noted, "Kept"), place=again("").place))
    await bot.answer(again("/promise ring back by today 16:00"))
    assert await count(database, promises) == 2


async def test_a_line_and_a_form_are_the_same_promise_and_the_same_reminder(bot, database):
    form = (await bot.answer(again("/reminders add"))).form
    await bot.answer(again("/reminders add weekdays 08:55"))
    filled = replace(sent(form, {"phrase": "Mon-Fri 8:55"}, at=MONDAY), place=again("").place)
    reply = await bot.answer(filled)
    assert reply.card.title.startswith("Set up already: ")
    assert await count(database, schedules) == 1


async def test_a_button_of_what_is_gone_is_a_kind_answer(bot, database):
    await bot.answer(again("/reminders add weekdays 08:55"))
    standing = (await bot.answer(again("/reminders add weekdays 08:55"))).card
    place = again("").place
    await bot.answer(replace(pressed(standing, "Remove"), place=place))
    reply = await bot.answer(replace(pressed(standing, ANOTHER), place=place))
    assert reply.refused
    assert "That reminder is gone" in reply.card.body[0].text
    assert await count(database, schedules) == 0


async def test_a_button_of_a_moment_that_is_over_adds_nothing(bot, database):
    line = "/reminders add today 16:00"
    await bot.answer(again(line))
    standing = (await bot.answer(again(line))).card
    late = pressed(standing, ANOTHER, at=MONDAY + timedelta(days=1))
    reply = await bot.answer(replace(late, place=again("").place))
    assert reply.refused
    assert "Its time is over" in reply.card.body[0].text
    assert await count(database, schedules) == 1


async def test_the_button_of_somebody_elses_story_opens_nothing(bot, database):
    await bot.answer(again("/complaint the coat came torn"))
    standing = (await bot.answer(again("/complaint the coat came torn"))).card
    reply = await bot.answer(replace(pressed(standing, ANOTHER, "dana"), place=again("").place))
    assert reply.refused
    assert await count(database, cases) == 1


@pytest.mark.parametrize("line", ["/complaint", "/complaint the coat came torn"])
async def test_complaints_at_once_open_one_case(at_once, line, bot, database):
    replies = await asyncio.gather(*(bot.answer(again(line)) for _ in range(4)))
    assert {each.card.title for each in replies} == {"Let them tell it all"}
    assert await count(database, cases) == 1
