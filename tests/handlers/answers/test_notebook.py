"""A line of one's own on a what-if."""

from datetime import timedelta

import pytest

from bot.store.tables.answers import notebook
from handlers.answers.notebook import MOST_LINES
from handlers.danger.first import words_of_form
from tests.calendars import rows_of
from tests.conftest import pressed, sent, typed
from tests.handlers.answers.conftest import HALF_PAST


async def kept(channel, line):
    await channel.set_up("what-if")
    card = await channel.comes()
    form = (await channel.press(card, "Note a line of mine", "ana", HALF_PAST)).form
    return await channel.app.bot.answer(sent(form, {"line": line}, "ana"))


async def test_a_line_is_kept_for_whoever_wrote_it(channel):
    reply = await kept(channel, "Ring  them before they ring us")
    assert reply.private

    mine = (await channel.app.bot.answer(typed("care me", "ana"))).card
    book = (await channel.app.bot.answer(pressed(mine, "Your notebook", "ana"))).card

    assert "Ring them before they ring us" in str(book)
    other = (await channel.app.bot.answer(pressed(mine, "Your notebook", "dana"))).card
    assert "Ring them" not in str(other)


async def test_what_is_private_in_it_is_taken_out(channel):
    await kept(channel, "ring 06.12.34.56.78 first")

    (row,) = await rows_of(channel.app.database, notebook)

    assert row.line == "ring [phone] first"


async def test_a_line_can_be_struck_and_goes_with_ones_data(channel):
    await kept(channel, "say it first")
    book = (await channel.app.bot.answer(typed("care me", "ana"))).card
    shown = (await channel.app.bot.answer(pressed(book, "Your notebook", "ana"))).card
    nobody = (await channel.app.bot.answer(pressed(shown, "Strike: say it first", "dana"))).card
    assert nobody.title == "Your notebook"
    assert len(await rows_of(channel.app.database, notebook)) == 1

    await channel.app.bot.answer(pressed(shown, "Strike: say it first", "ana"))

    assert await rows_of(channel.app.database, notebook) == []


async def test_words_of_danger_bring_the_red_card_and_are_not_kept(channel):
    reply = await kept(channel, "he said he will kill himself tonight")

    assert reply.card.title != "Noted"
    assert await rows_of(channel.app.database, notebook) == []


def test_the_name_of_a_text_is_no_word_of_whoever_writes():
    sent = {"of": "he-will-kill-himself", "on": "s1@2026", "scene": "0", "line": "ring first"}
    assert words_of_form(sent) == "ring first"


async def test_an_empty_or_too_long_line_comes_back_with_what_is_wrong(channel):
    reply = await kept(channel, " ")
    assert reply.form.fields[0].error

    again = await channel.app.bot.answer(sent(reply.form, {"line": "x" * 151}, "ana"))

    assert "151 characters; 150 is the most." in again.form.fields[0].error
    assert again.form.fields[0].value == "x" * 151


@pytest.fixture
async def full(channel):
    """A notebook with all the lines that it takes, and the form for one more."""
    form = (await kept(channel, " ")).form
    for number in range(MOST_LINES):
        at = HALF_PAST + timedelta(minutes=number)
        line = sent(form, {"line": f"line {number}"}, "ana", at=at)
        assert (await channel.app.bot.answer(line)).card.title == "Noted"
    return form


async def test_a_full_notebook_gives_the_line_back(channel, full):
    reply = await channel.app.bot.answer(sent(full, {"line": "one more"}, "ana"))

    assert reply.form.fields[0].value == "one more"
    assert "Strike one first" in reply.form.fields[0].error
    assert len(await rows_of(channel.app.database, notebook)) == MOST_LINES


async def test_every_line_of_a_notebook_can_be_seen(channel, full):
    mine = (await channel.app.bot.answer(typed("care me", "ana"))).card
    card, label, seen = mine, "Your notebook", []
    for _ in range(MOST_LINES // 8):
        card = (await channel.app.bot.answer(pressed(card, label, "ana"))).card
        seen += [each.label for each in card.actions() if each.label.startswith("Strike")]
        label = next((each.label for each in card.buttons), "")
    assert label == ""
    assert seen == [f"Strike: line {number}" for number in reversed(range(MOST_LINES))]
