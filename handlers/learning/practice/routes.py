"""Practice: what can be typed, pressed and sent."""

from handlers.domain.people import Role
from handlers.learning.practice import commands, forms, presses
from handlers.routing import Command, Route, Table

_ACTIONS = {
    "practice.list": presses.suggest,
    "practice.all": commands.show_all,
    "practice.begin": presses.begin,
    "practice.show": presses.show,
    "practice.answer": presses.answer,
    "practice.pick": presses.pick,
    "practice.say": presses.say,
    "practice.again": presses.again,
    "practice.good": presses.good,
    "practice.stop": presses.stop,
    "practice.go-on": presses.go_on,
    "practice.discard": presses.discard,
    "practice.coach-ask": presses.ask_coach,
}
_SUBMITS = {
    "practice.answer": forms.answer,
    "practice.answer-anyway": forms.answer,
}
TABLE = Table(
    command=Command(
        "practice",
        "Practise on an upset customer who isn't real; nobody sees it",
        "two left boots",
        (
            Route(
                "practice",
                "[scenario]",
                "Practise on an upset customer who isn't real; bare, go on where you are",
                commands.start,
                Role.UNPLACED,
            ),
        ),
        commands.start,
        Role.UNPLACED,
    ),
    actions=_ACTIONS,
    submits={**_SUBMITS, "practice.coach": forms.show_coach},
    own=frozenset(_ACTIONS | _SUBMITS),
)
