"""What is said of a promise, when, and to whom."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.domain.people import Person
from handlers.domain.promise import (
    LeadNotice,
    Promise,
    Stage,
    Told,
    fail,
    keep,
    made,
    move,
    take,
    tell,
)
from handlers.domain.promise_notices import Notice, lead_heard, say
from tests.conftest import MONDAY

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def promised(ahead=HOUR, at=MONDAY, **others):
    known = {
        "id": "p1",
        "owner_id": "ana",
        "owner": "Ana",
        "zone": "UTC",
        "what": "ring back",
        "due_at": at + ahead,
        "made_at": at,
        "changed_at": at,
    }
    return made(Promise(**known | others))


def told_through(promise, until, *, busy=(), outcome=LeadNotice.DELIVERED, at=MONDAY, step=MINUTE):
    """Let the clock go on, minute by minute; return what was said, and when."""
    said = []
    while at <= until:
        promise, notices = say(promise, at, quiet=at in busy)
        said += [(each, at - MONDAY) for each in notices]
        if Notice.LEAD in notices:
            promise = lead_heard(promise, outcome, at)
        at += step
    return promise, said


def test_an_open_promise_is_told_before_at_and_an_hour_after_its_time():
    promise, said = told_through(promised(), MONDAY + 5 * HOUR)
    assert said == [
        (Notice.SOON, 50 * MINUTE),
        (Notice.DUE, 60 * MINUTE),
        (Notice.LEAD, 120 * MINUTE),
        (Notice.HEARD, 121 * MINUTE),
    ]
    assert promise.next_at is None


@pytest.mark.parametrize(
    ("ahead", "first"),
    [
        pytest.param(14 * MINUTE, Notice.DUE, id="a quarter of an hour ahead is too near"),
        pytest.param(15 * MINUTE, Notice.SOON, id="a quarter of an hour is enough"),
    ],
)
def test_a_promise_made_near_its_time_is_told_at_its_time_alone(ahead, first):
    _, said = told_through(promised(ahead), MONDAY + ahead)
    assert said[0][0] is first


@pytest.mark.parametrize("end", [keep, fail])
def test_nothing_is_said_of_a_closed_promise(end):
    closed = end(promised(), MONDAY + 30 * MINUTE)
    assert told_through(closed, MONDAY + 9 * HOUR) == (closed, [])


def test_a_moved_promise_has_new_notices_and_none_of_the_old_time():
    moved = move(promised(), MONDAY + 3 * HOUR, MONDAY + 55 * MINUTE)
    _, said = told_through(moved, MONDAY + 3 * HOUR, at=MONDAY + 55 * MINUTE)
    assert said == [(Notice.SOON, 170 * MINUTE), (Notice.DUE, 180 * MINUTE)]
    assert (moved.moved, moved.told) == (True, None)


def test_the_lead_hears_of_a_promise_once_in_its_life():
    late, _ = told_through(promised(), MONDAY + 3 * HOUR)
    moved = move(late, MONDAY + 5 * HOUR, MONDAY + 3 * HOUR)
    _, said = told_through(moved, MONDAY + 9 * HOUR, at=MONDAY + 3 * HOUR)
    assert [each for each, _ in said] == [Notice.SOON, Notice.DUE]


def test_where_nobody_was_told_a_moved_promise_may_reach_the_lead_yet():
    late, _ = told_through(promised(), MONDAY + 3 * HOUR, outcome=LeadNotice.NOBODY)
    moved = move(late, MONDAY + 5 * HOUR, MONDAY + 3 * HOUR)
    _, said = told_through(moved, MONDAY + 9 * HOUR, at=MONDAY + 3 * HOUR)
    assert Notice.LEAD in [each for each, _ in said]


def test_a_busy_owner_is_told_later_and_of_the_time_that_is_over_only_once():
    busy = {MONDAY + minute * MINUTE for minute in range(45, 75)}
    _, said = told_through(promised(), MONDAY + 80 * MINUTE, busy=busy)
    assert said == [(Notice.DUE, 75 * MINUTE)]


def test_a_busy_owner_does_not_keep_the_lead_from_hearing():
    busy = {MONDAY + minute * MINUTE for minute in range(45, 150)}
    _, said = told_through(promised(), MONDAY + 200 * MINUTE, busy=busy)
    assert said == [(Notice.LEAD, 120 * MINUTE), (Notice.DUE, 150 * MINUTE)]


def test_the_lead_hears_to_the_second_though_the_owner_is_looked_at_each_minute():
    promise = promised(HOUR + timedelta(seconds=20))
    held, _ = say(promise, MONDAY + HOUR + MINUTE, quiet=True)
    held, _ = say(held, MONDAY + 2 * HOUR, quiet=True)
    assert held.next_at == MONDAY + 2 * HOUR + timedelta(seconds=20)


def test_after_a_long_absence_of_ours_its_owner_is_asked_first_and_the_lead_an_hour_later():
    promise, said = say(promised(), MONDAY + 5 * HOUR, quiet=False)
    assert (said, promise.next_at) == ((Notice.DUE,), MONDAY + 6 * HOUR)
    promise, said = say(promise, MONDAY + 6 * HOUR, quiet=False)
    assert said == (Notice.LEAD,)
    assert promise.lead is LeadNotice.SENDING


def test_an_absence_after_its_owner_was_asked_gives_the_lead_no_second_hour():
    asked, _ = say(promised(), MONDAY + HOUR, quiet=False)
    _, said = say(asked, MONDAY + 9 * HOUR, quiet=False)
    assert said == (Notice.LEAD,)


def test_a_moved_promise_forgets_that_we_were_away():
    late, _ = say(promised(), MONDAY + 5 * HOUR, quiet=False)
    _, said = told_through(
        move(late, MONDAY + 7 * HOUR, MONDAY + 5 * HOUR), MONDAY + 9 * HOUR, at=MONDAY + 5 * HOUR
    )
    assert said[:3] == [
        (Notice.SOON, 410 * MINUTE),
        (Notice.DUE, 420 * MINUTE),
        (Notice.LEAD, 480 * MINUTE),
    ]


def test_saying_it_twice_for_one_moment_is_saying_it_once():
    after, said = say(promised(), MONDAY + 50 * MINUTE, quiet=False)
    assert said == (Notice.SOON,)
    assert say(after, MONDAY + 50 * MINUTE, quiet=False) == (after, ())


def test_what_waited_comes_as_soon_as_the_owner_is_free():
    held, _ = say(promised(), MONDAY + 51 * MINUTE, quiet=True)
    assert held.next_at > MONDAY + 51 * MINUTE
    _, said = say(held, MONDAY + 51 * MINUTE + timedelta(seconds=5), quiet=False)
    assert said == (Notice.SOON,)


def test_whoever_takes_it_is_named_to_its_owner_once():
    late, _ = told_through(promised(), MONDAY + 3 * HOUR)
    taken = take(late, Person("dana", "Dana"), MONDAY + 3 * HOUR)
    _, said = told_through(taken, MONDAY + 4 * HOUR, at=MONDAY + 3 * HOUR)
    assert [each for each, _ in said] == [Notice.TAKEN]


def test_a_receipt_that_comes_after_the_move_says_nothing_of_the_old_time():
    sending, _ = say(
        replace(promised(), stage=Stage.LATE, next_at=MONDAY), MONDAY + 2 * HOUR, quiet=False
    )
    moved = move(sending, MONDAY + 5 * HOUR, MONDAY + 2 * HOUR)
    after = lead_heard(moved, LeadNotice.FAILED, MONDAY + 2 * HOUR)
    assert (after.stage, after.lead) == (Stage.SOON, LeadNotice.FAILED)


def test_a_notice_makes_no_button_stale_and_a_change_does():
    promise = promised()
    after, _ = say(promise, MONDAY + 50 * MINUTE, quiet=False)
    assert after.rev == promise.rev
    assert tell(after, Told.YES, MONDAY).rev == promise.rev + 1


def test_outside_a_shift_it_waits_for_the_start_but_the_lead_s_hour_counts():
    tomorrow = MONDAY + 24 * HOUR
    promise = promised(HOUR)
    soon, said = say(promise, MONDAY + 50 * MINUTE, quiet=True, until=tomorrow)
    assert (said, soon.next_at) == ((), MONDAY + HOUR)
    due, said = say(soon, MONDAY + HOUR, quiet=True, until=tomorrow)
    assert (said, due.next_at) == ((), MONDAY + 2 * HOUR)
    early, said = say(due, MONDAY + 2 * HOUR - MINUTE, quiet=True, until=tomorrow)
    assert said == ()
    late, said = say(early, MONDAY + 2 * HOUR, quiet=True, until=tomorrow)
    assert said == (Notice.LEAD,)
    assert late.next_at == tomorrow
    back, said = say(late, tomorrow, quiet=False)
    assert said == (Notice.DUE,)
    assert back.stage is Stage.DONE
