"""Find a lesson and how far somebody is, and show one of its cards."""

from dataclasses import replace

from content.lessons import Lesson
from handlers.cards import Card, Text
from handlers.domain.learning.progress import (
    EVERYBODY,
    LEADERS,
    Progress,
    courses_of,
    first_open,
    missed,
    other_than,
    told_in,
)
from handlers.learning.lessons.cards import (
    ALL,
    course_of,
    end_card,
    idea_card,
    list_card,
)
from handlers.turn import Refusal, Reply, Services, Turn

GONE = "That lesson isn't in use any more. See what there is now."


def pressed_lesson(turn: Turn, services: Services) -> Lesson:
    """Return the lesson whose card was pressed, or refuse."""
    lesson = services.content.lesson(turn.arg("lesson"))
    if lesson is None:
        raise Refusal(GONE, ALL)
    return lesson


async def pressed_course(turn: Turn, services: Services) -> str:
    """Return the course that a button names, or one's own where it names none of ours."""
    named = turn.args.get("course", "")
    return named if named in (LEADERS, EVERYBODY) else await own_course(services)


async def own_course(services: Services) -> str:
    """Return the course with which this person begins."""
    own, _ = courses_of((await services.store.member()).role)
    return own


async def next_lesson(done: Progress, services: Services) -> Lesson | None:
    """Return the first lesson that this person hasn't done, of their own course first."""
    role = (await services.store.member()).role
    return first_open(services.content.lessons, done, courses_of(role))


async def shown_next(services: Services) -> Reply:
    """Show the next lesson, or the list of one's own course once all are done."""
    done = await services.store.lessons.done()
    lesson = await next_lesson(done, services)
    if lesson is not None:
        return Reply(idea_card(lesson, len(services.content.lessons)))
    return await shown_course(await own_course(services), 0, services)


async def shown_course(name: str, start: int, services: Services) -> Reply:
    """Show the lessons of a course from one on."""
    lessons = services.content.lessons
    done = await services.store.lessons.done()
    course = course_of(name, lessons, done)
    if not lessons:
        text = "This workspace has no lessons just now."
        return Reply(Card("All lessons", (Text(text),)))
    start = start if start < len(course.lessons) else 0
    return Reply(list_card(course, start, has_next=any(each.id not in done for each in lessons)))


async def shown_end(name: str, services: Services) -> Reply:
    """Show the end of a course, or its list while some of it is left."""
    lessons = services.content.lessons
    done = await services.store.lessons.done()
    course = course_of(name, lessons, done)
    if not course.is_finished:
        return await shown_course(name, 0, services)
    back = missed(lessons, done, told_in(services.content.reminders))
    waiting = [each for each in back if each.course == name and not done[each.id].recalled_on]
    other = course_of(other_than(name), lessons, done)
    return Reply(end_card(replace(course, to_recall=len(waiting)), other))
