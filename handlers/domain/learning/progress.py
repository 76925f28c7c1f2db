"""How far somebody is with the lessons: what is done, what comes next, what they missed at first.

It is the person's own: nobody else reads it, and nothing is made of it but their next lesson and
their thoughts of the day.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from content.lessons import Lesson
from content.models import ReminderText
from handlers.domain.people import Role

LEADERS, EVERYBODY = "101", "102"


@dataclass(frozen=True, slots=True)
class Done:
    """A lesson that somebody did; ``fitted``: what they chose first was the better answer.

    ``recalled_on`` is the day on which its idea was their thought of the day; None: not yet.
    """

    lesson_id: str
    at: datetime
    fitted: bool
    recalled_on: date | None = None


Progress = Mapping[str, Done]  # by the id of the lesson


def courses_of(role: Role) -> Sequence[str]:
    """Return both courses, one's own first: whoever leads begins with the one for leaders."""
    return (LEADERS, EVERYBODY) if role.may(Role.MANAGER) else (EVERYBODY, LEADERS)


def other_than(course: str) -> str:
    """Return the other course."""
    return LEADERS if course == EVERYBODY else EVERYBODY


def of_course(lessons: Collection[Lesson], course: str) -> Sequence[Lesson]:
    """Return the lessons of a course, in their order."""
    return sorted((e for e in lessons if e.course == course), key=lambda each: each.number)


def first_open(
    lessons: Collection[Lesson], done: Progress, courses: Sequence[str]
) -> Lesson | None:
    """Return the first lesson that isn't done, of the first course that has one; None: none is."""
    in_order = (each for course in courses for each in of_course(lessons, course))
    return next((each for each in in_order if each.id not in done), None)


def after(lesson: Lesson, lessons: Collection[Lesson], done: Progress) -> Lesson | None:
    """Return the lesson to go on with in the same course; None once all of it is done.

    It is the next one that isn't done, or one before that was left out.
    """
    left = [each for each in of_course(lessons, lesson.course) if each.id not in done]
    return next((each for each in left if each.number > lesson.number), left[0] if left else None)


def is_finished(course: str, lessons: Collection[Lesson], done: Progress) -> bool:
    """Tell whether all lessons of a course are done; a course without any never is."""
    ids = [each.id for each in of_course(lessons, course)]
    return bool(ids) and all(each in done for each in ids)


def told_in(reminders: Iterable[ReminderText]) -> frozenset[str]:
    """Return the ideas that can be a thought of the day."""
    return frozenset(each.idea for each in reminders)


def missed(lessons: Collection[Lesson], done: Progress, told: Collection[str]) -> Sequence[Lesson]:
    """Return the lessons of finished courses whose first answer was another, in their order.

    But for those that can't come back: none of their ideas is ``told``.
    """
    return [
        each
        for course in (LEADERS, EVERYBODY)
        if is_finished(course, lessons, done)
        for each in of_course(lessons, course)
        if not done[each.id].fitted and not frozenset(each.ideas).isdisjoint(told)
    ]


def to_recall(missed_ones: Sequence[Lesson], done: Progress, day: date) -> Lesson | None:
    """Return the lesson whose idea is somebody's thought of that day: each once, one a day.

    All day it is the same one; None once each has had its day.
    """
    of_today = (each for each in missed_ones if done[each.id].recalled_on == day)
    to_come = (each for each in missed_ones if done[each.id].recalled_on is None)
    return next(of_today, None) or next(to_come, None)
