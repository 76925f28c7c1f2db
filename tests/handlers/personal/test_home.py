"""A person's own page: what they promised, late ones first, and what they have set."""

from dataclasses import replace
from datetime import timedelta

from handlers.cards import Choices
from handlers.turn import TurnKind
from tests.conftest import MONDAY, pressed, sent, turn, typed

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
    await promise_all(app, *(f"ring {'very ' * 20}no {number} by 15:00" for number in range(11)))
    card = (await app.bot.answer(typed("/promise"))).card
    assert len(labels(card)) == 8
    assert max(map(len, labels(card))) <= 75
    assert card.body[-1].text == "And 3 more."


async def test_fifty_open_promises_are_plenty(app):
    await promise_all(app, *(f"ring no {number} by 15:00" for number in range(50)))
    card = (await app.bot.answer(typed("/promise ring once more by 15:00"))).card
    assert (card.title, "plenty" in card.body[0].text) == ("Not quite", True)


async def test_the_page_says_what_its_owner_has_set_and_changes_it(app):
    home = (await app.bot.answer(turn(TurnKind.ACTION, "care.home"))).card
    assert notes(home, "Cards:") == ["Cards: auto · Phone · Thanks for you: private"]
    card = (await app.bot.answer(pressed(home, "Your settings"))).card
    form = (await app.bot.answer(pressed(card, "Cards and way of contact"))).form
    await app.bot.answer(sent(form, {"length": "short", "contact": "chat"}))
    places = (await app.bot.answer(pressed(card, "Where thanks may go"))).card
    await app.bot.answer(pressed(places, "My team's channel"))
    home = (await app.bot.answer(turn(TurnKind.ACTION, "care.home"))).card
    assert notes(home, "Cards:") == [
        "Cards: short · Chat or e-mail · Thanks for you: in your team's channel"
    ]


async def test_a_value_that_is_not_in_the_list_changes_nothing(app):
    form = (await app.bot.answer(turn(TurnKind.ACTION, "care.me-ask"))).form
    for odd in ({"length": "endless"}, {"contact": "by owl"}):
        assert (await app.bot.answer(sent(form, odd))).card.title == "Not quite"
    assert (await app.bot.answer(turn(TurnKind.ACTION, "care.me-ask"))).form == form


async def test_who_was_never_placed_sets_their_own(app):
    asked = typed("/care me")
    stranger = replace(asked.person, id="new", name="New", membership=None)
    card = (await app.bot.answer(replace(asked, person=stranger))).card
    assert card.title == "Your settings"


def notes(card, begins):
    return [b.text for b in card.body if getattr(b, "text", "").startswith(begins)]
