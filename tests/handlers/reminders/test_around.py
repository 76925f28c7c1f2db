"""A reminder that may come some minutes after its time: never elsewhere than one can explain."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.store.engine.schedules import Schedules
from bot.store.tables.deliveries import deliveries
from handlers.domain.people import Place, Platform
from handlers.domain.reminder import Reminder, schedule_of
from handlers.reminders.upcoming import send_at
from scheduler.calendar.day_rules import EVERY_DAY, Weekly
from scheduler.calendar.recurrence import Recurrence, upcoming
from scheduler.calendar.rest import Rest
from scheduler.fire import fire_all
from scheduler.occurrence import Occurrence
from scheduler.reasons import Reason
from tests.calendars import rows_of
from tests.conftest import MONDAY, typed

LATEST = timedelta(minutes=10)


def reminder(at, zone="Europe/Rome", **values):
    hour, minute = map(int, at.split(":"))
    return Reminder(
        id="s1",
        place=Place(Platform.WEB, "demo", "front-desk"),
        recurrence=Recurrence(Weekly(EVERY_DAY), (time(hour, minute),), zone),
        owner_id="dana",
        next_at=MONDAY,
        **{"around": 10, **values},
    )


def sent(reminder, days=400):
    moments = upcoming(reminder.recurrence, datetime(2026, 1, 1, tzinfo=UTC), days)
    keys = (Occurrence(schedule_of(reminder), at).key for at in moments)
    return [(at, send_at(reminder, at, key)) for at, key in zip(moments, keys, strict=True)]


def test_it_comes_within_ten_minutes_and_not_always_at_the_same():
    waits = [later - at for at, later in sent(reminder("08:55"))]
    assert min(waits) >= timedelta()
    assert max(waits) <= LATEST
    assert len(set(waits)) > 200


def test_the_same_occurrence_always_comes_at_the_same_moment():
    assert sent(reminder("08:55")) == sent(reminder("08:55"))
    assert sent(reminder("08:55")) != sent(replace(reminder("08:55"), id="s2"))


def test_without_the_option_it_comes_on_the_minute():
    assert all(at == later for at, later in sent(reminder("08:55", around=0)))


def test_it_never_wanders_into_the_quiet_hours():
    rest = Rest(quiet="21:00 to 07:00 Europe/Rome")
    found = sent(reminder("20:55", rest=rest))
    assert not [later for _, later in found if rest.quiet_at(later)]
    assert len({later - at for at, later in found}) > 20


@pytest.mark.parametrize("zone", ["Europe/Rome", "America/Santiago", "UTC"])
def test_it_stays_on_its_day(zone):
    found = sent(reminder("23:55", zone))
    local = [(at.astimezone(_zone(zone)), later.astimezone(_zone(zone))) for at, later in found]
    assert all(at.date() == later.date() for at, later in local)


@pytest.mark.parametrize(
    ("typed_then", "reason"),
    [("reminders pause", Reason.PAUSED), ("reminders remove", Reason.REMOVED)],
)
async def test_a_pause_holds_what_is_already_on_its_way(app, typed_then, reason):
    await app.bot.answer(typed("reminders add daily 09:30", "dana", channel="front-desk"))
    half_past = MONDAY + timedelta(minutes=30)
    await fire_all(half_past, Schedules(app.database), app.bot.draw)

    await app.bot.answer(typed(typed_then, "dana", channel="front-desk", at=half_past))

    (row,) = await rows_of(app.database, deliveries)
    assert (row.state, row.reason, row.detail) == ("skipped", reason, "Dana")


def _zone(name):
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)
