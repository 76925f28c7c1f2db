"""What can become of a promise: kept, failed, moved, or changed with its complaint."""

from datetime import timedelta

from handlers.domain.promise import Promise, PromiseState, fail, keep, made, move, renew
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
