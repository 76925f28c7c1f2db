"""A request that comes again, by accident or on purpose, has had its effect."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store.engine.housekeeping import forget_turns
from bot.store.tables.cases import cases
from bot.store.tables.schedules import schedules
from bot.store.tables.turns import turns
from handlers.domain.people import Place, Platform
from handlers.domain.retention import KEEP_TURN_IDS
from handlers.turn import TurnKind
from scheduler.calendar.recurrence import Recurrence
from scheduler.phrases.phrase import describe
from tests.calendars import rows_of
from tests.conftest import MONDAY, turn

CHANNELS = {
    Platform.SLACK: Place(Platform.SLACK, "T1", "C1"),
    Platform.TEAMS: Place(Platform.TEAMS, "tenant-1", "19:abc@thread.tacv2"),
}


@pytest.fixture(params=CHANNELS, ids=str)
def channel(request):
    return CHANNELS[request.param]


UNKNOWN = {
    "a command": (TurnKind.COMMAND, "nonsense", {}),
    "a word after a command": (TurnKind.COMMAND, "care", {"text": "nonsense"}),
    "an action": (TurnKind.ACTION, "complaint.nonsense", {}),
    "a command's name as an action": (TurnKind.ACTION, "complaint", {}),
    "a form": (TurnKind.SUBMIT, "nonsense", {}),
    "a receipt": (TurnKind.RECEIPT, "nonsense", {}),
}


def sent(channel, kind, intent, **others):
    return replace(turn(kind, intent, "dana", **others), place=channel)


async def _phrase(app) -> str:
    (row,) = await rows_of(app.database, schedules)
    return describe(Recurrence.load(row.recurrence))


async def test_a_change_that_is_sent_again_does_not_undo_a_later_one(app, channel):
    await app.bot.answer(sent(channel, TurnKind.COMMAND, "reminders", text="add weekdays 08:00"))
    (row,) = await rows_of(app.database, schedules)
    args = {"schedule": row.id, "deck": "mixed"}
    first = sent(
        channel, TurnKind.SUBMIT, "reminders.save", args={**args, "phrase": "weekdays 09:00"}
    )
    second = sent(
        channel, TurnKind.SUBMIT, "reminders.save", args={**args, "phrase": "weekdays 10:00"}
    )
    await app.bot.answer(first)
    await app.bot.answer(second)

    again = await app.bot.answer(first)

    assert again.card is not None
    assert await _phrase(app) == "weekdays 10:00 UTC"


async def test_a_command_that_is_sent_again_opens_one_case_and_is_answered(app, channel):
    command = sent(channel, TurnKind.COMMAND, "complaint", text="the van never came")

    first = await app.bot.answer(command)
    again = await app.bot.answer(command)

    assert again.card == first.card
    assert len(await rows_of(app.database, cases)) == 1


async def test_taking_up_a_case_again_by_replay_leaves_the_present_one_open(app, channel):
    await app.bot.answer(sent(channel, TurnKind.COMMAND, "complaint", text="one"))
    await app.bot.answer(sent(channel, TurnKind.COMMAND, "complaint", text="two"))
    one, two = sorted(await rows_of(app.database, cases), key=lambda row: row.number)
    pick_one = sent(channel, TurnKind.ACTION, "complaint.pick", args={"case": one.id})
    await app.bot.answer(pick_one)
    await app.bot.answer(sent(channel, TurnKind.ACTION, "complaint.pick", args={"case": two.id}))

    await app.bot.answer(pick_one)

    states = {row.number: row.state for row in await rows_of(app.database, cases)}
    assert states == {one.number: "paused", two.number: "open"}


async def test_the_same_id_in_another_workspace_is_another_request(app):
    here = Place(Platform.SLACK, "T1", "C1")
    there = Place(Platform.SLACK, "T2", "C1")
    command = sent(here, TurnKind.COMMAND, "complaint", text="lost")

    await app.bot.answer(command)
    await app.bot.answer(replace(command, place=there))

    assert {row.tenant for row in await rows_of(app.database, cases)} == {"T1", "T2"}


async def test_ids_are_kept_for_longer_than_a_day_and_then_forgotten(app, channel):
    await app.bot.answer(sent(channel, TurnKind.COMMAND, "complaint", text="lost"))

    await forget_turns(app.database, MONDAY + timedelta(hours=25))
    kept = await rows_of(app.database, turns)
    await forget_turns(app.database, MONDAY + KEEP_TURN_IDS + timedelta(minutes=1))

    assert len(kept) == 1
    assert await rows_of(app.database, turns) == []


@pytest.mark.parametrize(("kind", "intent", "others"), UNKNOWN.values(), ids=UNKNOWN)
async def test_what_nobody_knows_is_answered_kindly_and_leaves_no_row(
    kind, intent, others, channel, app
):
    reply = await app.bot.answer(sent(channel, kind, intent, **others))
    assert reply.card.title == "Not quite"
    assert await rows_of(app.database, turns) == []


async def test_a_bare_command_is_known(channel, app):
    await app.bot.answer(sent(channel, TurnKind.COMMAND, "reminders"))
    assert len(await rows_of(app.database, turns)) == 1
