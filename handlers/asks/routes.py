"""Somebody is asked to come: what can be pressed, and what is said of it."""

from handlers.asks import approvals, forms, notices, presses
from handlers.asks.messages import ARRIVED
from handlers.routing import Table

_ACTIONS = {
    "asks.ask": presses.ask,
    "asks.take": presses.take,
    "asks.hand-on": presses.hand_on,
    "asks.stand-down": presses.stand_down,
    "asks.choose": forms.choose,
    "asks.allow": approvals.allow,
    "asks.say-yes": approvals.say_yes,
    "asks.say-no": approvals.say_no,
}
_SUBMITS = {"asks.choose-send": forms.chosen}
TABLE = Table(
    actions=_ACTIONS,
    submits=_SUBMITS,
    receipts={ARRIVED: notices.arrived},
    notices={"asks.notice": notices.notice},
    # Whoever is in danger needs no papers, nor does who was asked by name: taking looks itself.
    own=frozenset(_ACTIONS | _SUBMITS),
    urgent=frozenset(_ACTIONS),
)
