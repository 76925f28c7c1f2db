"""When it is more than a complaint: what can be typed, pressed and sent."""

from handlers.asks import presses as asks
from handlers.danger import presses
from handlers.routing import Table

_ACTIONS = {
    "complaint.alarm": presses.alarm,
    "complaint.branch": presses.branch,
    "complaint.safe": presses.safe,
    "complaint.breathe": presses.breathe,
    "complaint.return": presses.go_back,
    "complaint.page": asks.page,  # on a card of an older version
}
TABLE = Table(
    actions=_ACTIONS,
    own=frozenset(_ACTIONS),  # the page, too: whoever is in danger needs no papers
    urgent=frozenset(_ACTIONS),
)
