"""Recurrences: which moments they name, what they are called, and what was missed."""

import json
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from scheduler.calendar.day_rules import (
    EVERY_DAY,
    LAST,
    WEEKDAYS,
    MonthDays,
    Moved,
    NthWeekday,
    Once,
    Rule,
    Weekly,
    WorkCalendar,
    WorkingDay,
    Yearly,
)
from scheduler.calendar.recurrence import Due, Recurrence, latest_due, upcoming

ROME = "Europe/Rome"
NINE = (time(9),)
MONDAY = datetime(2026, 11, 23, 7, 55, tzinfo=UTC)  # 08:55 in Rome


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def daily(*times: time, zone: str = ROME) -> Recurrence:
    return Recurrence(Weekly(EVERY_DAY), times, zone)


RULES = [
    pytest.param(Weekly(WEEKDAYS), ["11-24", "11-25", "11-26", "11-27", "11-30"], id="weekdays"),
    pytest.param(Weekly(frozenset({0})), ["11-30", "12-07", "12-14"], id="Mondays"),
    pytest.param(Weekly(frozenset({2, 6})), ["11-25", "11-29", "12-02"], id="Wed and Sun"),
    pytest.param(NthWeekday(1, 0), ["12-07", "2027-01-04", "2027-02-01"], id="first Monday"),
    pytest.param(NthWeekday(4, 3), ["11-26", "12-24", "2027-01-28"], id="fourth Thursday"),
    pytest.param(NthWeekday(LAST, 4), ["11-27", "12-25", "2027-01-29"], id="last Friday"),
    pytest.param(
        NthWeekday(LAST, 2, frozenset({1, 3})),
        ["11-25", "12-02", "12-16", "12-30", "2027-01-06"],
        id="first, third and last Wednesday",
    ),
    pytest.param(NthWeekday(LAST, 0), ["11-30", "12-28", "2027-01-25"], id="last Monday"),
    pytest.param(
        MonthDays(frozenset({1})), ["12-01", "2027-01-01", "2027-02-01"], id="first of the month"
    ),
    pytest.param(
        MonthDays(frozenset({28})), ["11-28", "12-28", "2027-01-28", "2027-02-28"], id="day 28"
    ),
    pytest.param(Yearly(12, 25), ["2026-12-25", "2027-12-25"], id="Christmas Day"),
    pytest.param(
        MonthDays(frozenset({LAST})), ["11-30", "12-31", "2027-01-31", "2027-02-28"], id="last day"
    ),
    pytest.param(
        MonthDays(frozenset({1, 15, LAST})),
        ["11-30", "12-01", "12-15", "12-31", "2027-01-01"],
        id="several days of the month",
    ),
    pytest.param(WorkingDay(1), ["12-01", "2027-01-01", "2027-02-01"], id="the first working day"),
    pytest.param(
        WorkingDay(LAST), ["11-30", "12-31", "2027-01-29", "2027-02-26"], id="the last working day"
    ),
    pytest.param(
        WorkingDay(1, WorkCalendar("IT")),
        ["12-01", "2027-01-04", "2027-02-01"],
        id="of a country's holidays",
    ),
    pytest.param(
        WorkingDay(LAST, WorkCalendar(days_off="31 Dec")),
        ["11-30", "12-30", "2027-01-29"],
        id="of own days off",
    ),
    pytest.param(
        WorkingDay(1, WorkCalendar("SA")),
        ["12-01", "2027-01-03", "2027-02-01"],
        id="of another weekend",
    ),
    pytest.param(WorkingDay(3), ["12-03", "2027-01-05", "2027-02-03"], id="the third working day"),
    pytest.param(
        WorkingDay(1, WorkCalendar(days_off="1 Jan to 31 Dec")), [], id="no working day at all"
    ),
    pytest.param(
        WorkingDay(LAST, months=frozenset({3, 12})),
        ["2026-12-31", "2027-03-31", "2027-12-31"],
        id="the last working day of two months",
    ),
    pytest.param(
        NthWeekday(1, 0, frozenset({LAST}), frozenset({1})),
        ["2027-01-04", "2027-01-25", "2028-01-03"],
        id="the first and last Monday of January",
    ),
    pytest.param(
        MonthDays(frozenset({15}), frozenset({1, 7})),
        ["2027-01-15", "2027-07-15", "2028-01-15"],
        id="a day of two months",
    ),
    pytest.param(
        Yearly(10, 1, frozenset({(4, 1)})),
        ["2027-04-01", "2027-10-01", "2028-04-01"],
        id="two days of the year",
    ),
    pytest.param(Once(date(2026, 12, 24)), ["12-24"], id="a date"),
    pytest.param(
        Moved(Weekly(frozenset({4})), WorkCalendar("IT")),
        ["11-27", "12-04", "12-11", "12-18", "12-28", "2027-01-04", "2027-01-08"],
        id="Fridays, moved over Christmas and over New Year's weekend",
    ),
    pytest.param(
        Moved(Weekly(WEEKDAYS), WorkCalendar("IT")),
        [
            "11-24",
            "11-25",
            "11-26",
            "11-27",
            "11-30",
            *(f"12-0{day}" for day in (1, 2, 3, 4, 7, 9)),
        ],
        id="weekdays, each once",
    ),
    pytest.param(
        Moved(Once(date(2026, 12, 25)), WorkCalendar("IT")), ["12-28"], id="a date, moved"
    ),
    pytest.param(
        Moved(Weekly(frozenset({5})), WorkCalendar("IT")),
        ["11-28", "12-05", "12-12", "12-19", "12-28", "2027-01-02"],
        id="Saturdays stay: a weekend is no day off, and 26 December is one",
    ),
    pytest.param(
        Moved(Weekly(EVERY_DAY), WorkCalendar(days_off="2026-11-27")),
        ["11-24", "11-25", "11-26", "11-28", "11-29", "11-30", "12-01"],
        id="daily: the weekend behind a day off stays",
    ),
    pytest.param(
        Moved(Yearly(12, 25), WorkCalendar(days_off="20 Dec to 31 Mar")),
        ["2027-04-01", "2028-04-03"],
        id="over a long break",
    ),
    pytest.param(
        Moved(Weekly(WEEKDAYS), WorkCalendar(days_off="1 Jan to 31 Dec")),
        [],
        id="no working day for years",
    ),
]


@pytest.mark.parametrize(("rule", "days"), RULES)
def test_a_rule_names_its_days_in_order(rule: Rule, days: list[str]):
    moments = upcoming(Recurrence(rule, NINE, "UTC"), at("2026-11-23T09:00"), len(days))

    expected = [day if len(day) > 5 else f"2026-{day}" for day in days]
    assert moments == [at(f"{day}T09:00") for day in expected]


def test_what_moves_may_pass_the_last_day_and_what_is_meant_for_a_later_one_never_comes():
    christmas = date(2026, 12, 25)
    fridays = Moved(Weekly(frozenset({4})), WorkCalendar("IT"))
    recurrence = Recurrence(fridays, NINE, "UTC", christmas, christmas)
    assert upcoming(recurrence, at("2026-11-23T09:00"), 3) == [at("2026-12-28T09:00")]


def test_the_last_day_of_february_is_the_29th_in_a_leap_year():
    recurrence = Recurrence(MonthDays(frozenset({LAST})), NINE, "UTC")

    assert recurrence.next_after(at("2028-02-01T00:00")) == at("2028-02-29T09:00")


def test_the_next_moment_is_later_than_the_given_one():
    recurrence = daily(time(8, 55))

    assert recurrence.next_after(MONDAY) == MONDAY + timedelta(days=1)


def test_a_second_earlier_the_moment_itself_is_next():
    recurrence = daily(time(8, 55))

    assert recurrence.next_after(MONDAY - timedelta(seconds=1)) == MONDAY


def test_a_moment_may_be_given_in_any_zone():
    recurrence = daily(time(8, 55))

    elsewhere = MONDAY.astimezone(ZoneInfo("Asia/Tokyo"))
    assert recurrence.next_after(elsewhere) == recurrence.next_after(MONDAY)


def test_several_times_a_day_come_in_order():
    recurrence = daily(time(14), time(8, 55))

    moments = upcoming(recurrence, MONDAY, 3)

    assert [recurrence.wall(moment) for moment in moments] == [
        "2026-11-23T14:00",
        "2026-11-24T08:55",
        "2026-11-24T14:00",
    ]


def test_a_date_comes_once():
    recurrence = Recurrence(Once(date(2026, 11, 23)), (time(8, 55), time(9)), ROME)

    assert upcoming(recurrence, MONDAY, 5) == [MONDAY + timedelta(minutes=5)]
    assert recurrence.next_after(MONDAY + timedelta(minutes=5)) is None


def test_nothing_comes_after_the_end_of_the_calendar():
    assert daily(time(9)).next_after(datetime(9999, 12, 30, tzinfo=UTC)) is None


def test_times_are_sorted_and_unique_whatever_order_they_came_in():
    assert daily(time(14), time(9), time(14)) == daily(time(9), time(14))


# Summer time: 02:00 becomes 03:00 on 29 March 2026 in Rome, 03:00 becomes 02:00 on 25 October.


def test_a_time_in_the_gap_moves_forward():
    recurrence = daily(time(2, 30))

    assert recurrence.next_after(at("2026-03-28T12:00")) == at("2026-03-29T01:30")  # 03:30


def test_a_moved_moment_keeps_the_name_of_the_time_it_was_meant_for():
    assert daily(time(2, 30)).wall(at("2026-03-29T01:30")) == "2026-03-29T02:30"


def test_a_repeated_hour_counts_the_first_time_only():
    moments = upcoming(daily(time(2, 30)), at("2026-10-24T12:00"), 2)

    assert moments == [at("2026-10-25T00:30"), at("2026-10-26T01:30")]


def test_two_times_that_the_gap_puts_on_one_moment_are_one_occurrence():
    recurrence = daily(time(2, 30), time(3, 30))

    moments = upcoming(recurrence, at("2026-03-28T12:00"), 2)

    names = [recurrence.wall(moment) for moment in moments]
    assert names == ["2026-03-29T03:30", "2026-03-30T02:30"]


def test_a_moved_time_lets_an_earlier_one_pass():
    recurrence = daily(time(2, 30), time(3, 10))

    moments = upcoming(recurrence, at("2026-03-28T12:00"), 2)

    names = [recurrence.wall(moment) for moment in moments]
    assert names == ["2026-03-29T03:10", "2026-03-29T02:30"]


def test_a_gap_before_midnight_moves_a_time_into_the_next_day_and_keeps_its_name():
    recurrence = daily(time(0, 15), time(23, 30), zone="America/Nuuk")  # 23:00 is 00:00

    moments = upcoming(recurrence, at("2026-03-28T12:00"), 3)

    names = [recurrence.wall(moment) for moment in moments]
    assert names == ["2026-03-29T00:15", "2026-03-28T23:30", "2026-03-29T23:30"]


def test_a_day_that_a_country_skipped_falls_on_the_next_one():
    recurrence = daily(time(9), zone="Pacific/Apia")  # 30 December 2011 never was

    moments = upcoming(recurrence, at("2011-12-29T00:00"), 3)

    names = [recurrence.wall(moment) for moment in moments]
    assert names == ["2011-12-29T09:00", "2011-12-31T09:00", "2012-01-01T09:00"]


def test_a_moment_that_is_none_of_ours_bears_its_local_time():
    assert daily(time(9)).wall(MONDAY) == "2026-11-23T08:55"


# What is due.


def test_nothing_is_due_before_the_first_moment():
    due = latest_due(daily(time(8, 55)), MONDAY, MONDAY - timedelta(seconds=1))

    assert due == Due(None, 0, (), MONDAY)


def test_a_moment_is_due_when_it_comes():
    due = latest_due(daily(time(8, 55)), MONDAY, MONDAY)

    assert due == Due(MONDAY, 0, (), MONDAY + timedelta(days=1))


def test_after_a_pause_the_latest_is_due_and_the_older_ones_were_missed():
    days = [MONDAY + timedelta(days=number) for number in range(4)]

    due = latest_due(daily(time(8, 55)), days[0], days[2] + timedelta(hours=3))

    assert due == Due(days[2], 2, (days[0], days[1]), days[3])


def test_after_a_year_every_missed_hour_is_counted_and_the_last_few_are_named():
    hourly = daily(*map(time, range(24)), zone="UTC")
    later = MONDAY + timedelta(days=365)

    due = latest_due(hourly, at("2026-11-23T08:00"), later, keep=2)

    assert due == Due(
        later - timedelta(minutes=55),
        365 * 24 - 1,
        (later - timedelta(hours=2, minutes=55), later - timedelta(hours=1, minutes=55)),
        later + timedelta(minutes=5),
    )


def test_a_date_that_is_due_has_no_next_moment():
    once = Recurrence(Once(date(2026, 11, 23)), (time(8, 55),), ROME)

    assert latest_due(once, MONDAY, MONDAY) == Due(MONDAY, 0, (), None)


# On paper.


@pytest.mark.parametrize(("rule", "days"), RULES)
def test_a_recurrence_comes_back_from_json(rule: Rule, days: list[str]):
    recurrence = Recurrence(rule, (time(8, 55), time(14)), ROME)

    assert Recurrence.load(json.loads(json.dumps(recurrence.dump()))) == recurrence


def test_a_dump_is_plain_to_read():
    assert daily(time(8, 55)).dump() == {
        "rule": "weekly",
        "days": [0, 1, 2, 3, 4, 5, 6],
        "times": ["08:55"],
        "zone": "Europe/Rome",
    }


def days(recurrence, after=MONDAY, count=4):
    return [f"{each:%m-%d}" for each in upcoming(recurrence, after, count)]


def test_weeks_are_skipped_from_the_first_on():
    monday_and_thursday = Weekly(frozenset({0, 3}), 2)
    recurrence = Recurrence(monday_and_thursday, NINE, "UTC", date(2026, 12, 3))
    assert days(recurrence) == ["12-03", "12-14", "12-17", "12-28"]
    later = datetime(2026, 12, 4, tzinfo=UTC)
    assert days(recurrence, later) == ["12-14", "12-17", "12-28", "12-31"]
    over_the_year = datetime(2027, 1, 1, tzinfo=UTC)
    assert days(recurrence, over_the_year, 2) == ["01-11", "01-14"]


def test_nothing_comes_before_the_first_day_nor_after_the_last():
    recurrence = Recurrence(
        Weekly(WEEKDAYS), NINE, "UTC", first=date(2026, 12, 4), last=date(2026, 12, 8)
    )
    assert days(recurrence) == ["12-04", "12-07", "12-08"]
    assert recurrence.next_after(datetime(2026, 12, 8, 9, tzinfo=UTC)) is None


def test_the_last_day_is_the_one_of_its_zone():
    recurrence = Recurrence(
        Weekly(EVERY_DAY), (time(23, 30),), "America/New_York", last=date(2026, 11, 24)
    )
    assert days(recurrence) == ["11-24", "11-25"]  # 23:30 there is the next morning in UTC


def test_a_month_day_as_it_was_stored_before_is_read():
    before = {"rule": "month day", "day": 5, "times": ["09:00"], "zone": "UTC"}
    assert Recurrence.load(before) == Recurrence(MonthDays(frozenset({5})), NINE, "UTC")


@pytest.mark.parametrize(
    "mapping",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"times": ["09:00"], "zone": "UTC"}, id="no rule"),
        pytest.param({"rule": "yearly", "times": ["09:00"], "zone": "UTC"}, id="another rule"),
        pytest.param(
            {"rule": "weekly", "days": [7], "times": ["09:00"], "zone": "UTC"}, id="an eighth day"
        ),
        pytest.param(
            {"rule": "weekly", "days": ["x"], "times": ["09:00"], "zone": "UTC"}, id="no day"
        ),
        pytest.param(
            {"rule": "month day", "day": "1", "times": ["09:00"], "zone": "UTC"}, id="a word"
        ),
        pytest.param(
            {"rule": "month day", "day": 1, "times": "09:00", "zone": "UTC"}, id="no list"
        ),
        pytest.param({"rule": "month day", "day": 1, "times": ["9"], "zone": "UTC"}, id="no time"),
    ],
)
def test_what_is_no_recurrence_is_refused(mapping: dict[str, object]):
    with pytest.raises(ValueError, match=r"."):
        Recurrence.load(mapping)


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda: Weekly(frozenset()), id="a week without days"),
        pytest.param(lambda: Weekly(frozenset({7})), id="an eighth day of the week"),
        pytest.param(lambda: Weekly(WEEKDAYS, 0), id="every 0 weeks"),
        pytest.param(lambda: Weekly(WEEKDAYS, 53), id="every 53 weeks"),
        pytest.param(
            lambda: Recurrence(Weekly(WEEKDAYS, 2), NINE, "UTC"), id="weeks without a first"
        ),
        pytest.param(lambda: MonthDays(frozenset()), id="a month without days"),
        pytest.param(lambda: WorkingDay(11), id="an eleventh working day"),
        pytest.param(lambda: WorkingDay(0), id="working day nought"),
        pytest.param(lambda: NthWeekday(5, 0), id="a fifth Monday"),
        pytest.param(lambda: NthWeekday(1, 7), id="a first eighth day"),
        pytest.param(lambda: MonthDays(frozenset({29})), id="a day that February lacks"),
        pytest.param(lambda: MonthDays(frozenset({0})), id="day nought"),
        pytest.param(lambda: NthWeekday(1, 0, months=frozenset({13})), id="a thirteenth month"),
        pytest.param(lambda: MonthDays(frozenset({1}), frozenset({0})), id="month nought"),
        pytest.param(lambda: Yearly(1, 1, frozenset({(2, 29)})), id="29 February beside another"),
        pytest.param(daily, id="no time"),
        pytest.param(lambda: daily(time(9, 0, 30)), id="a time with seconds"),
        pytest.param(lambda: daily(time(9, tzinfo=UTC)), id="a time with a zone"),
        pytest.param(lambda: daily(time(9), zone="Europe/Roma"), id="an unknown zone"),
        pytest.param(lambda: daily(time(9), zone="../../etc/passwd"), id="a path for a zone"),
        pytest.param(lambda: daily(time(9), zone="Europe"), id="a folder for a zone"),
        pytest.param(lambda: daily(time(9), zone=""), id="no zone"),
        pytest.param(
            lambda: daily(time(9)).next_after(MONDAY.replace(tzinfo=None)), id="a naive moment"
        ),
    ],
)
def test_what_cannot_be_is_refused(build):
    with pytest.raises(ValueError, match=r"."):
        build()


def test_weeks_are_counted_to_52_and_working_days_to_the_tenth():
    """The next ones are among what is refused above."""
    assert Weekly(WEEKDAYS, 52).every == 52
    assert WorkingDay(10).nth == 10


def test_moments_always_move_on():
    moments = upcoming(daily(time(0), time(1, 30), time(2, 30), time(3, 30)), MONDAY, 3000)

    assert all(earlier < later for earlier, later in pairwise(moments))
