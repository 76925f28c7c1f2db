"""What was promised stands on the person's own page and in their list, late ones first."""

from datetime import timedelta

from handlers.cards import Choices
from handlers.turn import TurnKind
from tests.conftest import MONDAY, turn, typed

NOON = MONDAY + timedelta(hours=3)


async def promise_all(app, *lines):
    for line in lines:
        await app.bot.answer(typed(f"/promise {line}"))


def labels(card):
    return [
        row.label
        for block in card.body
        if isinstance(block, Choices)
        for row in block.rows
        if row.action.intent == "promises.show"
    ]


async def test_the_page_of_a_person_shows_what_they_promised_late_ones_first(app):
    await promise_all(app, "send it by 15:00", "write by 10:00", "ring by 11:00")
    home = await app.bot.answer(turn(TurnKind.ACTION, "care.home", at=NOON))
    assert labels(home.card) == [
        "Late · write · today 10:00",
        "Late · ring · today 11:00",
        "send it · today 15:00",
    ]


async def test_the_page_of_a_colleague_shows_none_of_it(app):
    await promise_all(app, "send it by 15:00")
    home = await app.bot.answer(turn(TurnKind.ACTION, "care.home", "dana", at=NOON))
    assert labels(home.card) == []


async def test_a_long_list_says_how_many_more_there_are(app):
    await promise_all(app, *(f"ring {'very ' * 20}{number} by 15:00" for number in range(11)))
    card = (await app.bot.answer(typed("/promise"))).card
    assert len(labels(card)) == 8
    assert max(map(len, labels(card))) <= 75
    assert card.body[-1].text == "And 3 more."


async def test_fifty_open_promises_are_plenty(app):
    await promise_all(app, *(f"ring {number} by 15:00" for number in range(50)))
    card = (await app.bot.answer(typed("/promise ring once more by 15:00"))).card
    assert (card.title, "plenty" in card.body[0].text) == ("Not quite", True)
