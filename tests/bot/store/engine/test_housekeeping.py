"""A workspace that removed the bot is forgotten, once an event."""

from dataclasses import replace
from datetime import timedelta

from bot.store.engine.housekeeping import forget_practice, forget_shoutouts, forget_turns
from bot.store.tables.cases import cases
from bot.store.tables.playground import web_messages
from bot.store.tables.practice import practice_runs
from bot.store.tables.shoutouts import shoutout_recipients, shoutouts
from bot.store.tables.turns import turns
from bot.store.turn.store import TurnStore
from bot.web.timeline import card_message, show
from handlers.cards import Action, Button, Card
from handlers.domain.people import Person, Place, Platform, Tenant
from handlers.domain.practice.run import Run
from handlers.domain.shoutouts.messages import Message, MessageState
from handlers.domain.shoutouts.places import Recipient
from handlers.domain.shoutouts.shoutout import Shoutout
from handlers.turn import TurnKind
from tests.calendars import rows_of
from tests.conftest import MONDAY, turn
from tests.removals import remove

TENANT = Tenant(Platform.SLACK, "T1")
HERE = Place(Platform.SLACK, "T1", "C1")


async def _complain(app, place=HERE, **others):
    asked = turn(TurnKind.COMMAND, "complaint", "dana", text="lost", **others)
    await app.bot.answer(replace(asked, place=place))


async def test_a_removal_forgets_the_workspace_and_no_other(app):
    await _complain(app)
    await _complain(app, Place(Platform.SLACK, "T2", "C1"))

    await remove(app.database, TENANT, "Ev1", MONDAY)

    assert [row.tenant for row in await rows_of(app.database, cases)] == ["T2"]


async def test_a_removal_that_is_sent_again_leaves_a_fresh_installation_alone(app):
    await _complain(app)
    await remove(app.database, TENANT, "Ev1", MONDAY)
    await _complain(app)

    await remove(app.database, TENANT, "Ev1", MONDAY)
    assert len(await rows_of(app.database, cases)) == 1

    await remove(app.database, TENANT, "Ev2", MONDAY)
    assert not await rows_of(app.database, cases)


async def test_thanks_go_with_the_notes_unless_they_stand_where_others_read_them(app):
    old = MONDAY - timedelta(days=100)
    thanks = Shoutout("s1", "ana", "Ana", "rang back", old, old, (Recipient("bo", "Bo"),))
    posted = Message("post:1.0", str(HERE), 1, MessageState.THERE, "C1:1.2")
    kinds = {
        "private": thanks,
        "public": replace(thanks, id="public", messages=(posted,)),
        "taken back": replace(
            thanks, id="back", messages=(replace(posted, state=MessageState.GONE),)
        ),
        "young": replace(thanks, id="young", changed_at=MONDAY),
    }
    async with app.database.transaction(5) as connection:
        for each in kinds.values():
            await TurnStore(connection, TENANT, Person("ana", "Ana")).shoutouts.add(each)

    assert await forget_shoutouts(app.database, MONDAY, timedelta(days=90)) == 2

    assert {row.id for row in await rows_of(app.database, shoutouts)} == {"public", "young"}
    kept = await rows_of(app.database, shoutout_recipients)
    assert {row.shoutout_id for row in kept} == {"public", "young"}


async def test_the_ids_of_requests_go_by_themselves(app):
    await remove(app.database, TENANT, "Ev1", MONDAY)
    assert [row.id for row in await rows_of(app.database, turns)] == ["Ev1"]
    a_day_and_two_hours = timedelta(hours=26)
    await forget_turns(app.database, MONDAY + a_day_and_two_hours)
    assert await rows_of(app.database, turns)
    await forget_turns(app.database, MONDAY + a_day_and_two_hours + timedelta(seconds=1))
    assert not await rows_of(app.database, turns)


async def test_practice_is_gone_a_day_after_its_last_turn_from_the_page_as_well(database):
    run, day = Run("r1", "two-left-boots", MONDAY), timedelta(days=1)
    cards = {each: Card("", (), (Button("Go", Action(each)),)) for each in ("practice.say", "care")}
    async with database.transaction() as connection:
        await TurnStore(connection, TENANT, Person("ana", "Ana")).practice.begin(run)
        for each, card in cards.items():
            await show(connection, card_message(each, "demo", "@ana", MONDAY, card))

    assert await forget_practice(database, MONDAY + day) == 0
    assert await _shown(database) == {"practice.say", "care"}

    assert await forget_practice(database, MONDAY + day + timedelta(seconds=1)) == 1
    assert not await rows_of(database, practice_runs)
    assert await _shown(database) == {"care"}


async def _shown(database) -> set[str]:
    return {each.id for each in await rows_of(database, web_messages)}
