"""Dates as people write them, and days that somebody asks about."""

from datetime import date

import pytest

from scheduler.calendar.dates import Date, day_meant, read_date

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24 Dec", Date(12, 24)),
        ("24Dec", Date(12, 24)),
        ("24th of", None),
        ("1st January", Date(1, 1)),
        ("22nd Feb", Date(2, 22)),
        ("3rd march", Date(3, 3)),
        ("24. Dec.", Date(12, 24)),
        ("Dec 24th", Date(12, 24)),
        ("December 24, 2026", Date(12, 24, 2026)),
        ("  24   december 2026 ", Date(12, 24, 2026)),
        ("2026-12-24", Date(12, 24, 2026)),
        ("2026-1-4", Date(1, 4, 2026)),
        ("1 sept", Date(9, 1)),
        ("1 sep", Date(9, 1)),
        ("1 jun", Date(6, 1)),
        ("1 july", Date(7, 1)),
        ("1 ma", None),
        ("1 mai", None),
        ("1 decembers", None),
        ("29 Feb", Date(2, 29)),
        ("29 Feb 2028", Date(2, 29, 2028)),
        ("29 Feb 2027", None),
        ("30 Feb", None),
        ("31 April", None),
        ("0 May", None),
        ("1 May 1999", None),
        ("1 May 2000", Date(5, 1, 2000)),
        ("1 May 2199", Date(5, 1, 2199)),
        ("1 May 2200", None),
        ("2026-13-01", None),
        ("24/12", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_people_write_it(text, expected):
    assert read_date(text) == expected


@pytest.mark.parametrize(
    ("day", "year", "expected"),
    [
        (Date(2, 29), 2028, date(2028, 2, 29)),
        (Date(2, 29), 2027, date(2027, 2, 28)),
        (Date(2, 28), 2028, date(2028, 2, 28)),
        (Date(3, 29), 2027, date(2027, 3, 29)),
        (Date(12, 24, 2026), 2030, date(2030, 12, 24)),
    ],
)
def test_a_date_is_one_of_each_year(day, year, expected):
    assert day.of(year) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("today", "2026-11-25", id="today"),
        pytest.param("Yesterday?", "2026-11-24", id="yesterday"),
        pytest.param("tomorrow", "2026-11-26", id="tomorrow"),
        pytest.param("wed", "2026-11-25", id="today's weekday is today"),
        pytest.param("thu", "2026-11-19", id="tomorrow's is six days ago"),
        pytest.param("on Tuesday", "2026-11-24", id="yesterday's"),
        pytest.param("last monday.", "2026-11-23", id="a weekday before"),
        pytest.param("26 May", "2027-05-26", id="182 days on rather than 183 ago"),
        pytest.param("27 May", "2026-05-27", id="182 days ago rather than 183 on"),
        pytest.param("26 May 2026", "2026-05-26", id="a year that is named"),
        pytest.param("25 Nov", "2026-11-25", id="today's date"),
    ],
)
def test_a_day_is_the_nearest_that_may_be_meant(text, expected):
    assert day_meant(text, TODAY) == date.fromisoformat(expected)


def test_between_two_days_as_far_it_is_that_of_this_year():
    assert day_meant("26 May", date(2027, 11, 25)) == date(2027, 5, 26)  # 183 days each way


@pytest.mark.parametrize("text", ["we", "", "30 Feb", "noonday"])
def test_what_is_no_day_is_none(text):
    assert day_meant(text, TODAY) is None
