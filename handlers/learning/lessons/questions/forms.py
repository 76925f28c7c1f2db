"""A question that was written, and an answer: each goes to one person, and to nobody else."""

from handlers.domain.learning.question import MAX_ANSWER_LENGTH, MAX_QUESTION_LENGTH, asked
from handlers.domain.redaction import redact
from handlers.learning.lessons.current import pressed_lesson
from handlers.learning.lessons.questions.cards import (
    answer_form,
    answered_card,
    ask_form,
    back_to,
    heard_card,
    mentor_card,
    nobody_card,
    sent_card,
)
from handlers.learning.lessons.questions.current import (
    as_shown,
    called,
    mentor_of,
    others_to_ask,
    own,
    private,
)
from handlers.repeats import of_button
from handlers.turn import Reply, Services, Turn


async def send(turn: Turn, services: Services) -> Reply:
    """Pass a question on to the mentor; sent twice it is one."""
    lesson = pressed_lesson(turn, services)
    mentor, text = await mentor_of(services), _words(turn, "asked")
    if mentor in ("", turn.person.id):
        people = await others_to_ask(turn, services)
        back = back_to(turn.args)
        return Reply(nobody_card(people, back, text, is_mentor=bool(mentor)))
    if problem := _problem(text, MAX_QUESTION_LENGTH):
        args = {each: turn.args[each] for each in ("lesson", "chosen", "new") if each in turn.args}
        name = await called(mentor, services)
        return Reply(form=ask_form(lesson, name, args, text, problem))
    new = of_button(turn).fresh_id("question")
    question = asked(new, lesson.id, (turn.person.id, mentor), text, turn.at)
    await services.store.lessons.ask(question)
    shown = await as_shown(question, services)
    post = private(mentor, mentor_card(shown), turn, f"question:{new}:{mentor}")
    return Reply(sent_card(shown), posts=(post,))


async def answer(turn: Turn, services: Services) -> Reply:
    """Bring the answer to whoever asked; then nothing of it is kept."""
    question = await own(turn, services)
    shown, reply = await as_shown(question, services), _words(turn, "reply")
    if problem := _problem(reply, MAX_ANSWER_LENGTH):
        return Reply(form=answer_form(shown, reply, problem))
    await services.store.lessons.drop(question.id)
    name = f"question:{question.id}:answer"
    post = private(question.asker_id, heard_card(shown, reply), turn, name)
    return Reply(answered_card(shown, reply), posts=(post,))


def _words(turn: Turn, field: str) -> str:
    return redact(" ".join(turn.args.get(field, "").split()))


def _problem(text: str, most: int) -> str:
    """Return why it can't be sent, or nothing."""
    if not text:
        return "Write a line, or close this."
    return f"{len(text)} characters; {most} is the most." if len(text) > most else ""
