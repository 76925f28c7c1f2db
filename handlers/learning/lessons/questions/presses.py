"""What is pressed: Ask or disagree, and the mentor's Answer."""

from handlers.learning.lessons.current import pressed_lesson
from handlers.learning.lessons.questions.cards import (
    answer_form,
    ask_form,
    mentor_card,
)
from handlers.learning.lessons.questions.current import (
    as_shown,
    called,
    mentor_of,
    nobody,
    own,
)
from handlers.turn import Reply, Services, Turn


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form, or say that there is nobody who would get it."""
    lesson = pressed_lesson(turn, services)
    mentor = await mentor_of(services)
    if mentor in ("", turn.person.id):
        return await nobody(turn, mentor, services)
    args = {name: turn.args[name] for name in ("lesson", "chosen") if name in turn.args}
    args |= {"new": turn.fresh_id("question"), "mentor": mentor}
    return Reply(form=ask_form(lesson, await called(mentor, services), args))


async def show(turn: Turn, services: Services) -> Reply:
    """Show the mentor a question, as it is."""
    return Reply(mentor_card(await as_shown(await own(turn, services), services)))


async def answer_ask(turn: Turn, services: Services) -> Reply:
    """Open the form of its answer."""
    return Reply(form=answer_form(await as_shown(await own(turn, services), services)))
