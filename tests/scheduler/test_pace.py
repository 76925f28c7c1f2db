"""The pace of a workspace: its platform's, halved by each 429, and back after quiet minutes."""

from datetime import timedelta

import pytest

from scheduler.pace import MAX_HALVINGS, Pace, Slowdown, slower, usual_rate
from tests.calendars import NINE

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def test_each_platform_has_a_pace_of_its_own():
    assert usual_rate("slack") == 5.0
    assert usual_rate("teams") > usual_rate("slack")


@pytest.mark.parametrize(("minutes", "gap"), [(0, 0.8), (1, 0.4), (2, 0.2), (60, 0.2), (-60, 0.8)])
def test_a_429_slows_and_quiet_minutes_bring_it_back(minutes, gap):
    at = NINE + minutes * MINUTE
    pace = Pace(5.0, slowdown=Slowdown(2, NINE))
    assert pace.slot(at) == at
    assert pace.slot(at) == at + gap * SECOND


def test_many_429s_in_one_minute_are_one():
    first = slower(None, NINE)
    assert first == Slowdown(1, NINE)
    assert slower(first, NINE + 59 * SECOND) is None
    assert slower(Slowdown(3, NINE), NINE + 2 * MINUTE) == Slowdown(2, NINE + 2 * MINUTE)
    assert slower(Slowdown(MAX_HALVINGS + 1, NINE), NINE + MINUTE).halvings == MAX_HALVINGS


@pytest.mark.parametrize(("halvings", "gap"), [(2, 1.6), (3, 3.2), (4, 3.2)])
def test_it_is_never_slower_than_a_sixteenth(halvings, gap):
    pace = Pace(5.0, slowdown=slower(Slowdown(halvings, NINE + MINUTE), NINE))
    assert pace.slot(NINE) == NINE
    assert pace.slot(NINE) == NINE + gap * SECOND


def test_a_clock_that_was_set_back_keeps_nobody_slow():
    assert slower(Slowdown(1, NINE + 60 * MINUTE), NINE) == Slowdown(2, NINE)
