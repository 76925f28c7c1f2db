"""A channel's own days off: spans, their ends and years, names, and how many there may be."""

from datetime import date, time

import pytest

from scheduler.calendar.dates import Date
from scheduler.calendar.days_off import DaysOff, DaysOffError, known_days_off, read_days_off


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("24 Dec to 26 Dec 2027", Date(12, 24, 2027), Date(12, 26, 2027)),
        ("24 Dec to 6 Jan 2027", Date(12, 24, 2026), Date(1, 6, 2027)),
        ("24 Dec 2026 to 26 Dec", Date(12, 24, 2026), Date(12, 26, 2026)),
        ("24 Dec 2026 to 24 Dec", Date(12, 24, 2026), Date(12, 24, 2026)),
        ("24 Dec to 24 Dec 2026", Date(12, 24, 2026), Date(12, 24, 2026)),
        ("24 Dec 2026 to 23 Dec", Date(12, 24, 2026), Date(12, 23, 2027)),
        ("24 Dec to 6 Jan", Date(12, 24), Date(1, 6)),
        ("2026-12-24 to 2026-12-24", Date(12, 24, 2026), Date(12, 24, 2026)),
        ("24 Dec - 26 Dec", Date(12, 24), Date(12, 26)),
        ("24 Dec till 26 Dec", Date(12, 24), Date(12, 26)),
        ("24 Dec through 26 Dec", Date(12, 24), Date(12, 26)),
    ],
)
def test_an_end_without_a_year_has_the_one_that_makes_the_shorter_span(typed, first, last):
    (found,) = read_days_off(typed)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    ("line", "day", "held"),
    [
        ("2026-12-24 to 2026-12-26", "2026-12-23", False),
        ("2026-12-24 to 2026-12-26", "2026-12-24", True),
        ("2026-12-24 to 2026-12-26", "2026-12-26", True),
        ("2026-12-24 to 2026-12-26", "2026-12-27", False),
        ("2026-12-24 to 2026-12-26", "2027-12-25", False),
        ("24 Dec to 26 Dec", "2030-12-23", False),
        ("24 Dec to 26 Dec", "2030-12-24", True),
        ("24 Dec to 26 Dec", "2030-12-26", True),
        ("24 Dec to 26 Dec", "2030-12-27", False),
        ("24 Dec to 6 Jan", "2030-12-23", False),
        ("24 Dec to 6 Jan", "2030-12-24", True),
        ("24 Dec to 6 Jan", "2031-01-06", True),
        ("24 Dec to 6 Jan", "2031-01-07", False),
        ("24 Dec", "2030-12-24", True),
    ],
)
def test_a_span_holds_both_its_ends(line, day, held):
    (found,) = read_days_off(line)
    assert found.hold(date.fromisoformat(day)) is held


@pytest.mark.parametrize(
    ("at", "held"),
    [(None, False), (time(11, 59), False), (time(12), True), (time(12, 1), True)],
)
def test_part_of_a_day_is_no_whole_one(at, held):
    (found,) = read_days_off("24 Dec after 12:00")
    assert found.hold(date(2026, 12, 24), at) is held
    assert not found.hold(date(2026, 12, 23), at)


@pytest.mark.parametrize(
    ("line", "day", "over"),
    [
        ("2026-12-24 to 2027-01-06", "2027-01-06", False),
        ("2026-12-24 to 2027-01-06", "2027-01-07", True),
        ("24 Dec", "2030-12-25", False),
    ],
)
def test_days_of_a_year_are_over_after_the_last_and_others_never(line, day, over):
    (found,) = read_days_off(line)
    assert found.over(date.fromisoformat(day)) is over


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("24 Dec from 9:30", time(9, 30)),
        ("24 Dec from 09.30", time(9, 30)),
        ("24 Dec from 00:00", time(0)),
        ("24 Dec from 23:59", time(23, 59)),
        ("24 Dec from midday", time(12)),
        ("24 Dec after noon", time(12)),
        ("24 Dec", None),
    ],
)
def test_part_of_a_day_begins_when_it_says(typed, begins):
    assert read_days_off(typed) == (DaysOff(Date(12, 24), Date(12, 24), "", begins),)


@pytest.mark.parametrize("typed", ["24 Dec from 24:00", "24 Dec from 9:60"])
def test_part_of_a_day_begins_at_no_time_that_there_is_not(typed):
    with pytest.raises(DaysOffError, match="There is no such time"):
        read_days_off(typed)


@pytest.mark.parametrize(("typed", "kept"), [(40, 40), (41, 40)])
@pytest.mark.parametrize("between", [" ", ", "])
def test_a_name_has_forty_characters_at_most(typed, kept, between):
    (found,) = read_days_off(f"24 Dec{between}{'x' * typed}")
    assert found.word == "x" * kept


def test_a_day_takes_one_name():
    with pytest.raises(DaysOffError, match="I can't read “Rest”"):
        read_days_off("24 Dec Tree day, Rest")
    with pytest.raises(DaysOffError, match="I can't read “Rest”"):
        read_days_off("Rest, 24 Dec")


def test_thirty_entries_are_the_most():
    thirty = [f"{day} May" for day in range(1, 31)]
    assert len(read_days_off("\n".join(thirty))) == 30
    with pytest.raises(DaysOffError, match="That is 31 entries, and 30 is the most"):
        read_days_off("; ".join([*thirty, "31 May"]))


@pytest.mark.parametrize("typed", ["", " ", "\n\n", ";"])
def test_nothing_is_no_day_off(typed):
    assert read_days_off(typed) == known_days_off(typed) == ()


def test_a_span_of_one_day_is_shown_as_one():
    assert str(DaysOff(Date(5, 1), Date(5, 1), "Labour")) == "1 May Labour"
    assert str(DaysOff(Date(5, 1, 2026), Date(5, 9, 2026))) == "2026-05-01 to 2026-05-09"
    assert str(DaysOff(Date(5, 1), Date(5, 1), begins=time(9, 5))) == "1 May from 09:05"
