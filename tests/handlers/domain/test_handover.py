"""When a promise can be offered, when it comes back, and who has it: on both sides of each line."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.domain import handover as rules
from handlers.domain import promise as promise_rules
from handlers.domain.handover import HandoverState, NotLeft, NotOfferable
from handlers.domain.people import Person
from handlers.domain.promise import Promise
from handlers.domain.shifts import Working, read_hours
from tests.conftest import MONDAY

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
PROMISE = Promise(
    id="promise-1",
    owner_id="ana",
    owner="Ana",
    zone="Europe/Rome",
    what="ring back",
    due_at=MONDAY + 60 * MINUTE,
    made_at=MONDAY,
    changed_at=MONDAY,
    case_number="4471",
)
OFFER = rules.offered(PROMISE, ("offer-1", "card-1"), "jo", MONDAY)


@pytest.mark.parametrize(
    ("due", "reason"),
    [
        pytest.param(None, None, id="no time yet"),
        pytest.param(15 * MINUTE + SECOND, None, id="a little more than a quarter of an hour"),
        pytest.param(15 * MINUTE, NotOfferable.TOO_NEAR, id="a quarter of an hour"),
        pytest.param(SECOND, NotOfferable.TOO_NEAR, id="a second before"),
        pytest.param(timedelta(), None, id="due just now"),
        pytest.param(-MINUTE, None, id="late"),
    ],
)
def test_what_is_too_near_is_not_offered(due, reason):
    promise = replace(PROMISE, due_at=None if due is None else MONDAY + due)
    assert rules.why_not(promise, MONDAY) is reason


def test_what_is_closed_is_not_offered():
    assert rules.why_not(promise_rules.keep(PROMISE, MONDAY), MONDAY) is NotOfferable.CLOSED


@pytest.mark.parametrize(
    ("due", "back"),
    [
        pytest.param(None, 30 * MINUTE, id="no time yet"),
        pytest.param(46 * MINUTE, 30 * MINUTE, id="far enough"),
        pytest.param(45 * MINUTE, 30 * MINUTE, id="just so"),
        pytest.param(44 * MINUTE, 29 * MINUTE, id="a quarter before it is due"),
        pytest.param(16 * MINUTE, MINUTE, id="soon"),
        pytest.param(timedelta(), 30 * MINUTE, id="due just now"),
        pytest.param(-60 * MINUTE, 30 * MINUTE, id="late"),
    ],
)
def test_it_comes_back_after_half_an_hour_or_a_quarter_before_it_is_due(due, back):
    moment = None if due is None else MONDAY + due
    assert rules.ends_at(moment, MONDAY) == MONDAY + back


@pytest.mark.parametrize("answer", [rules.accept, rules.decline])
def test_an_answer_counts_until_it_comes_back(answer):
    in_time = answer(OFFER, OFFER.ends_at - SECOND)
    late = answer(OFFER, OFFER.ends_at)
    assert in_time.state in (HandoverState.ACCEPTED, HandoverState.DECLINED)
    assert late.state is HandoverState.UNANSWERED


def test_nobody_brings_it_back_too_early():
    assert rules.come_back(OFFER, OFFER.ends_at - SECOND) == OFFER
    back = rules.come_back(OFFER, OFFER.ends_at)
    assert (back.state, back.is_told) == (HandoverState.UNANSWERED, False)


@pytest.mark.parametrize(
    "then", [rules.accept, rules.decline, rules.end, rules.lose, rules.come_back]
)
def test_the_first_that_happens_to_it_counts(then):
    declined = rules.decline(OFFER, MONDAY + MINUTE)
    assert then(declined, OFFER.ends_at + MINUTE) == declined


def test_it_is_due_as_long_as_something_has_to_be_done():
    assert OFFER.next_at == OFFER.ends_at
    ended = rules.end(OFFER, MONDAY + MINUTE)
    assert ended.next_at == MONDAY + MINUTE
    assert rules.told(ended).next_at is None


def test_whoever_takes_it_has_it_with_its_time():
    after = promise_rules.hand_over(PROMISE, Person("jo", "Jo"), "UTC", MONDAY + MINUTE)
    assert (after.owner_id, after.owner, after.zone) == ("jo", "Jo", "UTC")
    assert (after.due_at, after.next_at, after.rev) == (PROMISE.due_at, PROMISE.next_at, 2)


def test_an_offer_holds_what_was_promised_when_it_was_made():
    assert (OFFER.what, OFFER.due_at, OFFER.case_number) == ("ring back", PROMISE.due_at, "4471")
    assert (OFFER.from_id, OFFER.to_id, OFFER.giver) == ("ana", "jo", "Somebody")


WORKING = Working(read_hours("daily 08:00-09:30"), "UTC")
OVER, BACK = MONDAY + 30 * MINUTE, MONDAY + 23 * 60 * MINUTE


@pytest.mark.parametrize(
    ("at", "due", "reason"),
    [
        pytest.param(OVER - SECOND, 2 * HOUR, NotLeft.AT_WORK, id="a second before the end"),
        pytest.param(OVER, 2 * HOUR, None, id="as the shift is over"),
        pytest.param(OVER, BACK - MONDAY - SECOND, None, id="due a second before they are back"),
        pytest.param(OVER, BACK - MONDAY, NotLeft.IN_TIME, id="due as they are back"),
        pytest.param(OVER, -HOUR, None, id="late"),
        pytest.param(OVER, None, NotLeft.IN_TIME, id="no time yet"),
    ],
)
def test_nobody_has_what_is_due_before_whoever_is_off_is_back(at, due, reason):
    promise = replace(PROMISE, due_at=None if due is None else MONDAY + due)
    assert rules.why_not_left(promise, WORKING, at, offered=False) is reason


def test_what_is_closed_or_offered_is_not_left():
    kept = promise_rules.keep(PROMISE, MONDAY)
    assert rules.why_not_left(kept, WORKING, OVER, offered=False) is NotLeft.CLOSED
    assert rules.why_not_left(PROMISE, WORKING, OVER, offered=True) is NotLeft.OFFERED
    assert rules.why_not_left(PROMISE, None, OVER, offered=False) is NotLeft.AT_WORK


def test_nothing_more_comes_of_what_was_taken_over():
    taken = rules.taken(PROMISE, ("offer-2", "card-2"), "dana", OVER)
    assert (taken.from_id, taken.to_id, taken.state) == ("ana", "dana", HandoverState.TAKEN)
    assert taken.next_at is None
    assert rules.come_back(taken, OVER + MINUTE) == taken
