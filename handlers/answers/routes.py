"""Answers to reminders: what can be pressed and sent."""

from handlers.answers import notebook, notices, presses
from handlers.routing import Table

_ACTIONS = {
    "answers.choose": presses.choose,
    "answers.tried": presses.tried,
    "answers.again": presses.again,
    "answers.note": notebook.ask,
    "answers.notebook": notebook.show,
    "answers.strike": notebook.strike,
}
_SUBMITS = {
    "answers.note": notebook.keep,
}
TABLE = Table(
    actions=_ACTIONS,
    submits=_SUBMITS,
    notices={
        "answers.tell": notices.tell,
        "answers.come-back": notices.come_back,
    },
    own=frozenset(_ACTIONS | _SUBMITS),
)
