"""Words of danger first: what is looked at, what a button carries, and what leaves no trace."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.slack.drawing.blocks import message
from bot.store.tables.all_tables import metadata
from handlers.danger.first import LOOKED_AT
from handlers.domain.people import Place, Platform
from handlers.routes import ACTIONS, ROUTES, SUBMITS
from tests.conftest import pressed, typed


def test_what_is_looked_at_is_in_the_tables():
    known = {"unknown", *SUBMITS, *(route.intent for route in ROUTES)}
    assert set(LOOKED_AT) <= known
    assert "danger.go-on" in ACTIONS


@pytest.mark.parametrize(
    "line",
    [
        "/reminders add weekdays 08:55 he will kill himself",
        "/shoutout for staying with a man with a knife",
        "/care today",
    ],
)
async def test_settings_reminders_and_thanks_are_not_looked_at(line, app):
    reply = await app.bot.answer(typed(line))
    assert reply.card is None or reply.card.title != "Danger or trouble"


@pytest.mark.parametrize(
    "line", ["/complaint I want to die", "I'm not OK", "/promise I want to die"]
)
async def test_of_somebody_who_is_not_ok_no_row_is_made(line, app):
    there = Place(Platform.SLACK, "T1", "D1", direct=True)
    before = await everything(app.database)
    reply = await app.bot.answer(replace(typed(line), place=there))
    assert not reply.kept
    assert not reply.posts
    assert await everything(app.database) == before


@pytest.mark.parametrize("sign", ["<", "&", '"', "\n", "é", "😀", "x"])
async def test_a_button_carries_what_fits_whatever_was_typed(sign, app):
    card = (await app.bot.answer(typed(f"he has a gun {sign * 5000}"))).card
    assert card.title == "Danger or trouble"
    message(card)  # Slack refuses a button that carries more


@pytest.mark.parametrize(("length", "carried"), [(999, 999), (1000, 1000), (1001, 1000)])
async def test_a_button_brings_back_a_thousand_characters(length, carried, app):
    line = ("/promise he has a gun " + "and so on " * 99)[:length]
    card = (await app.bot.answer(typed(line))).card
    (brought,) = (each.action.args["line"] for each in card.actions() if "line" in each.action.args)
    assert brought == line[:carried]


async def test_a_long_promise_without_a_time_goes_on_as_it_was_typed(app):
    line = "go back to the man with the gun " + "and ask again " * 6
    red = (await app.bot.answer(typed(f"/promise {line}"))).card
    asked = (await app.bot.answer(pressed(red, "It isn't that"))).card
    assert asked.title == "By when?"
    assert asked.body[0].text.casefold() == f"{line.strip()}.".casefold()


async def test_the_same_press_twice_is_one_complaint(app):
    red = (await app.bot.answer(typed("he has a gun"))).card
    for _ in range(2):
        card = (await app.bot.answer(pressed(red, "Threat or abuse"))).card
        assert card.title == "Safety first"
        assert "Case 1001" in card.body[0].text


async def everything(database):
    async with database.read_transaction() as connection:
        return {
            table.name: await connection.scalar(select(func.count()).select_from(table))
            for table in metadata.sorted_tables
        }
