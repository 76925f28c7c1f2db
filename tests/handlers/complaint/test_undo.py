"""What is thrown away is gone, with its promise; what others were told of is taken back instead."""

from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.store.tables.cases import cases
from bot.store.tables.promises import promises
from bot.store.turn.store import TurnStore
from handlers.domain.promise import LeadNotice, PromiseState
from tests.conftest import pressed, typed

TO_A_PROMISE = (
    *("They've said it all", "They feel heard", "Said it"),
    *("Find out and ring back", "In 1 hour", "Yes"),
)


async def promised(app):
    card = (await app.bot.answer(typed("/complaint the wrong window"))).card
    for label in TO_A_PROMISE:
        card = (await app.bot.answer(pressed(card, label))).card
    return card


async def thrown_away(app, card):
    listed = (await app.bot.answer(pressed(card, "More …"))).card
    return (await app.bot.answer(pressed(listed, "Opened by mistake"))).card


@asynccontextmanager
async def ana(app):
    asked = typed("/complaint")
    async with app.database.transaction(5) as connection:
        yield TurnStore(connection, asked.tenant, asked.person)


async def rows(app, table):
    async with app.database.read_transaction(5) as connection:
        return (await connection.execute(select(table))).all()


async def test_a_case_opened_by_mistake_leaves_no_row(app):
    card = await thrown_away(app, await promised(app))
    assert card.title == "Case 1001 is thrown away"
    assert await rows(app, cases) == []
    assert await rows(app, promises) == []


async def test_a_promise_that_the_lead_was_told_of_is_withdrawn(app):
    card = await promised(app)
    async with ana(app) as store:
        (promise,) = await store.promises.open()
        await store.promises.save(replace(promise, lead=LeadNotice.DELIVERED))
    await thrown_away(app, card)
    assert await rows(app, cases) == []
    assert [row.state for row in await rows(app, promises)] == [PromiseState.WITHDRAWN]


async def test_a_promise_that_was_kept_stays_on_record(app):
    card = await promised(app)
    listed = (await app.bot.answer(typed("/promise"))).card
    (choice, *_) = listed.body[0].rows
    shown = (await app.bot.answer(pressed(listed, choice.label))).card
    await app.bot.answer(pressed(shown, "Kept"))
    await thrown_away(app, card)
    assert [row.state for row in await rows(app, promises)] == [PromiseState.KEPT]


@pytest.mark.parametrize("label", ["Opened by mistake", "Skip this step"])
async def test_an_old_list_throws_nothing_away(app, label):
    card = (await app.bot.answer(typed("/complaint the van"))).card
    listed = (await app.bot.answer(pressed(card, "More …"))).card
    await app.bot.answer(pressed(card, "They've said it all"))
    shown = (await app.bot.answer(pressed(listed, label))).card
    assert shown.title == "Play it back"
    assert len(await rows(app, cases)) == 1
