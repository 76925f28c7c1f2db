"""The bot answers whatever happens: a busy database, a bug of ours, a turn that comes twice."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.bot import Bot
from bot.store.engine.housekeeping import forget_cases
from bot.store.errors import Busy, Conflict
from bot.store.tables.asks import asks
from bot.store.tables.cases import cases
from bot.store.tables.deliveries import deliveries
from bot.store.tables.playground import web_messages
from bot.web.directory import PERSONAS
from bot.web.turns import Interaction
from handlers.domain.people import Place, Platform
from handlers.turn import TurnKind
from tests.bot.doors import DOORS
from tests.conftest import MONDAY, pressed, typed
from tests.databases import locked

SECRET = "Rosa Bianchi of the corner shop"
SOON = 2.0  # s in which a person has an answer, whatever the database does; Slack waits for 3


async def timed(act):
    """Return what it answers, and how long it takes."""
    clock = asyncio.get_running_loop().time
    started = clock()
    return await act(), clock() - started


async def is_saved(saying):
    try:
        return (await saying).reply.saved
    except Busy:  # the door tells it
        return False


async def rows(app, table):
    async with app.database.read_transaction() as connection:
        return (await connection.execute(select(table))).all()


async def test_a_locked_database_is_told_soon_and_changes_nothing(app, settings, caplog):
    caplog.set_level(logging.INFO, "bot")
    card = (await app.bot.answer(typed("/complaint"))).card
    with locked(settings.sqlite_file):
        reply, took = await timed(lambda: app.bot.answer(pressed(card, "They've said it all")))
    assert reply.card.title == "One moment"
    assert reply.card.body[0].text.startswith("Not saved")
    assert not reply.saved
    assert took < SOON
    assert "turn.not_saved intent=complaint.go" in caplog.text
    assert (await app.bot.answer(pressed(card, "They've said it all"))).saved


async def test_the_page_shows_that_nothing_was_saved_and_keeps_the_card(app, settings):
    said = Interaction("demo", PERSONAS["ana"], "@ana", TurnKind.COMMAND, "t1", text="/complaint")
    shown = await app.web_door.answer(said)
    button = shown.reply.card.buttons[0]
    press = replace(
        said,
        kind=TurnKind.ACTION,
        turn_id="t2",
        text="",
        intent=button.action.intent,
        args=button.action.args,
        message=shown.messages[-1].id,
    )
    with locked(settings.sqlite_file):
        answer, took = await timed(lambda: app.web_door.answer(press))
    assert answer.reply.card.title == "One moment"
    assert answer.messages[-1].id != shown.messages[-1].id
    assert took < SOON


@pytest.mark.parametrize("door", DOORS)
async def test_too_much_at_once_is_told_and_leaves_the_card_as_it_is(door, settings):
    async with DOORS[door](settings.model_copy(update={"turns_person": 2})) as opened:
        seen = await opened.say("/complaint")  # bare, it is not counted
        form = await opened.say("/reminders add")
        await opened.say("/care today")
        pressed = await opened.press(seen, "They've said it all")
        kept = await opened.fill(form, {"phrase": "weekdays 09:30"})
        assert pressed.title == kept.title == "One moment"
        assert pressed.message != seen.message
        assert (await opened.press(seen, "Danger or trouble")).title == "Danger or trouble"


async def test_a_typed_line_is_told_soon_as_well(app, settings):
    said = Interaction("demo", PERSONAS["ana"], "@ana", TurnKind.COMMAND, "t1", text="/complaint")
    with locked(settings.sqlite_file):
        saved, took = await timed(lambda: is_saved(app.web_door.answer(said)))
    assert not saved
    assert took < SOON


async def test_a_bug_of_ours_is_a_kind_card_with_the_turn_and_no_word_of_the_customer(
    app, caplog, monkeypatch
):
    caplog.set_level(logging.INFO, "bot")
    monkeypatch.setattr("handlers.complaint.commands.personal_in", broken)
    reply = await app.bot.answer(typed(f"/complaint {SECRET}", id="turn-4711"))
    assert reply.card.title == "That is our fault"
    assert any("turn-4711" in each.text for each in reply.card.body)
    assert not reply.saved
    assert reply.private
    assert await rows(app, cases) == []
    (record,) = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert record.getMessage() == "turn.failed intent=complaint"
    assert SECRET not in record.getMessage()


async def test_no_word_of_a_customer_is_in_the_log_of_a_good_turn(app, caplog):
    caplog.set_level(logging.DEBUG, "bot")
    card = (await app.bot.answer(typed(f"/complaint {SECRET}"))).card
    await app.bot.answer(pressed(card, "They've said it all"))
    await app.bot.answer(typed(f"/{SECRET}"))
    assert "turn.answered intent=complaint " in caplog.text
    assert "Rosa" not in caplog.text


async def test_the_same_turn_twice_is_one_case(app):
    asked = typed("/complaint parcel lost")
    first, second = await app.bot.answer(asked), await app.bot.answer(asked)
    assert first.card == second.card
    assert len(await rows(app, cases)) == 1


async def test_the_same_turn_twice_at_once_is_one_case(app, at_once):
    asked = typed("/complaint parcel lost")
    await asyncio.gather(*(app.bot.answer(asked) for _ in range(5)))
    assert len(await rows(app, cases)) == 1


async def test_ten_presses_at_once_are_one(app, at_once):
    card = (await app.bot.answer(typed("/complaint"))).card
    replies = await asyncio.gather(
        *(app.bot.answer(pressed(card, "They've said it all")) for _ in range(10))
    )
    assert {each.card.title for each in replies} == {"Play it back"}
    (row,) = await rows(app, cases)
    assert (row.step, row.rev) == ("listen", 2)


@pytest.mark.parametrize(
    ("times", "title"),
    [(7, "Let them tell it all"), (8, "That is our fault")],
    ids=["seven times", "eight times"],
)
async def test_a_turn_that_meets_others_is_taken_eight_times(app, monkeypatch, times, title):
    met = []

    async def dispatch(turn, services):
        met.append(turn.id)
        if len(met) <= times:
            raise Conflict
        return await real(turn, services)

    from bot import bot as module

    real = module.dispatch
    monkeypatch.setattr(module, "dispatch", dispatch)
    reply = await app.bot.answer(typed("/complaint"))
    assert reply.card.title == title
    assert len(met) == 8


async def test_a_post_and_what_caused_it_are_saved_together(app, monkeypatch):
    card = (await app.bot.answer(typed("/complaint"))).card
    for label in ("Danger or trouble", "Safety"):
        card = (await app.bot.answer(pressed(card, label))).card
    monkeypatch.setattr("bot.bot.enqueue", broken_later)
    reply = await app.bot.answer(pressed(card, "Page the duty lead"))
    assert not reply.saved
    assert await rows(app, asks) == []
    assert await rows(app, deliveries) == []


async def test_lanes_are_woken_only_after_the_turn_was_saved(app):
    seen = []

    async def wake(lanes):
        seen.extend([*lanes, len(await rows(app, deliveries))])

    bot = Bot(app.library, app.database, wake)
    card = (await bot.answer(typed("/complaint"))).card
    for label in ("Danger or trouble", "Safety", "Page the duty lead"):
        card = (await bot.answer(pressed(card, label))).card
    assert seen == ["web:demo:leads!", 1]


async def test_a_press_is_one_question_one_answer_and_one_commit(app):
    card = (await app.bot.answer(typed("/complaint"))).card
    before = app.database.round_trips
    await app.bot.answer(pressed(card, "They've said it all"))
    assert app.database.round_trips - before == 3  # on SQLite the question comes with BEGIN


SLACK = Place(Platform.SLACK, "T1", "C1")


async def test_a_press_in_slack_is_two_trips_to_sqlite(app):
    card = (await app.bot.answer(replace(typed("/complaint"), place=SLACK))).card
    before = app.database.round_trips
    turn = replace(pressed(card, "They've said it all"), place=SLACK)
    assert (await app.bot.answer(turn)).card.title == "Play it back"
    assert app.database.round_trips - before == 2


async def test_what_was_typed_is_forgotten_after_ninety_days(app):
    said = Interaction(
        "demo", PERSONAS["ana"], "@ana", TurnKind.COMMAND, "t1", text=f"/complaint {SECRET}"
    )
    await app.web_door.answer(said)
    ninety = timedelta(days=90)
    assert await forget_cases(app.database, MONDAY + ninety - timedelta(minutes=5), ninety) == 0
    assert await forget_cases(app.database, MONDAY + ninety + timedelta(minutes=5), ninety) == 1
    assert await rows(app, cases) == []
    assert SECRET not in str(await rows(app, web_messages))


def broken(*_):
    raise ValueError(SECRET)


async def broken_later(*_):
    raise ValueError(SECRET)
