"""Limits and graces of reminders, on both sides, in figures: a changed number is noticed."""

from datetime import timedelta

import pytest

from bot.store.engine.schedules import Schedules
from bot.store.tables.deliveries import deliveries
from handlers.domain.people import Place, Platform
from handlers.domain.reminder import Reminder
from handlers.ports.deliveries import MomentRecord
from handlers.reminders.outcomes import outcome_words
from handlers.reminders.values import with_values
from scheduler.calendar.day_rules import EVERY_DAY, Weekly
from scheduler.calendar.recurrence import Recurrence
from scheduler.delivery import DeliveryState
from scheduler.fire import fire_all
from tests.calendars import add_schedules, rows_of
from tests.conftest import MONDAY, typed

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HALF_PAST = MONDAY + 30 * MINUTE
HERE = {"who": "dana", "channel": "front-desk"}
REMINDER = Reminder(
    id="s1",
    place=Place(Platform.WEB, "demo", "front-desk"),
    recurrence=Recurrence(Weekly(EVERY_DAY), (HALF_PAST.time(),), "UTC"),
    owner_id="dana",
    next_at=HALF_PAST,
)
VALUES = {"deck": "", "around": "0", "sign_off": ""}
SIGN_OFF = "Look after each other. " * 5


async def said(app, line):
    return (await app.bot.answer(typed(line, **HERE))).card


@pytest.mark.parametrize(("others", "is_crowded"), [(298, False), (299, True)])
async def test_it_is_crowded_where_the_last_comes_a_minute_after_the_first(app, others, is_crowded):
    """With this one 299, or 300: at five a second."""
    ids = (f"s{number}" for number in range(others))
    await add_schedules(app.database, *ids, at=HALF_PAST, tenant="demo")
    card = await said(app, "reminders add daily 09:30")
    texts = " ".join(getattr(each, "text", "") for each in card.body)
    assert (f"{others + 1} reminders of this workspace are due at 09:30" in texts) is is_crowded


@pytest.mark.parametrize(("length", "kept"), [(99, 99), (100, 100), (101, 100)])
def test_a_sign_off_has_a_hundred_characters(length, kept):
    found = with_values(REMINDER, VALUES | {"sign_off": SIGN_OFF[:length]})
    assert found.sign_off == SIGN_OFF[:kept]


@pytest.mark.parametrize(("chosen", "around"), [("9", 0), ("10", 10), ("11", 0)])
def test_it_comes_on_the_minute_or_within_ten(chosen, around):
    assert with_values(REMINDER, VALUES | {"around": chosen}).around == around


@pytest.mark.parametrize(
    ("late", "words"), [(2 * MINUTE, "sent"), (2 * MINUTE + SECOND, "sent, 2 min late")]
)
def test_what_was_sent_within_two_minutes_is_not_called_late(late, words):
    record = MomentRecord(HALF_PAST, DeliveryState.SENT, None, HALF_PAST + late, 1)
    assert outcome_words(record, Platform.WEB) == words


async def test_five_moments_ahead_are_shown(app):
    (_, moments), *_ = (await said(app, "reminders add daily 09:30")).body[0].rows
    assert len(moments.splitlines()) == 5


@pytest.mark.parametrize(
    ("count", "said_of_it"),
    [(0, "One to 10 at once."), (1, ""), (10, ""), (11, "One to 10 at once.")],
)
async def test_one_to_ten_at_once_may_be_skipped(app, count, said_of_it):
    await said(app, "reminders add daily 09:30")
    card = await said(app, f"reminders skip next {count}")
    assert card.title == ("Not quite" if said_of_it else "Skipped")
    assert said_of_it in card.body[0].text


@pytest.mark.parametrize(
    ("late", "state"), [(60 * MINUTE - SECOND, "pending"), (60 * MINUTE, "expired")]
)
async def test_a_reminder_comes_up_to_an_hour_late(app, late, state):
    await said(app, "reminders add daily 09:30")
    await fire_all(HALF_PAST + late, Schedules(app.database), app.bot.draw)
    (row,) = await rows_of(app.database, deliveries)
    assert row.state == state
