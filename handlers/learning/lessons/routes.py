"""Lessons: what can be typed, pressed and sent, and what the beat comes back to."""

from handlers.domain.people import Role
from handlers.learning.lessons import commands, presses, sharing
from handlers.learning.lessons.questions import forms, mentor, notices
from handlers.learning.lessons.questions import presses as questions
from handlers.routing import Command, Route, Table

_OWN = {
    "lessons.show": presses.show,
    "lessons.story": presses.story,
    "lessons.question": presses.question,
    "lessons.answer": presses.answer,
    "lessons.next": presses.next_,
    "lessons.list": presses.list_,
    "lessons.end": presses.end,
}
_WITH_OTHERS = {
    "lessons.share-ask": sharing.ask,
    "lessons.share": sharing.share,
    "questions.ask": questions.ask,
    "questions.show": questions.show,
    "questions.answer-ask": questions.answer_ask,
    "care.mentor": mentor.show,
    "care.mentor-ask": mentor.ask,
    "care.mentor-none": mentor.none,
}
TABLE = Table(
    command=Command(
        "learn",
        "A lesson of two minutes: an idea, a story, a question",
        "[number or title]",
        (
            Route(
                "learn",
                "[number or title]",
                "Take the next lesson, or the one you name",
                commands.learn,
                Role.UNPLACED,
            ),
        ),
        commands.learn,
        Role.UNPLACED,
    ),
    care=(
        Route(
            "care mentor",
            "[@mira]",
            "See and say who answers what people ask of a lesson",
            mentor.show,
            Role.ADMIN,
            listed=False,
        ),
    ),
    actions=_OWN | _WITH_OTHERS,
    submits={
        "questions.send": forms.send,
        "questions.answer": forms.answer,
        "care.mentor-save": mentor.save,
    },
    notices={"questions.look": notices.look},
    own=frozenset(_OWN),
)
