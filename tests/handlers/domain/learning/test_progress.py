"""What comes next, when a course is done, and which ideas come back."""

from datetime import date, timedelta

import pytest

from content import CORE, load
from handlers.domain.learning.progress import (
    EVERYBODY,
    LEADERS,
    Done,
    after,
    courses_of,
    first_open,
    is_finished,
    missed,
    of_course,
    to_recall,
    told_in,
)
from handlers.domain.people import Role
from tests.conftest import MONDAY

CONTENT = load(CORE)
LESSONS, TOLD = CONTENT.lessons, told_in(CONTENT.reminders)
LED, ALL = of_course(LESSONS, LEADERS), of_course(LESSONS, EVERYBODY)
DAY = date(2026, 11, 23)


def done(*lessons, missed=(), recalled=None):
    return {
        each.id: Done(each.id, MONDAY, each not in missed, (recalled or {}).get(each.id))
        for each in lessons
    }


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.UNPLACED, EVERYBODY),
        (Role.AGENT, EVERYBODY),
        (Role.MANAGER, LEADERS),
        (Role.ADMIN, LEADERS),
    ],
)
def test_whoever_leads_begins_with_the_course_for_leaders(role, first):
    assert courses_of(role)[0] == first
    assert set(courses_of(role)) == {LEADERS, EVERYBODY}


def test_the_first_that_is_not_done_comes_next_and_then_the_other_course():
    courses = (EVERYBODY, LEADERS)
    assert first_open(LESSONS, {}, courses) == ALL[0]
    assert first_open(LESSONS, done(ALL[0], ALL[2]), courses) == ALL[1]
    assert first_open(LESSONS, done(*ALL), courses) == LED[0]
    assert first_open(LESSONS, done(*LESSONS), courses) is None


def test_after_a_lesson_comes_the_next_of_its_course_that_is_not_done():
    assert after(ALL[3], LESSONS, done(ALL[3], ALL[4])) == ALL[5]
    assert after(ALL[-1], LESSONS, done(*ALL[1:])) == ALL[0]
    assert after(ALL[-1], LESSONS, done(*ALL)) is None


def test_a_course_is_finished_with_its_last_lesson():
    assert not is_finished(EVERYBODY, LESSONS, done(*ALL[1:]))
    assert is_finished(EVERYBODY, LESSONS, done(*ALL))
    assert not is_finished(EVERYBODY, (), {})


def test_what_was_missed_counts_only_once_its_course_is_finished():
    first, *others = ALL
    assert missed(LESSONS, done(*others, missed=(others[0],)), TOLD) == []
    all_but_two = done(*ALL, missed=(first, others[3]))
    assert missed(LESSONS, all_but_two, TOLD) == [first, others[3]]
    begun = all_but_two | done(LED[0], missed=(LED[0],))
    assert missed(LESSONS, begun, TOLD) == [first, others[3]]


def test_what_no_thought_of_the_day_tells_can_not_come_back():
    first, second = ALL[0], ALL[1]
    progress = done(*ALL, missed=(first, second))
    assert missed(LESSONS, progress, {second.ideas[-1]}) == [second]
    assert missed(LESSONS, progress, ()) == []


def test_each_that_was_missed_has_one_day_and_all_of_it():
    first, second = ALL[0], ALL[1]
    progress = done(*ALL, missed=(first, second))
    left = missed(LESSONS, progress, TOLD)
    assert to_recall(left, progress, DAY) == first
    progress = done(*ALL, missed=(first, second), recalled={first.id: DAY})
    assert to_recall(left, progress, DAY) == first
    assert to_recall(left, progress, DAY + timedelta(days=1)) == second
    both = {first.id: DAY, second.id: DAY + timedelta(days=1)}
    progress = done(*ALL, missed=(first, second), recalled=both)
    assert to_recall(left, progress, DAY + timedelta(days=1)) == second
    assert to_recall(left, progress, DAY + timedelta(days=2)) is None
