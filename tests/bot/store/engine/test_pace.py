"""The pace that an admin sets is the pace at which a workspace is posted to."""

from datetime import timedelta

from bot.store.engine.schedules import Schedules
from bot.store.tables.deliveries import deliveries
from bot.web.directory import CHANNELS
from handlers.turn import TurnKind
from scheduler.fire import fire_all
from tests.calendars import rows_of
from tests.conftest import MONDAY, sent, turn, typed


async def test_a_burst_of_reminders_keeps_to_the_pace_of_the_settings(app):
    form = (await app.bot.answer(turn(TurnKind.ACTION, "care.settings-ask", "alex"))).form
    await app.bot.answer(sent(form, {"pace": "6"}, "alex"))
    for channel in CHANNELS:
        await app.bot.answer(typed("reminders add daily 10:00", "dana", channel=channel))

    await fire_all(MONDAY + timedelta(hours=1), Schedules(app.database), app.bot.draw)

    due = sorted(row.due_at for row in await rows_of(app.database, deliveries))
    assert [(each - due[0]).total_seconds() for each in due] == [
        10 * number for number in range(len(CHANNELS))
    ]
