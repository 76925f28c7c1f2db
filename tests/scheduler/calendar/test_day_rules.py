"""Rules of days: how they are kept, and which days they are from one on; above all, moved ones."""

from datetime import date
from itertools import islice

import pytest

from scheduler.calendar.day_rules import (
    EVERY_DAY,
    LAST,
    WEEKEND,
    MonthDays,
    Moved,
    NthWeekday,
    Once,
    Weekly,
    WorkCalendar,
    WorkingDay,
    Yearly,
    days_of,
    dump_rule,
    load_rule,
    unmoved,
)

MARCH = frozenset({3})
ROME = WorkCalendar("IT", "RM", "24 Dec", frozenset({0, 1, 2}))
KEPT = [
    pytest.param(Weekly(WEEKEND), {"rule": "weekly", "days": [5, 6]}, id="weekly"),
    pytest.param(
        Weekly(frozenset({4, 0}), 2), {"rule": "weekly", "days": [0, 4], "every": 2}, id="fortnight"
    ),
    pytest.param(
        NthWeekday(1, 0), {"rule": "nth weekday", "nth": 1, "weekday": 0}, id="first Monday"
    ),
    pytest.param(
        NthWeekday(3, 0, frozenset({1, LAST}), MARCH),
        {"rule": "nth weekday", "nth": 1, "weekday": 0, "also": [-1, 3], "months": [3]},
        id="first, third and last Monday of March",
    ),
    pytest.param(MonthDays(frozenset({1})), {"rule": "month days", "days": [1]}, id="a month day"),
    pytest.param(
        MonthDays(frozenset({15, LAST}), frozenset({12, 1})),
        {"rule": "month days", "days": [-1, 15], "months": [1, 12]},
        id="month days of months",
    ),
    pytest.param(WorkingDay(1), {"rule": "working day", "nth": 1}, id="a working day"),
    pytest.param(
        WorkingDay(LAST, ROME, MARCH),
        {
            "rule": "working day",
            "nth": -1,
            "country": "IT",
            "region": "RM",
            "days_off": "24 Dec",
            "week": "0,1,2",
            "months": [3],
        },
        id="a working day of a place",
    ),
    pytest.param(Yearly(4, 1), {"rule": "yearly", "month": 4, "day": 1}, id="a day of the year"),
    pytest.param(
        Yearly(10, 1, frozenset({(4, 2)})),
        {"rule": "yearly", "month": 4, "day": 2, "also": [[10, 1]]},
        id="two days of the year",
    ),
    pytest.param(Once(date(2026, 12, 24)), {"rule": "once", "date": "2026-12-24"}, id="a date"),
    pytest.param(
        Moved(Once(date(2026, 12, 24)), WorkCalendar()),
        {"rule": "once", "date": "2026-12-24", "moved": {}},
        id="moved",
    ),
    pytest.param(
        Moved(Weekly(frozenset({4})), WorkCalendar("IT")),
        {"rule": "weekly", "days": [4], "moved": {"country": "IT"}},
        id="moved in a country",
    ),
]


@pytest.mark.parametrize(("rule", "kept"), KEPT)
def test_a_rule_is_kept_as_plain_values_and_read_back(rule, kept):
    assert dump_rule(rule) == kept
    assert load_rule(kept) == rule


@pytest.mark.parametrize(
    "mapping",
    [
        {},
        {"rule": "hourly"},
        {"rule": "once"},
        {"rule": "yearly", "month": 1},
        {"rule": "nth weekday", "nth": 1},
        {"rule": "working day", "nth": "1"},
        {"rule": "month day", "day": "1"},
        {"moved": {}},
    ],
)
def test_what_is_no_rule_is_refused(mapping):
    with pytest.raises(ValueError, match=r"not a rule"):
        load_rule(mapping)


def test_the_numbers_of_a_weekday_are_sorted_and_the_last_comes_last():
    rule = NthWeekday(LAST, 0, frozenset({4, 2}))
    assert (rule.nth, rule.also) == (2, {4, LAST})
    assert rule.numbers == {2, 4, LAST}


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda: NthWeekday(0, 0), id="number nought"),
        pytest.param(lambda: NthWeekday(1, 0, frozenset({5})), id="a fifth beside the first"),
        pytest.param(lambda: NthWeekday(1, -1), id="a weekday before Monday"),
        pytest.param(lambda: MonthDays(frozenset({-2})), id="the last day but one"),
        pytest.param(lambda: WorkingDay(-2), id="the last working day but one"),
        pytest.param(lambda: WorkingDay(1, months=frozenset({13})), id="a thirteenth month"),
        pytest.param(lambda: Yearly(2, 29), id="29 February"),
        pytest.param(lambda: Weekly(frozenset({-1})), id="a day before Monday"),
    ],
)
def test_what_not_every_week_month_or_year_has_is_refused(build):
    with pytest.raises(ValueError, match=r"."):
        build()


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda: Weekly(EVERY_DAY, 52), id="every 52 weeks"),
        pytest.param(lambda: MonthDays(frozenset({1, 28, LAST})), id="day 28"),
        pytest.param(lambda: WorkingDay(10), id="the tenth working day"),
        pytest.param(lambda: NthWeekday(4, 6), id="the fourth Sunday"),
        pytest.param(lambda: Yearly(2, 28), id="28 February"),
        pytest.param(lambda: MonthDays(frozenset({1}), frozenset(range(1, 13))), id="all months"),
    ],
)
def test_the_furthest_that_each_has_may_be_named(build):
    assert load_rule(dump_rule(build())) == build()


@pytest.mark.parametrize(
    ("calendar", "day", "worked", "off"),
    [
        pytest.param(WorkCalendar(), "2026-11-27", True, False, id="a Friday"),
        pytest.param(WorkCalendar(), "2026-11-28", False, False, id="a Saturday"),
        pytest.param(WorkCalendar("SA"), "2026-11-27", False, False, id="a Friday in Riyadh"),
        pytest.param(WorkCalendar("SA"), "2026-11-29", True, False, id="a Sunday in Riyadh"),
        pytest.param(WorkCalendar("IT"), "2026-12-25", False, True, id="a holiday"),
        pytest.param(WorkCalendar("IT"), "2026-12-26", False, True, id="a holiday on Saturday"),
        pytest.param(WorkCalendar(), "2026-12-25", True, False, id="no country's holiday"),
        pytest.param(WorkCalendar("IT", "BZ"), "2026-05-25", False, True, id="a region's holiday"),
        pytest.param(WorkCalendar(days_off="27 Nov"), "2026-11-27", False, True, id="a day off"),
        pytest.param(
            WorkCalendar(days_off="27 Nov from 12:00"), "2026-11-27", True, False, id="half a day"
        ),
        pytest.param(
            WorkCalendar("IT", week=frozenset({5})), "2026-11-28", True, False, id="its own week"
        ),
        pytest.param(
            WorkCalendar("IT", week=frozenset({5})), "2026-11-27", False, False, id="outside it"
        ),
    ],
)
def test_people_work_on_days_of_their_week_that_are_not_off(calendar, day, worked, off):
    found = date.fromisoformat(day)
    assert (calendar.is_worked(found), calendar.is_off(found)) == (worked, off)


def first(rule, start, count=3, **span):
    days = days_of(rule, date.fromisoformat(start), **span)
    return [day.isoformat() for day in islice(days, count)]


FROM = [
    pytest.param(Weekly(frozenset({0})), "2026-11-23", "2026-11-23", id="a weekday"),
    pytest.param(Weekly(frozenset({0})), "2026-11-24", "2026-11-30", id="the day after it"),
    pytest.param(Once(date(2026, 11, 23)), "2026-11-23", "2026-11-23", id="a date"),
    pytest.param(Yearly(11, 23), "2026-11-23", "2026-11-23", id="a day of the year"),
    pytest.param(Yearly(11, 23), "2026-11-24", "2027-11-23", id="the day after, a year on"),
    pytest.param(MonthDays(frozenset({23})), "2026-11-23", "2026-11-23", id="a month day"),
    pytest.param(MonthDays(frozenset({23})), "2026-11-24", "2026-12-23", id="a month on"),
    pytest.param(MonthDays(frozenset({1})), "2026-12-31", "2027-01-01", id="a year's end"),
    pytest.param(NthWeekday(4, 0), "2026-11-23", "2026-11-23", id="a fourth Monday"),
    pytest.param(NthWeekday(4, 0), "2026-11-24", "2026-12-28", id="the next of them"),
    pytest.param(WorkingDay(LAST), "2026-11-30", "2026-11-30", id="a last working day"),
    pytest.param(WorkingDay(LAST), "2026-12-01", "2026-12-31", id="the next of those"),
    pytest.param(MonthDays(frozenset({1}), MARCH), "2026-03-01", "2026-03-01", id="of a month"),
    pytest.param(MonthDays(frozenset({1}), MARCH), "2026-03-02", "2027-03-01", id="a year later"),
]


@pytest.mark.parametrize(("rule", "start", "day"), FROM)
def test_a_rule_begins_with_the_day_itself(rule, start, day):
    assert first(rule, start, 1) == [day]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        pytest.param(
            NthWeekday(LAST, 0), ["2026-11-30", "2026-12-28", "2027-01-25"], id="the last Monday"
        ),
        pytest.param(
            NthWeekday(LAST, 6), ["2026-11-29", "2026-12-27", "2027-01-31"], id="the last Sunday"
        ),
        pytest.param(
            NthWeekday(1, 6), ["2026-12-06", "2027-01-03", "2027-02-07"], id="the first Sunday"
        ),
        pytest.param(
            NthWeekday(1, 1), ["2026-12-01", "2027-01-05", "2027-02-02"], id="the first Tuesday"
        ),
        pytest.param(
            NthWeekday(2, 2, frozenset({4}), frozenset({2})),
            ["2027-02-10", "2027-02-24", "2028-02-09"],
            id="the second and fourth Wednesday of February",
        ),
        pytest.param(
            MonthDays(frozenset({LAST, 28})),
            ["2026-11-28", "2026-11-30", "2026-12-28"],
            id="the 28th and the last day",
        ),
        pytest.param(
            MonthDays(frozenset({LAST, 28}), frozenset({2})),
            ["2027-02-28", "2028-02-28", "2028-02-29"],
            id="which are one in most Februaries",
        ),
        pytest.param(
            WorkingDay(2, months=MARCH),
            ["2027-03-02", "2028-03-02", "2029-03-02"],
            id="the second working day of March",
        ),
        pytest.param(
            WorkingDay(LAST), ["2026-11-30", "2026-12-31", "2027-01-29"], id="the last working day"
        ),
    ],
)
def test_days_of_a_month_are_counted_from_its_ends(rule, days):
    assert first(rule, "2026-11-24") == days


def test_a_date_that_has_gone_by_is_no_day_any_more():
    assert first(Once(date(2026, 11, 23)), "2026-11-24") == []


def test_nothing_is_before_the_first_day_or_after_the_last():
    days = first(
        Weekly(EVERY_DAY), "2026-11-23", 9, first=date(2026, 11, 25), last=date(2026, 11, 27)
    )
    assert days == ["2026-11-25", "2026-11-26", "2026-11-27"]
    late = first(Weekly(EVERY_DAY), "2026-11-26", 1, first=date(2026, 11, 25))
    assert late == ["2026-11-26"]


def test_every_third_week_is_counted_from_the_week_of_the_first_day():
    days = first(Weekly(frozenset({0, 6}), 3), "2026-11-23", 4, first=date(2026, 11, 25))
    assert days == ["2026-11-29", "2026-12-14", "2026-12-20", "2027-01-04"]


@pytest.mark.parametrize(
    "rule", [Weekly(EVERY_DAY), MonthDays(frozenset({1})), Yearly(1, 1), WorkingDay(1)]
)
def test_days_end_before_the_calendar_does(rule):
    days = list(days_of(rule, date(9997, 12, 1) if rule != Yearly(1, 1) else date(9997, 1, 1)))
    assert days
    assert max(days) < date(9999, 1, 1)


# Moved: Friday 25 December 2026 is off, and Monday the 28th the next workday.

CHRISTMAS = WorkCalendar(days_off="25 Dec")
FRIDAYS = Moved(Weekly(frozenset({4})), CHRISTMAS)


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("2026-12-18", "2026-12-18"),
        ("2026-12-19", "2026-12-28"),
        ("2026-12-25", "2026-12-28"),
        ("2026-12-26", "2026-12-28"),
        ("2026-12-27", "2026-12-28"),
        ("2026-12-28", "2026-12-28"),
        ("2026-12-29", "2027-01-01"),
    ],
)
def test_a_day_that_was_moved_is_found_from_each_day_before_it(start, day):
    assert first(FRIDAYS, start, 1) == [day]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        pytest.param(
            Weekly(frozenset({0, 4})), ["2026-12-21", "2026-12-28", "2027-01-01"], id="onto another"
        ),
        pytest.param(
            Weekly(frozenset({1, 4})), ["2026-12-22", "2026-12-28", "2026-12-29"], id="before one"
        ),
        pytest.param(
            Weekly(frozenset({4, 5, 6})), ["2026-12-26", "2026-12-27", "2026-12-28"], id="past some"
        ),
        pytest.param(
            Weekly(frozenset({3, 4})), ["2026-12-24", "2026-12-28", "2026-12-31"], id="after one"
        ),
        pytest.param(
            Yearly(12, 25), ["2026-12-28", "2027-12-27", "2028-12-26"], id="from year to year"
        ),
    ],
)
def test_what_moves_comes_once_and_in_order(rule, days):
    assert first(Moved(rule, CHRISTMAS), "2026-12-21") == days


def test_several_days_off_in_a_row_move_to_one_day():
    closed = WorkCalendar(days_off="2026-11-23 to 2026-11-25")
    assert first(Moved(Weekly(EVERY_DAY), closed), "2026-11-23", 2) == ["2026-11-26", "2026-11-27"]
    assert first(Moved(Weekly(frozenset({0})), closed), "2026-11-26", 1) == ["2026-11-26"]


def test_a_day_off_moves_to_the_very_next_day_where_that_is_worked():
    closed = WorkCalendar(days_off="2026-11-23")
    assert first(Moved(Once(date(2026, 11, 23)), closed), "2026-11-01") == ["2026-11-24"]


def test_a_day_off_moves_into_the_working_week_of_its_place():
    closed = WorkCalendar("SA", days_off="2026-11-26")  # a Thursday, before their weekend
    assert first(Moved(Once(date(2026, 11, 26)), closed), "2026-11-01") == ["2026-11-29"]


@pytest.mark.parametrize(
    ("last_off", "days"),
    [("2028-12-24", ["2028-12-25"]), ("2028-12-25", [])],
)
def test_a_day_moves_two_years_and_no_further(last_off, days):
    closed = WorkCalendar(days_off=f"2026-12-25 to {last_off}")
    moved = Moved(Once(date(2026, 12, 25)), closed)
    assert first(moved, "2026-12-01") == days
    assert first(moved, "2028-12-25") == days


def test_of_what_moves_the_day_that_is_meant_lies_between_first_and_last():
    christmas = date(2026, 12, 25)
    assert first(FRIDAYS, "2026-12-01", first=christmas, last=christmas) == ["2026-12-28"]
    assert first(FRIDAYS, "2026-12-26", 1, first=date(2026, 12, 26)) == ["2027-01-01"]


def test_the_rule_behind_one_that_moves_is_the_unmoved():
    assert unmoved(FRIDAYS) == unmoved(Weekly(frozenset({4}))) == Weekly(frozenset({4}))


# Working days where nobody works for long.


@pytest.mark.parametrize(
    ("last_off", "days"),
    [
        pytest.param("2028-11-30", ["2028-12-01"], id="24 months"),
        pytest.param("2028-12-31", [], id="25 months"),
    ],
)
def test_a_working_day_is_looked_for_over_two_years_without_any(last_off, days):
    closed = WorkCalendar(days_off=f"2026-12-01 to {last_off}")
    assert first(WorkingDay(1, closed), "2026-12-01", 1) == days


def test_months_without_a_working_day_are_counted_anew_after_each_that_has_one():
    closed = WorkCalendar(days_off="2026-12-01 to 2028-10-31\n2028-12-01 to 2030-10-31")
    assert first(WorkingDay(1, closed), "2026-12-01", 2) == ["2028-11-01", "2030-11-01"]


def test_a_month_with_too_few_working_days_has_no_later_one():
    closed = WorkCalendar(days_off="2026-12-03 to 2026-12-31")
    assert first(WorkingDay(3, closed), "2026-12-01", 1) == ["2027-01-05"]
    assert first(WorkingDay(2, closed), "2026-12-01", 1) == ["2026-12-02"]
