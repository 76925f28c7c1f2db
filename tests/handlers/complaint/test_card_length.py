"""Whoever has closed twenty complaints reads less; how many they are is their own affair."""

from contextlib import asynccontextmanager

import pytest

from bot.store.turn.store import TurnStore
from handlers.cards import Card, Text, Tone
from handlers.domain.people import SHORT_CARDS_AFTER, CardLength
from handlers.turn import TurnKind
from tests.conftest import pressed, turn, typed

CHOICES = [
    pytest.param(CardLength.AUTO, SHORT_CARDS_AFTER - 1, False, id="auto, one too few"),
    pytest.param(CardLength.AUTO, SHORT_CARDS_AFTER, True, id="auto, enough"),
    pytest.param(CardLength.SHORT, 0, True, id="short from the first day"),
    pytest.param(CardLength.FULL, 500, False, id="full for ever"),
]


@pytest.mark.parametrize(("length", "closed", "terse"), CHOICES)
async def test_a_card_is_as_long_as_somebody_wants_it(app, length, closed, terse):
    async with ana(app) as store:
        await store.personal.set_card_length(length)
        await store.personal.count_closed(closed)
        member = await store.member()
    assert (member.card_length, member.closed_cases, member.terse) == (length, closed, terse)
    card = (await app.bot.answer(typed("/complaint"))).card
    assert bool(lines(card)) is not terse
    other = (await app.bot.answer(pressed(card, "Other words"))).card
    assert ("I want to hear all of it. What happened?" in lines(other)) is terse
    second = (await app.bot.answer(pressed(card, "Second time this happened"))).card
    assert lines(second), "a second time always has its line"


async def test_each_case_that_is_closed_counts_once(app):
    card = await ended(app, "the first one")
    assert await closed_cases(app) == 1
    await app.bot.answer(pressed(card, "Reopen"))
    assert await closed_cases(app) == 0
    await ended(app, "the second one")
    assert await closed_cases(app) == 1
    listed = (await app.bot.answer(typed("/complaint a third one"))).card
    listed = (await app.bot.answer(pressed(listed, "More …"))).card
    await app.bot.answer(pressed(listed, "Opened by mistake"))
    assert await closed_cases(app) == 1, "what was a mistake doesn't count"


async def test_the_number_never_falls_below_none(app):
    async with ana(app) as store:
        await store.personal.count_closed(-3)
        await store.personal.count_closed(2)
        await store.personal.count_closed(-5)
    assert await closed_cases(app) == 0


async def test_it_is_forgotten_with_the_rest(app):
    async with ana(app) as store:
        await store.personal.set_card_length(CardLength.SHORT)
        await store.personal.count_closed(30)
    await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete"))
    async with ana(app) as store:
        member = await store.member()
    assert (member.card_length, member.closed_cases) == (CardLength.AUTO, 0)


async def test_a_manager_forgets_it_and_stays_one(app):
    async with of(app, "dana") as store:
        await store.personal.set_card_length(CardLength.FULL)
        await store.personal.count_closed(30)
    await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete", "dana"))
    async with of(app, "dana") as store:
        member = await store.member()
    assert (member.card_length, member.closed_cases) == (CardLength.AUTO, 0)


def lines(card: Card) -> list[str]:
    return [each.text for each in card.body if isinstance(each, Text) and each.tone is Tone.SAY]


@asynccontextmanager
async def of(app, who: str):
    """Yield the store of one person, in a transaction of its own."""
    asked = typed("/complaint", who)
    async with app.database.transaction(5) as connection:
        yield TurnStore(connection, asked.tenant, asked.person)


def ana(app):
    return of(app, "ana")


async def closed_cases(app) -> int:
    async with ana(app) as store:
        return (await store.member()).closed_cases


async def ended(app, story: str) -> Card:
    card = (await app.bot.answer(typed(f"/complaint {story}"))).card
    for label in ("More …", "Skip this step") * 6:
        card = (await app.bot.answer(pressed(card, label))).card
    assert card.title.endswith("is closed")
    return card
