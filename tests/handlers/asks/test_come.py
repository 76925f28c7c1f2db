"""Somebody who is not OK asks for somebody: they read that, nothing else, and it is forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.store.engine.housekeeping import forget_asks
from bot.store.tables.asks import asks
from bot.store.tables.deliveries import deliveries
from bot.store.tables.people import people
from handlers.cards import Action
from handlers.domain.retention import KEEP_NOTES
from handlers.turn import TurnKind
from tests.calendars import rows_of
from tests.conftest import MONDAY, pressed, sent, turn, typed

COME = Action("asks.ask", {"kind": "come"})
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


async def asked(app, **others):
    return await app.bot.answer(turn(TurnKind.ACTION, COME.intent, args=COME.args, **others))


async def test_the_lead_reads_that_somebody_asks_them_to_come_and_nothing_else(app):
    reply = await asked(app)
    (post,) = reply.posts
    assert (post.reader, post.card.title, post.card.body) == ("dana", "Ana asks you to come", ())
    assert [each.label for each in post.card.buttons] == ["I'm coming"]
    assert "I have asked Dana to come to you." in texts(reply.card)
    assert reply.card.body[0].text.startswith("If you may be in danger, ring")
    taken = await app.bot.answer(pressed(post.card, "I'm coming", "dana"))
    assert taken.card.title == "It's yours"


async def test_pressed_again_it_is_the_same(app):
    await asked(app)
    assert (await asked(app)).posts == ()


async def test_any_colleague_by_choice(app):
    card = (await asked(app)).card
    form = (await app.bot.answer(pressed(card, "Ask a colleague"))).form
    again = (await app.bot.answer(sent(form, {"people": ""}))).form
    assert again.fields[0].error
    alex = turn(TurnKind.SUBMIT, form.action.intent, args={"people": "alex"})
    (post,) = (await app.bot.answer(alex)).posts
    assert (post.reader, post.card.title) == ("alex", "Ana asks you to come")


async def test_where_nobody_is_left_it_is_said_and_nobody_is_asked(app):
    async with app.database.transaction() as connection:
        await connection.execute(update(people).values(role="agent"))
    reply = await asked(app)
    assert reply.posts == ()
    assert reply.card.title == "Nobody is asked"
    assert "There is nobody I could ask to come." in texts(reply.card)


async def test_after_a_minute_it_is_said_that_nobody_has_answered_and_asked_again(app):
    await asked(app)
    args = {"ask": (await rows_of(app.database, asks))[0].id, "person": "ana"}
    late = {"at": MONDAY + MINUTE, "args": args}
    (told,) = (await app.bot.answer(turn(TurnKind.NOTICE, "asks.notice", **late))).posts
    assert told.card.body[0].text.startswith("If you may be in danger, ring")
    assert "Nobody has answered." in texts(told.card)
    card = (await asked(app, at=MONDAY + MINUTE, message="m1")).card
    assert [each.label for each in card.buttons] == ["Not needed any more", "Ask a colleague"]
    assert len((await rows_of(app.database, asks))[0].messages) == 2, "they are asked once more"


async def test_from_the_card_there_is_a_way_back_to_the_complaint_that_is_on(app):
    live = (await app.bot.answer(typed("/complaint the van never came"))).card
    own = (await app.bot.answer(typed("I'm not OK"))).card
    back = (await app.bot.answer(pressed(own, "Back to the complaint"))).card
    assert back.title == live.title
    waiting = (await app.bot.answer(pressed(own, "Ask somebody to come"))).card
    assert (
        await app.bot.answer(pressed(waiting, "Back to the complaint"))
    ).card.title == live.title


@pytest.mark.parametrize(
    ("after", "kept"), [(timedelta(hours=18), 1), (timedelta(hours=18) + SECOND, 0)]
)
async def test_it_is_not_kept_after_the_day_and_neither_are_its_words(app, after, kept):
    await asked(app)
    async with app.database.transaction() as connection:
        await connection.execute(update(deliveries).values(state="sent"))
    await forget_asks(app.database, MONDAY + after, KEEP_NOTES)
    assert len(await rows_of(app.database, asks)) == kept
    (row,) = await rows_of(app.database, deliveries)
    assert (row.body is not None) == bool(kept)


async def test_another_ask_is_kept_as_long_as_a_complaint(app):
    page = turn(TurnKind.ACTION, "asks.ask", args={"kind": "page", "branch": "safety"})
    reply = await app.bot.answer(page)
    assert [str(each.place) for each in reply.posts] == ["web:demo:leads"]
    assert reply.card.title == "Your call for the lead"
    await forget_asks(app.database, MONDAY + KEEP_NOTES, KEEP_NOTES)
    assert len(await rows_of(app.database, asks)) == 1
    await forget_asks(app.database, MONDAY + KEEP_NOTES + SECOND, KEEP_NOTES)
    assert await rows_of(app.database, asks) == []


def texts(card) -> str:
    return "\n".join(getattr(block, "text", "") for block in card.body)
