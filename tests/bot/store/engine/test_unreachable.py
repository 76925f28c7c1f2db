"""A channel that is gone: its reminder stops, and whoever set it up hears of it once."""

from datetime import timedelta

from sqlalchemy import update

from bot.outgoing import Outgoing
from bot.store.engine.deliveries import Deliveries
from bot.store.engine.schedules import Schedules
from bot.store.tables.playground import web_messages
from bot.store.tables.schedules import schedules
from bot.web.directory import place
from handlers.domain.people import Platform
from handlers.turn import TurnKind
from scheduler.fire import fire_all
from scheduler.sender import Sender
from tests.calendars import rows_of
from tests.conftest import MONDAY, turn

GONE = "web:demo:closed-long-ago"


async def _a_reminder_in_a_channel_that_is_gone(app) -> None:
    said = turn(TurnKind.COMMAND, "reminders", "dana", text="add daily 10:00", channel="wins")
    await app.bot.answer(said)
    async with app.database.transaction() as connection:
        await connection.execute(update(schedules).values(place=GONE))


async def _at_ten(app) -> None:
    at = MONDAY + timedelta(hours=1)
    outgoing = Outgoing({Platform.WEB: app.web_door.sender.post}, app.bot.answer, lambda: at)
    outbox = Deliveries(app.database)
    sender = Sender(outbox, outgoing.send, outgoing.settled, lambda: at, lambda: 0.5)
    async with sender.running():
        await fire_all(at, Schedules(app.database), app.bot.draw)
        for lane in (GONE, GONE, str(place("demo", "@dana")), str(place("demo", "@dana"))):
            await sender.step(lane)
        await sender.tell()


async def test_a_reminder_for_a_channel_that_is_gone_stops_and_tells_its_owner_once(app):
    await _a_reminder_in_a_channel_that_is_gone(app)

    await _at_ten(app)
    await _at_ten(app)

    (schedule,) = await rows_of(app.database, schedules)
    assert not schedule.enabled
    told = [each for each in await rows_of(app.database, web_messages) if each.channel == "@dana"]
    assert len(told) == 1
    text = told[0].body["card"]["body"][0]["text"]
    assert "the channel is gone" in text
    assert "channel_not_found" not in text
