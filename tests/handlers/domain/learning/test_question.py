"""A question is looked at after a week, and ends after thirty days, whoever answers by then."""

from datetime import timedelta

from handlers.domain.learning.question import NUDGED_AFTER, asked, handed_to, nudged
from handlers.domain.retention import KEEP_QUESTIONS
from tests.conftest import MONDAY

DAY = timedelta(days=1)
NEW = asked("q-1", "heard-first", ("ana", "mira"), "and a liar?", MONDAY)


def test_it_is_looked_at_after_a_week_and_then_as_it_ends():
    assert NEW.next_at == MONDAY + NUDGED_AFTER
    assert nudged(NEW).next_at == NEW.ends_at == MONDAY + KEEP_QUESTIONS


def test_another_mentor_has_a_week_but_never_longer_than_it_is_kept():
    after = handed_to(NEW, "bo", MONDAY + 3 * DAY)
    assert (after.mentor_id, after.next_at) == ("bo", MONDAY + 10 * DAY)
    assert handed_to(NEW, "bo", MONDAY + 29 * DAY).next_at == NEW.ends_at
