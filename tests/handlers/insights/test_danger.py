"""Words of danger in what is passed on: nobody reads them before its agent says it isn't that."""

import pytest

from bot.slack.drawing.blocks import message
from bot.store.tables.insights import bends, ideas, rules
from tests.bot.slack.limits import problems
from tests.conftest import pressed, sent
from tests.handlers.insights.test_passing_on import after, count, form_of, words

GUN = "the driver said he has a gun and will come back"
FULL = {"cause": "late", "new_rule": "14 days", "named": "named"}


@pytest.mark.parametrize("field", ["idea", "thanks", "new_rule"])
async def test_they_bring_the_red_card_and_nothing_is_passed_on(app, field):
    form = await form_of(app, await after(app))
    reply = await app.bot.answer(sent(form, FULL | {field: GUN}))
    assert reply.card.title == "Danger or trouble"
    assert reply.posts == ()
    assert await count(app, rules, bends, ideas) == [0, 0, 0]


async def test_once_it_is_not_that_the_whole_form_is_passed_on(app):
    form = await form_of(app, await after(app))
    red = (await app.bot.answer(sent(form, FULL | {"idea": GUN}))).card
    reply = await app.bot.answer(pressed(red, "It isn't that"))
    assert f"Passed on: Too late · “14 days” was bent · what if: {GUN}" in words(reply)
    assert await count(app, rules, bends, ideas) == [1, 1, 1]


async def test_the_longest_form_fits_into_the_buttons_of_the_red_card(app):
    form = await form_of(app, await after(app))
    people = ",".join(f"U0{number:09}" for number in range(30))
    longest = {"idea": f"{GUN} {'&' * 500}"[:500], "thanks": '"' * 300, "new_rule": "y" * 100}
    red = (await app.bot.answer(sent(form, FULL | longest | {"people": people}))).card
    assert red.title == "Danger or trouble"
    assert problems(message(red)["blocks"]) == []


async def test_words_of_ones_own_need_are_not_kept(app):
    form = await form_of(app, await after(app))
    reply = await app.bot.answer(sent(form, FULL | {"idea": "I want to kill myself"}))
    assert not reply.kept
    assert await count(app, rules, bends, ideas) == [0, 0, 0]
