"""Answers to reminders: what can be pressed and sent."""

from handlers.answers import disagreement, notebook, notices, presses
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
_OF_OTHERS = {  # what a lead reads, or decides
    "answers.differ": disagreement.ask,
    "answers.differ-tell": disagreement.tell,
    "answers.differ-take": disagreement.take,
    "answers.differ-back": disagreement.give_back,
    "answers.differ-answered": disagreement.answered,
    "answers.differ-not-now": disagreement.not_now,
}
TABLE = Table(
    actions=_ACTIONS | _OF_OTHERS,
    submits=_SUBMITS,
    notices={
        "answers.tell": notices.tell,
        "answers.come-back": notices.come_back,
    },
    receipts={disagreement.ARRIVED: disagreement.arrived},
    own=frozenset(_ACTIONS | _SUBMITS),
)
