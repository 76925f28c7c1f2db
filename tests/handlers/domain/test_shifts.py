"""Hours by weekday: read, written, and the starts and ends that they make."""

from datetime import UTC, datetime, time, timedelta

import pytest

from handlers.domain.shifts import Edge, Hours, UnreadableHoursError, Working, read_hours
from tests.conftest import MONDAY

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
DAY = (time(9), time(17))
NIGHT = Working(read_hours("mon 22:00-06:00"), "UTC")
OFFICE = Working(read_hours("mon-fri 09:00-17:00"), "UTC")


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("Mon-Fri 09:00-17:00", {0: DAY, 1: DAY, 2: DAY, 3: DAY, 4: DAY}),
        ("weekdays 9:00 - 17:00", {0: DAY, 1: DAY, 2: DAY, 3: DAY, 4: DAY}),
        ("mon, wed 09:00–17:00", {0: DAY, 2: DAY}),
        ("Monday 09:00-17:00\nsaturday 10:00-14:00", {0: DAY, 5: (time(10), time(14))}),
        ("sat-mon 09:00-17:00", {5: DAY, 6: DAY, 0: DAY}),
        ("", {}),
    ],
)
def test_plain_hours_are_understood(typed, days):
    assert read_hours(typed).days == days


@pytest.mark.parametrize(
    "typed",
    [
        *("nine to five", "mon", "mon 24:00-26:00", "mon 09:60-17:00", "xyz 09:00-17:00"),
        *("09:00-17:00", "mon 13pm-14:00", "mon 0am-14:00", "mon-xyz 09:00-17:00"),
    ],
)
def test_what_are_no_hours_is_said_with_an_example(typed):
    with pytest.raises(UnreadableHoursError, match="For example"):
        read_hours(typed)


def test_hours_are_kept_and_typed_again_as_they_are():
    hours = read_hours("mon 22:00-06:00; sat 10:00-14:00")
    assert Hours.load(hours.stored()) == hours
    assert read_hours(str(hours)) == hours


@pytest.mark.parametrize(
    ("working", "moment", "is_on"),
    [
        pytest.param(OFFICE, MONDAY - SECOND, False, id="a second before"),
        pytest.param(OFFICE, MONDAY, True, id="at its start"),
        pytest.param(OFFICE, MONDAY + 8 * HOUR - SECOND, True, id="a second before its end"),
        pytest.param(OFFICE, MONDAY + 8 * HOUR, False, id="at its end"),
        pytest.param(OFFICE, MONDAY + 5 * 24 * HOUR, False, id="on Saturday"),
        pytest.param(NIGHT, MONDAY + 13 * HOUR, True, id="at ten in the evening"),
        pytest.param(NIGHT, MONDAY + 21 * HOUR - SECOND, True, id="over midnight"),
        pytest.param(NIGHT, MONDAY + 21 * HOUR, False, id="at six in the morning"),
    ],
)
def test_a_shift_is_from_its_start_to_its_end(working, moment, is_on):
    assert working.is_on(moment) is is_on


def test_starts_and_ends_come_in_order_and_each_once():
    found = list(OFFICE.edges(MONDAY - SECOND, MONDAY + 24 * HOUR))
    assert found == [
        (MONDAY, Edge.START),
        (MONDAY + 8 * HOUR, Edge.END),
        (MONDAY + 24 * HOUR, Edge.START),
    ]
    assert list(OFFICE.edges(MONDAY, MONDAY + 8 * HOUR)) == [(MONDAY + 8 * HOUR, Edge.END)]


def test_one_shift_after_the_other_ends_before_it_starts():
    around = Working(read_hours("daily 00:00-00:00"), "UTC")
    midnight = datetime(2026, 11, 24, tzinfo=UTC)
    edges = list(around.edges(midnight - SECOND, midnight))
    assert [edge for _, edge in edges] == [Edge.END, Edge.START]


def test_what_waits_waits_for_the_next_start():
    friday = MONDAY + 4 * 24 * HOUR + 8 * HOUR
    assert OFFICE.held_until(friday - SECOND) is None
    assert OFFICE.held_until(friday) == MONDAY + 7 * 24 * HOUR
    assert OFFICE.next_edge(friday) == MONDAY + 7 * 24 * HOUR
    assert Working(Hours(), "UTC").held_until(friday) is None
    assert Working(Hours(), "UTC").next_edge(friday) is None


def test_hours_are_those_of_the_person_s_own_zone():
    rome = Working(OFFICE.hours, "Europe/Rome")
    assert rome.is_on(MONDAY - HOUR)
    assert not rome.is_on(MONDAY + 7 * HOUR)
