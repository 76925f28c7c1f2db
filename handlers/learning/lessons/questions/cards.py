"""Draw a question of a lesson: for whoever asks, for the mentor who answers, and their forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from content.lessons import Lesson
from handlers.cards import Action, Button, Card, Field, FieldKind, Form, Style, Text, Tone
from handlers.domain.learning.question import MAX_ANSWER_LENGTH, MAX_QUESTION_LENGTH, Question
from handlers.domain.retention import KEEP_QUESTIONS

NEXT = Button("Next lesson", Action("lessons.next"))
NAME = Button("Name somebody", Action("care.mentor-ask"))
MAX_NAMED = 3  # of those who can be asked in person


class Over(Enum):
    """Why nobody is going to answer."""

    NO_MENTOR = auto()
    THEIR_OWN = auto()  # whoever asked is the mentor by now
    TOO_LATE = auto()


_OVER = {
    Over.NO_MENTOR: "There is no mentor here any more.",
    Over.THEIR_OWN: "You are the mentor here now, so it would come back to you.",
    Over.TOO_LATE: f"Nobody has answered it in {KEEP_QUESTIONS.days} days.",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is shown: its lesson, if that is still there, and what people are called."""

    question: Question
    lesson: Lesson | None
    asker: str
    mentor: str


def ask_form(
    lesson: Lesson, mentor: str, args: Mapping[str, str], typed: str = "", problem: str = ""
) -> Form:
    """Return the form in which somebody asks, or disagrees."""
    field = Field(
        "asked",
        "What would you ask, or see differently?",
        FieldKind.AREA,
        typed,
        hint=f"The mentor alone reads it, with your name, and answers you. That is {mentor} now.",
        max_length=MAX_QUESTION_LENGTH,
        error=problem,
    )
    send = Action("questions.send", dict(args))
    back = back_to(args)
    return Form("Ask or disagree", (field,), "Send it", send, intro=lesson.ask, cancel=back)


def back_to(args: Mapping[str, str]) -> Action:
    """Return the way back to the card of the lesson that was pressed."""
    kept = {name: args[name] for name in ("lesson", "chosen") if name in args}
    return Action("lessons.answer" if "chosen" in kept else "lessons.show", kept)


def nobody_card(
    people: Sequence[str], back: Action, typed: str = "", *, is_mentor: bool = False
) -> Card:
    """Return that there is no mentor to ask, or only whoever asks, and who else there is.

    ``typed`` is what they wrote meanwhile, for them to keep.
    """
    said = "There is no mentor here just now, so I can't pass anything on."
    if is_mentor:
        said = "You are the mentor here, so it would come to you."
    how = "" if is_mentor else " An admin names a mentor with /care mentor."
    body = (*_own(typed), Text(said), Text(f"{_in_person(people)}{how}"))
    return Card("Nobody to pass it to", body, (Button("Back", back), NEXT))


def unsent_card(typed: str, why: str, *buttons: Button) -> Card:
    """Return that nothing was sent, and what they wrote, for them to keep."""
    return Card("Not sent just now", (*_own(typed), Text(why)), buttons)


def sent_card(asked: Asked) -> Card:
    """Return that it is on its way."""
    said = f"It goes to {asked.mentor}, with your name. The answer comes to your own chat with me."
    return Card("Sent", (Text(asked.question.text, Tone.SAY), Text(said)), (NEXT,))


def mentor_card(asked: Asked, note: str = "") -> Card:
    """Return what the mentor reads; ``note`` says why it comes, where it isn't new."""
    question = asked.question
    body = (
        *((Text(note),) if note else ()),
        Text(question.text, Tone.SAY),
        _about(asked.lesson),
    )
    action = Action("questions.answer-ask", {"question": question.id})
    return Card(f"{asked.asker} asks you", body, (Button("Answer", action, Style.PRIMARY),))


def answer_form(asked: Asked, typed: str = "", problem: str = "") -> Form:
    """Return the form in which the mentor answers."""
    field = Field(
        "reply",
        "Your answer",
        FieldKind.AREA,
        typed,
        hint=f"{asked.asker} alone reads it. If they have a point, say so.",
        max_length=MAX_ANSWER_LENGTH,
        error=problem,
    )
    args = {"question": asked.question.id}
    return Form(
        f"Answer {asked.asker}",
        (field,),
        "Send it",
        Action("questions.answer", args),
        intro=asked.question.text,
        cancel=Action("questions.show", args),
    )


def answered_card(asked: Asked, reply: str) -> Card:
    """Return what the mentor keeps before them: what they have answered."""
    body = (Text(asked.question.text, Tone.SAY), Text(reply))
    return Card(f"It goes to {asked.asker}", body)


def heard_card(asked: Asked, reply: str) -> Card:
    """Return the answer, as whoever asked reads it; it is kept nowhere, so no press redraws it."""
    body = (Text(asked.question.text, Tone.SAY), Text(reply), _about(asked.lesson))
    return Card(f"{asked.mentor} answers", body)


def waiting_card(asked: Asked, others: Sequence[str]) -> Card:
    """Return what whoever asked hears after a week without an answer."""
    or_whom = f" If you'd rather not wait, ask {_one_of(others)} in person." if others else ""
    said = f"{asked.mentor} hasn't answered yet. It goes to them once more.{or_whom}"
    return Card("No answer yet", (Text(asked.question.text, Tone.SAY), Text(said)))


def moved_card(asked: Asked) -> Card:
    """Return what whoever asked hears when another mentor has it."""
    said = f"{asked.mentor} is the mentor now, and gets this from you, with your name."
    return Card(f"{asked.mentor} will answer", (Text(asked.question.text, Tone.SAY), Text(said)))


def over_card(asked: Asked, why: Over, others: Sequence[str]) -> Card:
    """Return what whoever asked hears when nobody is going to answer."""
    said = f"{_OVER[why]} I don't keep it any longer. {_in_person(others)}"
    return Card("It stays unanswered", (Text(asked.question.text, Tone.SAY), Text(said)))


def mentor_setting_card(mentor: str, waiting: int, *, has_left: bool = False) -> Card:
    """Return who the mentor is, for an admin, and how to name another."""
    said = f"{mentor} answers what people ask of a lesson, privately."
    if not mentor:
        said = "Nobody yet. A mentor answers what people ask of a lesson, privately."
    elif has_left:
        said = f"{mentor} has left, so nobody answers what people ask of a lesson."
    texts = [Text(said)]
    if waiting:
        texts.append(Text(f"Not answered yet: {waiting}."))
    name = replace(NAME, label="Name another") if mentor else NAME
    none = (Button("Nobody", Action("care.mentor-none")),) if mentor else ()
    return Card("The mentor", tuple(texts), (name, *none))


def mentor_form(problem: str = "") -> Form:
    """Return the form that names the mentor."""
    field = Field(
        "people",
        "Who?",
        FieldKind.PEOPLE,
        hint="Somebody who knows the work, and likes to be asked. They needn't lead anybody.",
        error=problem,
    )
    save = Action("care.mentor-save")
    return Form("The mentor", (field,), "Save", save, cancel=Action("care.mentor"))


def _about(lesson: Lesson | None) -> Text:
    """Return which lesson it is about, and how to read that without losing what stands here."""
    said = "About a lesson that isn't in use any more."
    if lesson is not None:
        said = f"About “{lesson.title}”; /learn {lesson.number} shows it."
    return Text(f"{said} You alone read this.", Tone.NOTE)


def _own(typed: str) -> tuple[Text, ...]:
    return (Text(typed, Tone.SAY),) if typed else ()


def _in_person(people: Sequence[str]) -> str:
    return f"Ask {_one_of(people) if people else 'a colleague'} in person."


def _one_of(people: Sequence[str]) -> str:
    """Return some names, any of whom will do: Ana, Bo or Li."""
    *others, last = people[:MAX_NAMED]
    return f"{', '.join(others)} or {last}" if others else last
