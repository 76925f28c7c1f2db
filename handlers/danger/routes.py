"""When it is more than a complaint: what can be typed, pressed and sent."""

from handlers.danger import notices, presses
from handlers.routing import Table

_ACTIONS = {
    "complaint.alarm": presses.alarm,
    "complaint.branch": presses.branch,
    "complaint.safe": presses.safe,
    "complaint.page": presses.page,
}
TABLE = Table(
    actions=_ACTIONS,
    receipts={
        "complaint.paged": notices.paged,
    },
    own=frozenset(_ACTIONS),  # the page, too: whoever is in danger needs no papers
    urgent=frozenset(_ACTIONS),
)
