"""What is pressed in a lesson: on and back, an answer, the lists, and the end."""

from handlers.domain.learning.progress import Done, after
from handlers.learning.lessons.cards import (
    Answered,
    idea_card,
    question_card,
    reason_card,
    story_card,
)
from handlers.learning.lessons.current import (
    pressed_course,
    pressed_lesson,
    shown_course,
    shown_end,
    shown_next,
)
from handlers.turn import Reply, Services, Turn


async def show(turn: Turn, services: Services) -> Reply:
    """Show the idea of a lesson: the first of its cards."""
    return Reply(idea_card(pressed_lesson(turn, services), len(services.content.lessons)))


async def story(turn: Turn, services: Services) -> Reply:
    """Show its story."""
    return Reply(story_card(pressed_lesson(turn, services), len(services.content.lessons)))


async def question(turn: Turn, services: Services) -> Reply:
    """Ask its question."""
    return Reply(question_card(pressed_lesson(turn, services), len(services.content.lessons)))


async def answer(turn: Turn, services: Services) -> Reply:
    """Say why, whatever was chosen; what was chosen first stands, for this person alone."""
    lesson, of = pressed_lesson(turn, services), len(services.content.lessons)
    chosen = lesson.answer(turn.arg("chosen"))
    if chosen is None:  # of an earlier wording
        return Reply(question_card(lesson, of))
    lessons = services.store.lessons
    await lessons.finish(Done(lesson.id, turn.at, chosen.right))
    following = after(lesson, services.content.lessons, await lessons.done())
    return Reply(reason_card(Answered(lesson, chosen, following), of))


async def next_(turn: Turn, services: Services) -> Reply:
    """Show the next one."""
    return await shown_next(services)


async def list_(turn: Turn, services: Services) -> Reply:
    """Show the lessons of a course."""
    start, course = turn.args.get("from", "0"), await pressed_course(turn, services)
    return await shown_course(course, int(start[:4]) if start.isdecimal() else 0, services)


async def end(turn: Turn, services: Services) -> Reply:
    """Show the end of a course."""
    return await shown_end(await pressed_course(turn, services), services)
