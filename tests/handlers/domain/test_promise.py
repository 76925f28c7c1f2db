"""What can become of a promise: kept, failed, moved, or changed with its complaint."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.domain.promise import (
    Promise,
    PromiseState,
    fail,
    is_late,
    is_same,
    keep,
    late_at,
    made,
    move,
    renew,
)
from tests.conftest import MONDAY

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PROMISE = made(
    Promise(
        id="p1",
        owner_id="ana",
        owner="Ana",
        zone="UTC",
        what="ring back",
        due_at=MONDAY + HOUR,
        made_at=MONDAY,
        changed_at=MONDAY,
    )
)


def test_closing_twice_is_closing_once():
    kept = keep(PROMISE, MONDAY + MINUTE)
    assert fail(kept, MONDAY + HOUR) == kept
    assert keep(kept, MONDAY + HOUR) == kept
    assert kept.state is PromiseState.KEPT


def test_moving_to_the_time_it_has_changes_nothing():
    assert move(PROMISE, PROMISE.due_at, MONDAY + MINUTE) == PROMISE


def test_a_remedy_that_changes_in_the_complaint_is_no_move():
    other = renew(PROMISE, "refund it", MONDAY + 2 * HOUR, MONDAY + MINUTE)
    assert (other.what, other.due_at, other.moved) == ("refund it", MONDAY + 2 * HOUR, False)
    assert other.next_at == MONDAY + 110 * MINUTE
    assert renew(other, "refund it", MONDAY + 2 * HOUR, MONDAY + 2 * MINUTE) == other


TIMELESS = made(replace(PROMISE, due_at=None))


def test_a_promise_without_a_time_is_never_late_and_nothing_is_said_of_it():
    assert (TIMELESS.state, TIMELESS.next_at) == (PromiseState.OPEN, None)
    assert not is_late(TIMELESS, MONDAY + timedelta(days=365))
    assert late_at(TIMELESS) is None
    assert keep(TIMELESS, MONDAY + HOUR).state is PromiseState.KEPT


def test_a_first_time_is_no_move_and_another_one_is():
    timed = move(TIMELESS, MONDAY + HOUR, MONDAY)
    assert (timed.moved, timed.next_at) == (False, MONDAY + 50 * MINUTE)
    assert move(timed, MONDAY + 2 * HOUR, MONDAY).moved


def test_a_remedy_that_loses_its_time_loses_its_notices():
    timeless = renew(PROMISE, "ring back", None, MONDAY + MINUTE)
    assert (timeless.due_at, timeless.next_at, timeless.state) == (None, None, PromiseState.OPEN)


@pytest.mark.parametrize(
    ("due", "again", "is_it"),
    [
        pytest.param(None, None, True, id="without a time, twice"),
        pytest.param(None, HOUR, False, id="the second with a time"),
        pytest.param(HOUR, None, False, id="the second without"),
        pytest.param(HOUR, HOUR + MINUTE, True, id="an hour after each was said"),
    ],
)
def test_the_same_promise_a_moment_later_is_a_slip(due, again, is_it):
    first = replace(PROMISE, due_at=due and MONDAY + due)
    second = replace(PROMISE, id="p2", made_at=MONDAY + MINUTE, due_at=again and MONDAY + again)
    assert is_same(first, second) is is_it
