"""When it is more than a complaint: what can be typed, pressed and sent."""

from handlers.asks import presses as asks
from handlers.danger import first_presses, presses
from handlers.domain.people import Role
from handlers.routing import Route, Table

_ACTIONS = {
    "complaint.alarm": presses.alarm,
    "complaint.branch": presses.branch,
    "complaint.safe": presses.safe,
    "care.danger": first_presses.show,
    "danger.branch": first_presses.branch,
    "complaint.breathe": presses.breathe,
    "complaint.return": presses.go_back,
    "complaint.page": asks.page,  # on a card of an older version
}
_GO_ON = {"danger.go-on": first_presses.go_on, "danger.only-words": first_presses.only_words}
TABLE = Table(
    care=(
        Route(
            "care danger",
            "[what happens]",
            "Danger or trouble: what to do, whether a complaint is open or not",
            first_presses.show,
            Role.UNPLACED,
            takes_a_sentence=True,
        ),
    ),
    actions=_ACTIONS | _GO_ON,
    own=frozenset(_ACTIONS | _GO_ON),  # the page, too: whoever is in danger needs no papers
    urgent=frozenset(_ACTIONS),
)
