"""Reminders over years: holidays, days off, pauses and quiet hours, wherever clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.store.engine.schedules import Schedules
from bot.store.schedule_rows import load_schedule
from bot.store.tables.deliveries import deliveries
from bot.store.tables.schedules import schedules
from handlers.domain.people import Place, Platform
from handlers.domain.reminder import Reminder, reminder_of
from handlers.reminders.upcoming import upcoming_of
from scheduler.calendar.recurrence import upcoming
from scheduler.calendar.rest import Rest
from scheduler.fire import fire_all
from scheduler.phrases.phrase import parse
from scheduler.reasons import Cause, Reason
from tests.calendars import rows_of
from tests.conftest import typed

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def reminder(phrase, zone, rest=Rest()):  # noqa: B008 - it is frozen
    recurrence = parse(phrase, zone, START)
    return Reminder(
        id="s1",
        place=Place(Platform.WEB, "demo", "front-desk"),
        recurrence=recurrence,
        owner_id="dana",
        next_at=recurrence.next_after(START),
        rest=rest,
    )


def left_out(reminder, count):
    """Return the local days on which it does not come, with why, over so many moments."""
    zone = ZoneInfo(reminder.zone)
    moments = upcoming(reminder.recurrence, START, count)
    causes = ((each.astimezone(zone), reminder.left_out(each)) for each in moments)
    return {each.date(): cause for each, cause in causes if cause}


@pytest.mark.parametrize(
    ("country", "region", "zone", "expected"),
    [
        pytest.param(
            "IT",
            "",
            "Europe/Rome",
            {
                date(2026, 4, 6): "Easter Monday",
                date(2027, 3, 29): "Easter Monday",
                date(2028, 4, 17): "Easter Monday",
                date(2026, 6, 2): "Republic Day",
                date(2027, 6, 2): "Republic Day",
                date(2028, 6, 2): "Republic Day",
            },
            id="Italy",
        ),
        pytest.param(
            "IT",
            "BZ",
            "Europe/Rome",
            {date(2027, 5, 17): "Pentecost Monday"},
            id="a region of Italy",
        ),
        pytest.param(
            "US",
            "MA",
            "America/New_York",
            {date(2026, 4, 20): "Patriots' Day", date(2027, 4, 19): "Patriots' Day"},
            id="a state of the US",
        ),
        pytest.param(
            "AU",
            "TAS",
            "Australia/Hobart",
            {date(2027, 1, 26): "Australia Day"},
            id="the other half of the world",
        ),
    ],
)
def test_holidays_are_left_out_year_after_year(country, region, zone, expected):
    found = left_out(reminder("weekdays 08:55", zone, Rest(country, region)), 3 * 262)
    assert {cause.reason for cause in found.values()} == {Reason.HOLIDAY}
    assert expected.items() <= {day: cause.detail for day, cause in found.items()}.items()


def test_without_its_region_the_regions_day_is_a_working_day():
    found = left_out(reminder("weekdays 08:55", "Europe/Rome", Rest("IT")), 3 * 262)
    assert date(2027, 5, 17) not in found


def test_own_days_off_hold_over_the_end_of_the_year_and_every_year():
    rest = Rest(days="2026-12-24 to 2027-01-06 Winter break\n1 May\n30 Dec to 2 Jan")
    found = left_out(reminder("daily 08:55", "Europe/Rome", rest), 3 * 365 + 1)
    break_ = [date(2026, 12, 24) + DAY * number for number in range(14)]
    assert all(found[day] == Cause(Reason.DAY_OFF, "Winter break") for day in break_)
    every_year = [date(2026, 1, 1), date(2026, 1, 2), date(2027, 5, 1), date(2028, 5, 1)]
    every_year += [date(2027, 12, 30), date(2027, 12, 31), date(2028, 1, 1), date(2028, 1, 2)]
    assert all(found[day] == Cause(Reason.DAY_OFF) for day in every_year)
    assert date(2027, 12, 24) not in found
    assert date(2028, 1, 3) not in found


@pytest.mark.parametrize("zone", ["Europe/Rome", "America/New_York", "Australia/Sydney"])
def test_quiet_hours_over_midnight_are_the_same_all_year(zone):
    rest = Rest(quiet=f"21:00 to 07:00 {zone}")
    times = {"06:59": True, "07:00": False, "20:59": False, "21:00": True, "02:30": True}
    for at, is_quiet in times.items():
        found = left_out(reminder(f"daily {at}", zone, rest), 365)
        assert len(found) == (365 if is_quiet else 0), at


def test_what_a_gap_moves_out_of_the_quiet_hours_is_sent():
    rest = Rest(quiet="01:00 to 03:00 Europe/Rome")
    found = left_out(reminder("daily 02:30", "Europe/Rome", rest), 365)
    assert set(range(1, 366)) == {each.timetuple().tm_yday for each in [*found, date(2026, 3, 29)]}
    assert date(2026, 3, 29) not in found  # 02:30 does not exist then: it is 03:30


@pytest.mark.parametrize(
    ("paused_on", "first_left_out", "first_sent"),
    [
        pytest.param("2027-03-26", "2027-03-27", "2027-03-29", id="over the change to summer time"),
        pytest.param("2026-10-23", "2026-10-24", "2026-10-26", id="over the change to winter time"),
    ],
)
async def test_a_pause_through_sunday_ends_on_monday(app, paused_on, first_left_out, first_sent):
    rome = ZoneInfo("Europe/Rome")
    friday = datetime.combine(date.fromisoformat(paused_on), time(12), rome)
    said = {"who": "dana", "channel": "front-desk", "at": friday.astimezone(UTC)}
    await app.bot.answer(typed("reminders add daily 00:30 Europe/Rome", **said))
    await app.bot.answer(typed("reminders pause until sunday", **said))

    calendar = Schedules(app.database)
    for hour in range(4 * 24):
        await fire_all(said["at"] + timedelta(hours=hour), calendar, app.bot.draw)

    rows = await rows_of(app.database, deliveries)
    days = {f"{row.occurs_at.astimezone(rome):%Y-%m-%d %H:%M}": row.state for row in rows}
    assert days[f"{first_left_out} 00:30"] == "skipped"
    assert days[f"{first_sent} 00:30"] == "pending"
    assert list(days.values()) == ["skipped", "skipped", "pending", "pending"]


async def test_a_year_on_a_moved_clock_sends_on_working_days_alone_and_records_the_rest(app):
    rome = ZoneInfo("Europe/Rome")
    at = datetime(2026, 12, 1, 12, tzinfo=UTC)
    said = {"who": "dana", "channel": "front-desk", "at": at}
    await app.bot.answer(typed("reminders add weekdays 08:55 Europe/Rome", **said))
    form = {"country": "Italy", "region": "BZ", "days": "24 Dec to 6 Jan Break", "quiet": ""}
    await app.bot.answer(_submitted("reminders.days-save", form, said))

    calendar = Schedules(app.database)
    for day in range(366):
        moment = datetime.combine(at.date() + DAY * day, time(8, 56), rome)
        await fire_all(moment.astimezone(UTC), calendar, app.bot.draw)

    rows = await rows_of(app.database, deliveries)
    sent = {row.occurs_at.astimezone(rome).date() for row in rows if row.state == "pending"}
    reasons = {
        row.occurs_at.astimezone(rome).date(): (row.reason, row.detail)
        for row in rows
        if row.state == "skipped"
    }
    assert len(sent) + len(reasons) == len(rows) == 261
    assert all(row.occurs_at.astimezone(rome).time() == time(8, 55) for row in rows)
    assert reasons[date(2027, 1, 6)] == (Reason.DAY_OFF, "Break")
    assert reasons[date(2027, 3, 29)] == (Reason.HOLIDAY, "Easter Monday")
    assert reasons[date(2027, 5, 17)] == (Reason.HOLIDAY, "Pentecost Monday")
    assert not [day for day in sent if day in reasons or day.weekday() > 4]


async def test_what_is_said_to_lie_ahead_is_what_comes(app):
    at = datetime(2026, 12, 1, 12, tzinfo=UTC)
    said = {"who": "dana", "channel": "front-desk", "at": at}
    await app.bot.answer(typed("reminders add weekdays 08:55 Europe/Rome", **said))
    form = {"country": "IT", "region": "", "days": "", "quiet": ""}
    await app.bot.answer(_submitted("reminders.days-save", form, said))
    (row,) = await rows_of(app.database, schedules)
    ahead = upcoming_of(reminder_of(load_schedule(row)), at, 30)

    calendar = Schedules(app.database)
    for hour in range(50 * 24):
        await fire_all(at + timedelta(hours=hour), calendar, app.bot.draw)

    rows = await rows_of(app.database, deliveries)
    sent = [row.occurs_at for row in rows if row.state == "pending"]
    skipped = [
        (row.occurs_at, Cause(Reason(row.reason), row.detail))
        for row in rows
        if row.state == "skipped"
    ]
    assert sent[:30] == list(ahead.moments)
    assert [each for each in skipped if each[0] < sent[29]] == list(ahead.left_out)


def _submitted(intent, values, said):
    from handlers.turn import TurnKind
    from tests.conftest import turn

    return turn(TurnKind.SUBMIT, intent, args=values, **said)
