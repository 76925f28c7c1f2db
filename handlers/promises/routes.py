"""Promises: what can be typed, pressed and sent."""

from handlers.domain.people import Role
from handlers.promises import commands, forms, notices, presses, shortcuts
from handlers.promises.current import in_place
from handlers.promises.handover import forms as handover_forms
from handlers.promises.handover import left
from handlers.promises.handover import notices as handover_notices
from handlers.promises.handover import presses as handover_presses
from handlers.promises.handover.current import ARRIVED as OFFER_ARRIVED
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
        "Note what you promised and by when, be told in time, or hand it over",
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
            Route(
                "promise handover",
                "",
                "Hand over what you promised to a colleague; managers see what nobody has",
                handover_forms.show,
                listed=False,
            ),
        ),
        commands.start,
        Role.UNPLACED,
    ),
    actions={
        **_OWN_ACTIONS,
        "promises.take": presses.take,  # of a colleague
        "handover.show": handover_forms.show,
        "handover.ask": handover_forms.ask,
        "handover.ask-all": handover_forms.ask_all,
        "handover.left": left.show,
        "handover.take-left": left.take_over,
        "handover.take": handover_presses.take,
        "handover.decline": handover_presses.decline,
        "handover.take-back": handover_presses.take_back,
    },
    submits={
        **_OWN_SUBMITS,
        "handover.send": handover_forms.send,
        "handover.send-all": handover_forms.send_all,
    },
    receipts={
        LEAD_TOLD: notices.lead_told,
        ARRIVED: notices.arrived,
        OFFER_ARRIVED: handover_notices.arrived,
    },
    notices={
        "promises.notice": notices.notify,
        "handover.notice": handover_notices.notice,
    },
    own=frozenset(_OWN_ACTIONS | _OWN_SUBMITS),
    shortcuts=(shortcuts.PROMISE_THIS,),
)
