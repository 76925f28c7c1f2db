"""Promises: what can be typed, pressed and sent."""

from handlers.domain.people import Role
from handlers.promises import commands, forms, notices, presses, shortcuts
from handlers.promises.current import in_place
from handlers.promises.messages import ARRIVED, LEAD_TOLD
from handlers.routing import Command, Route, Table

_ACTIONS = {
    "promises.list": presses.show_all,
    "promises.ask": presses.ask,
    "promises.make": presses.make,
    "promises.another": presses.another,
    "promises.show": presses.show,
    "promises.keep": presses.keep,
    "promises.fail": presses.fail,
    "promises.told": presses.told,
    "promises.times": presses.times,
    "promises.move": presses.move,
    "promises.move-ask": presses.move_ask,
    "promises.said-ask": presses.said_ask,
    "promises.from-message": shortcuts.from_message,
}
_SUBMITS = {
    "promises.save": forms.save,
    "promises.move-save": forms.move_save,
    "promises.said-save": forms.said_save,
}
_OWN_ACTIONS = {intent: in_place(each) for intent, each in _ACTIONS.items()}
_OWN_SUBMITS = {intent: in_place(each) for intent, each in _SUBMITS.items()}
TABLE = Table(
    command=Command(
        "promise",
        "Note what you promised and by when; be told in time",
        "ring back by today 16:00",
        (
            Route(
                "promise",
                "[ring back by today 16:00]",
                "Note a promise, and be told in time; bare, it shows yours, late ones first",
                commands.start,
                Role.UNPLACED,
                takes_a_sentence=True,
            ),
        ),
        commands.start,
        Role.UNPLACED,
    ),
    actions={
        **_OWN_ACTIONS,
        "promises.take": presses.take,  # of a colleague
    },
    submits=_OWN_SUBMITS,
    receipts={
        LEAD_TOLD: notices.lead_told,
        ARRIVED: notices.arrived,
    },
    notices={
        "promises.notice": notices.notify,
    },
    own=frozenset(_OWN_ACTIONS | _OWN_SUBMITS),
    shortcuts=(shortcuts.PROMISE_THIS,),
)
