"""A question that was written, and an answer: each goes to one person, and to nobody else."""

from handlers.domain.learning.question import MAX_ANSWER_LENGTH, MAX_QUESTION_LENGTH, asked
from handlers.domain.redaction import redact
from handlers.learning.lessons.cards import ALL
from handlers.learning.lessons.current import GONE
from handlers.learning.lessons.questions.cards import (
    answer_form,
    answered_card,
    ask_form,
    heard_card,
    mentor_card,
    sent_card,
    unsent_card,
)
from handlers.learning.lessons.questions.current import (
    as_shown,
    called,
    has_left,
    mentor_of,
    nobody,
    own,
    private,
)
from handlers.repeats import of_button
from handlers.turn import Refusal, Reply, Services, Turn


async def send(turn: Turn, services: Services) -> Reply:
    """Pass a question on to the mentor; sent twice it is one."""
    mentor, text = await mentor_of(services), _words(turn, "asked")
    lesson = services.content.lesson(turn.arg("lesson"))
    if lesson is None:
        return Reply(unsent_card(text, GONE, ALL), refused=True)
    if mentor in ("", turn.person.id):
        return await nobody(turn, mentor, services, text)
    name = await called(mentor, services)
    if problem := _problem(text, MAX_QUESTION_LENGTH) or _other_reader(turn, mentor, name):
        args = {each: turn.args[each] for each in ("lesson", "chosen", "new") if each in turn.args}
        return Reply(form=ask_form(lesson, name, args | {"mentor": mentor}, text, problem))
    new = of_button(turn).fresh_id("question")
    question = asked(new, lesson.id, (turn.person.id, mentor), text, turn.at)
    await services.store.lessons.ask(question)
    shown = await as_shown(question, services)
    post = private(mentor, mentor_card(shown), turn, f"question:{new}:{mentor}")
    return Reply(sent_card(shown), posts=(post,))


async def answer(turn: Turn, services: Services) -> Reply:
    """Bring the answer to whoever asked; then nothing of it is kept."""
    reply = _words(turn, "reply")
    try:
        question = await own(turn, services)
    except Refusal as gone:  # while they wrote
        return Reply(unsent_card(reply, str(gone)), refused=True)
    shown = await as_shown(question, services)
    if problem := _problem(reply, MAX_ANSWER_LENGTH):
        return Reply(form=answer_form(shown, reply, problem))
    await services.store.lessons.drop(question.id)
    if await has_left(question.asker_id, services):
        return Reply(unsent_card(reply, f"{shown.asker} has left, so nobody would read it."))
    name = f"question:{question.id}:answer"
    post = private(question.asker_id, heard_card(shown, reply), turn, name)
    return Reply(answered_card(shown, reply), posts=(post,))


def _other_reader(turn: Turn, mentor: str, name: str) -> str:
    """Return what to know when another is the mentor than when the form was opened, or nothing."""
    if turn.args.get("mentor", mentor) == mentor:
        return ""
    return f"{name} is the mentor now, and would read it. Send it again if that is all right."


def _words(turn: Turn, field: str) -> str:
    """Return what was typed, line by line, without what must not be kept."""
    lines = (" ".join(each.split()) for each in turn.args.get(field, "").splitlines())
    return redact("\n".join(filter(None, lines)))


def _problem(text: str, most: int) -> str:
    """Return why it can't be sent, or nothing."""
    if not text:
        return "Write a line, or close this."
    return f"{len(text)} characters; {most} is the most." if len(text) > most else ""
