"""Public holidays, own days off and quiet hours, over years, regions and the change of clocks."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from scheduler.calendar.dates import day_meant
from scheduler.calendar.day_rules import Moved, Weekly, WorkCalendar, WorkingDay
from scheduler.calendar.days_off import DaysOffError, read_days_off
from scheduler.calendar.holidays import (
    NoSuchPlaceError,
    countries,
    holiday,
    place_named,
    region_named,
    weekend,
)
from scheduler.calendar.quiet_hours import QuietError, read_quiet
from scheduler.calendar.recurrence import Recurrence
from scheduler.calendar.rest import Rest
from scheduler.reasons import Cause, Reason

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("country", "region", "day", "name"),
    [
        pytest.param("IT", "", date(2026, 4, 6), "Easter Monday", id="Easter Monday in 2026"),
        pytest.param("IT", "", date(2027, 3, 29), "Easter Monday", id="Easter Monday in 2027"),
        pytest.param("IT", "", date(2027, 4, 6), "", id="last year's Easter Monday"),
        pytest.param("IT", "", date(2026, 6, 2), "Republic Day", id="2 June in Italy"),
        pytest.param("DE", "", date(2026, 6, 2), "", id="2 June in Germany"),
        pytest.param("IT", "BZ", date(2026, 5, 25), "Pentecost Monday", id="a region's own day"),
        pytest.param("IT", "", date(2026, 5, 25), "", id="the same day in the rest of the country"),
        pytest.param("US", "MA", date(2027, 4, 19), "Patriots' Day", id="a day of one US state"),
        pytest.param("US", "NY", date(2027, 4, 19), "", id="the same day in another state"),
        pytest.param(
            "US", "", date(2027, 12, 31), "New Year's Day (observed)", id="observed the year before"
        ),
        pytest.param("", "", date(2026, 12, 25), "", id="no country"),
        pytest.param("IT", "gone", date(2026, 12, 25), "", id="a region the library has dropped"),
    ],
)
def test_a_holiday_is_that_of_its_place_and_year(country, region, day, name):
    assert holiday(country, region, day) == name


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Scotland", ("GB", "SCT")),
        ("england", ("GB", "ENG")),
        ("Wales", ("GB", "WLS")),
        ("Northern Ireland", ("GB", "NIR")),
        ("Bavaria", ("DE", "BY")),
        ("Bayern", ("DE", "BY")),
        ("Massachusetts", ("US", "MA")),
        ("Catalonia", ("ES", "CT")),
        ("Vienna", ("AT", "9")),
        ("UAE", ("AE", "")),
        ("Czech Republic", ("CZ", "")),
        ("United States of America", ("US", "")),
        ("Türkiye", ("TR", "")),
        ("Georgia", ("GE", "")),  # the country
        ("BY", ("BY", "")),  # Belarus
    ],
)
def test_a_region_may_stand_for_its_country(typed, place):
    country, region = place_named(typed)
    assert (country.code, region) == place


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Italy", "IT"),
        ("it", "IT"),
        ("ITA", "IT"),
        ("united states", "US"),
        ("U.S.A.", "US"),
        ("UK", "GB"),
        ("Great Britain", "GB"),
    ],
)
def test_a_country_goes_by_its_name_and_its_codes(typed, code):
    assert place_named(typed)[0].code == code


def test_a_country_that_we_do_not_know_is_met_with_the_nearest():
    with pytest.raises(NoSuchPlaceError, match="Did you mean Germany"):
        place_named("Germny")
    with pytest.raises(NoSuchPlaceError, match="I know no country “Middle-earth”"):
        place_named("Middle-earth")


def test_a_region_goes_by_its_name_and_its_code():
    italy, germany = place_named("Italy")[0], place_named("Germany")[0]
    assert region_named(italy, "Bolzano") == region_named(italy, "bz") == "BZ"
    assert region_named(germany, "baden wurttemberg") == "BW"
    assert place_named("US")[0].regions["MA"] == "Massachusetts"


def test_a_region_that_we_do_not_know_is_met_with_some_that_there_are():
    with pytest.raises(NoSuchPlaceError, match=r"For example: Aargau \(AG\)"):
        region_named(place_named("CH")[0], "Bavaria")
    with pytest.raises(NoSuchPlaceError, match="Did you mean Massachusetts"):
        region_named(place_named("US")[0], "Masachusets")
    with pytest.raises(NoSuchPlaceError, match="Leave this empty"):
        region_named(place_named("Vatican City")[0], "Rome")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("24 Dec", ["24 Dec"]),
        ("Dec 24th: Christmas Eve", ["24 Dec Christmas Eve"]),
        ("24 Dec, Christmas Eve", ["24 Dec Christmas Eve"]),
        ("24 Dec, 31 Dec", ["24 Dec", "31 Dec"]),
        ("24 Dec and 31 Dec", ["24 Dec", "31 Dec"]),
        ("24 Dec & 31 Dec Long nights", ["24 Dec", "31 Dec Long nights"]),
        ("24 Dec Food and drink", ["24 Dec Food and drink"]),
        ("24 Dec -> 2 Jan", ["24 Dec to 2 Jan"]),
        ("24 Dec → 2 Jan Winter", ["24 Dec to 2 Jan Winter"]),
        ("24 Dec from 12:00", ["24 Dec from 12:00"]),
        ("24 Dec from noon: Christmas Eve", ["24 Dec from 12:00 Christmas Eve"]),
        ("24 December 2026 – 6 January Long leave", ["2026-12-24 to 2027-01-06 Long leave"]),
        ("2026-12-24 to 2027-01-06", ["2026-12-24 to 2027-01-06"]),
        ("24 Dec to 6 Jan\n1 May Team day", ["24 Dec to 6 Jan", "1 May Team day"]),
        ("24 dec until 6 jan 2027", ["2026-12-24 to 2027-01-06"]),
        ("29 Feb", ["29 Feb"]),
        ("\n", []),
    ],
)
def test_days_off_are_read_as_people_write_them_and_written_back(typed, written):
    found = read_days_off(typed)
    assert [str(each) for each in found] == written
    assert read_days_off("\n".join(written)) == found


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("someday", "I can't read “someday”"),
        ("24/12", "I can't read “24/12”"),
        ("24 Dec until 12:00", "What is “until” in"),
        ("24 Dec, afternoon", "I can't read “afternoon”"),
        ("24 Dec half day", "What is “half” in"),
        ("24 Dec Party 2", "What is “2” in"),
        ("24 Dec from 25:00", "There is no such time"),
        ("24 Dec to 2 Jan from 12:00", "Two lines, please"),
        ("31 Feb", "There is no such day"),
        ("24 Foo", "There is no such day"),
        ("2026-12-24 to 2026-12-01", "ends before it begins"),
        ("\n".join(f"{day} May" for day in range(1, 32)), "30 is the most"),
    ],
)
def test_days_off_that_make_no_sense_are_asked_about(typed, said):
    with pytest.raises(DaysOffError, match=said):
        read_days_off(typed)


def test_thirty_entries_are_read_and_one_more_is_refused():
    days = [f"{day} May" for day in range(1, 32)]
    assert len(read_days_off("\n".join(days[:30]))) == 30
    with pytest.raises(DaysOffError, match="That is 31 entries"):
        read_days_off("\n".join(days))


@pytest.mark.parametrize("line", ["24 Dec {}", "24 Dec, {}"])
@pytest.mark.parametrize(("length", "kept"), [(39, 39), (40, 40), (41, 40)])
def test_the_name_of_a_day_has_forty_characters(line, length, kept):
    (found,) = read_days_off(line.format("n" * length))
    assert found.word == "n" * kept


@pytest.mark.parametrize("kept", ["24 Dec Party 2", "24 Dec Closed until noon"])
def test_a_name_that_was_kept_on_an_older_day_still_holds(kept):
    assert Rest(days=kept).day_off(datetime(2026, 12, 24, 9, tzinfo=UTC), "UTC") is not None
    with pytest.raises(DaysOffError):
        read_days_off(kept)


def test_a_country_that_the_library_has_dropped_has_the_usual_weekend():
    assert weekend("ZZ") == weekend("")


@pytest.mark.parametrize(
    ("line", "off", "on"),
    [
        ("2026-12-24 to 2027-01-06", ["2026-12-24", "2027-01-01", "2027-01-06"], ["2027-12-24"]),
        ("24 Dec to 6 Jan", ["2026-12-24", "2031-01-06", "2030-12-31"], ["2027-01-07"]),
        ("24 Dec", ["2026-12-24", "2040-12-24"], ["2026-12-25"]),
        ("29 Feb", ["2028-02-29", "2027-02-28"], ["2028-02-28"]),
    ],
)
def test_days_off_hold_over_the_end_of_the_year(line, off, on):
    (days,) = read_days_off(line)
    assert all(days.hold(date.fromisoformat(day)) for day in off)
    assert not any(days.hold(date.fromisoformat(day)) for day in on)


def test_part_of_a_day_is_off_from_its_time_on():
    rest = Rest(days="24 Dec from 12:00 Christmas Eve")
    noon = datetime(2026, 12, 24, 11, 0, tzinfo=UTC)  # in Rome
    assert rest.day_off(noon - timedelta(minutes=1), "Europe/Rome") is None
    assert rest.day_off(noon, "Europe/Rome") == Cause(Reason.DAY_OFF, "from 12:00 Christmas Eve")
    assert rest.day_off(noon + timedelta(hours=12), "Europe/Rome") is None


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("21:00-07:00", "21:00 to 07:00 Europe/Rome"),
        ("9 pm to 7 am", "21:00 to 07:00 Europe/Rome"),
        ("12–14", "12:00 to 14:00 Europe/Rome"),
        ("from 22 to 24:00", "22:00 to 00:00 Europe/Rome"),
        ("21:00 to 07:00 America/New_York", "21:00 to 07:00 America/New_York"),
    ],
)
def test_quiet_hours_are_read_as_people_write_them_and_written_back(typed, written):
    quiet = read_quiet(typed, "Europe/Rome")
    assert str(quiet) == written
    assert read_quiet(written, "UTC") == quiet


@pytest.mark.parametrize("typed", ["", "none"])
def test_no_quiet_hours_are_none(typed):
    assert read_quiet(typed, "UTC") is None


@pytest.mark.parametrize("typed", ["late", "21", "25-26", "13 pm to 2 pm", "9-9", "9-17 Shire"])
def test_quiet_hours_that_make_no_sense_are_asked_about(typed):
    with pytest.raises(QuietError):
        read_quiet(typed, "UTC")


def test_quiet_hours_over_midnight_follow_the_wall_clock_through_the_change():
    quiet = read_quiet("21:00 to 07:00", "Europe/Rome")
    start = datetime(2026, 1, 1, tzinfo=UTC)
    minutes = [start + timedelta(minutes=30 * step) for step in range(366 * 48)]
    told = {}
    for each in minutes:
        told.setdefault(each.astimezone(_rome()).strftime("%H:%M"), set()).add(quiet.hold(each))
    assert all(len(answers) == 1 for answers in told.values())
    assert {at for at, answers in told.items() if True in answers} == {
        at for at in told if at >= "21:00" or at < "07:00"
    }


def test_quiet_hours_in_the_hour_that_comes_twice_hold_both_times():
    quiet = read_quiet("02:00 to 03:00", "Europe/Rome")
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert quiet.hold(first)
    assert quiet.hold(second)
    assert not quiet.hold(second + timedelta(minutes=30))


def test_a_day_off_is_a_day_of_the_schedules_own_zone():
    rest = Rest(days="24 Dec Tree day")
    late = datetime(2026, 12, 23, 23, 30, tzinfo=UTC)
    assert rest.cause(late, "Europe/Rome") == Cause(Reason.DAY_OFF, "Tree day")
    assert rest.cause(late, "UTC") is None


def test_the_reason_names_the_holiday_the_word_or_the_hours():
    rest = Rest("IT", "BZ", "2026-11-27", "21:00 to 07:00 UTC")
    moment = datetime(2026, 12, 25, 12, tzinfo=UTC)
    assert rest.cause(moment, "UTC") == Cause(Reason.HOLIDAY, "Christmas Day")
    assert rest.cause(datetime(2026, 11, 27, 12, tzinfo=UTC), "UTC") == Cause(Reason.DAY_OFF)
    at_night = rest.cause(datetime(2026, 11, 26, 22, tzinfo=UTC), "UTC")
    assert at_night == Cause(Reason.QUIET_HOURS, "21:00 to 07:00")
    assert rest.cause(datetime(2026, 11, 26, 12, tzinfo=UTC), "UTC") is None
    assert Rest.load(rest.dump()) == rest


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("today", "2026-11-25"),
        ("yesterday", "2026-11-24"),
        ("tomorrow", "2026-11-26"),
        ("Friday", "2026-11-20"),
        ("last fri?", "2026-11-20"),
        ("wednesday", "2026-11-25"),
        ("2026-11-02", "2026-11-02"),
        ("2 Nov", "2026-11-02"),
        ("on Jan 6", "2027-01-06"),
        ("6 June", "2026-06-06"),
    ],
)
def test_a_day_is_found_looking_back(asked, meant):
    assert day_meant(asked, TODAY) == date.fromisoformat(meant)


@pytest.mark.parametrize("asked", ["someday", "", "31 Feb", "mo", "99", "3/4"])
def test_a_day_that_is_none_is_not_guessed(asked):
    assert day_meant(asked, TODAY) is None


def test_the_library_of_holidays_is_not_loaded_at_the_start():
    code = "import sys, handlers.routes, bot.serve.wiring; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _rome():
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Rome")


def test_each_country_of_the_list_is_read_by_its_name_and_stands_once():
    names = countries()
    assert len(names) == len(set(names)) > 200
    assert {"Scotland", "United Kingdom", "São Tomé and Príncipe", "Hong Kong"} <= set(names)
    assert all(place_named(name)[0] for name in names)


WEEKS = [
    pytest.param(Rest(), {0, 1, 2, 3, 4}, id="nothing is set"),
    pytest.param(Rest("SA"), {6, 0, 1, 2, 3}, id="of a country"),
    pytest.param(Rest("SA", workdays="0,1,2,3,4"), {0, 1, 2, 3, 4}, id="its own"),
    pytest.param(Rest("DE", workdays="5"), {5}, id="a single day"),
]


@pytest.mark.parametrize(("rest", "week"), WEEKS)
def test_the_working_week_is_its_own_or_that_of_the_country(rest, week):
    assert rest.week == week
    assert Rest.load(rest.dump()) == rest
    first = rest.working(Recurrence(WorkingDay(1), (time(9),), "UTC"))
    moment = first.next_after(datetime(2026, 11, 24, tzinfo=UTC))
    assert moment
    assert moment.weekday() in week
    assert Recurrence.load(first.dump()) == first
    moved = rest.moving(Recurrence(Weekly(frozenset({4})), (time(9),), "UTC"))
    assert Recurrence.load(moved.dump()) == moved


@pytest.mark.parametrize(
    ("workdays", "week"),
    [
        pytest.param("0,6", {0, 6}, id="the first and the last of the week"),
        pytest.param("0,x,2", {0, 2}, id="what is no number is left out"),
        pytest.param("0,7", {0}, id="what is no day of the week as well"),
        pytest.param("7", {0, 1, 2, 3, 4}, id="where nothing is left it is the country's"),
        pytest.param("", {0, 1, 2, 3, 4}, id="nothing"),
    ],
)
def test_a_working_week_is_of_days_that_there_are(workdays, week):
    assert Rest(workdays=workdays).week == week


def test_the_calendar_of_a_rest_has_its_own_week_only_where_one_is_set():
    plain = Rest("IT", "BZ", "24 Dec", "21:00 to 07:00 UTC")
    assert plain.calendar == WorkCalendar("IT", "BZ", "24 Dec")
    assert Rest(workdays="0,1").calendar == WorkCalendar(week=frozenset({0, 1}))


NINE = (time(9),)
FRIDAYS = Weekly(frozenset({4}))
ITALY = WorkCalendar("IT")


@pytest.mark.parametrize(
    ("rule", "working", "moving"),
    [
        pytest.param(FRIDAYS, FRIDAYS, Moved(FRIDAYS, ITALY), id="days that don't move"),
        pytest.param(
            Moved(FRIDAYS, WorkCalendar("DE")),
            Moved(FRIDAYS, ITALY),
            Moved(FRIDAYS, ITALY),
            id="days that move",
        ),
        pytest.param(
            WorkingDay(2, WorkCalendar("DE")),
            WorkingDay(2, ITALY),
            WorkingDay(2, ITALY),
            id="working days, which are never off",
        ),
    ],
)
def test_days_are_worked_and_moved_by_the_calendar_of_the_channel(rule, working, moving):
    recurrence = Recurrence(rule, NINE, "UTC", last=date(2027, 1, 1))
    rest = Rest("IT")
    assert rest.working(recurrence) == replace(recurrence, rule=working)
    assert rest.moving(recurrence) == replace(recurrence, rule=moving)


def test_of_two_reasons_the_day_is_told_before_the_hour_and_the_own_word_before_the_holiday():
    rest = Rest("IT", days="25 Dec Our feast", quiet="21:00 to 07:00 UTC")
    night = datetime(2026, 12, 25, 22, tzinfo=UTC)
    assert rest.cause(night, "UTC") == Cause(Reason.DAY_OFF, "Our feast")
    assert rest.quiet_at(night) == Cause(Reason.QUIET_HOURS, "21:00 to 07:00")
    assert Rest().quiet_at(night) is None


def test_part_of_a_day_without_a_name_is_told_by_its_time():
    noon = datetime(2026, 12, 24, 12, tzinfo=UTC)
    assert Rest(days="24 Dec from 12:00").day_off(noon, "UTC") == Cause(
        Reason.DAY_OFF, "from 12:00"
    )


def test_a_rest_keeps_what_is_set_alone():
    assert Rest().dump() == {}
    full = Rest("IT", "BZ", "24 Dec", "21:00 to 07:00 UTC", "0,1")
    assert full.dump() == {
        "country": "IT",
        "region": "BZ",
        "days": "24 Dec",
        "quiet": "21:00 to 07:00 UTC",
        "workdays": "0,1",
    }
    assert Rest.load({}) == Rest()
    assert Rest.load({**full.dump(), "of another day": "x"}) == full
