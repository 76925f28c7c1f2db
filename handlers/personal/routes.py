"""A person's own: what can be typed, pressed and sent."""

from handlers.domain.people import Role
from handlers.personal import data, home
from handlers.routing import Route, Table

_ACTIONS = {
    "care.home": home.home,
    "care.mydata": data.show,
    "care.mydata-send": data.send,
    "care.mydata-ask": data.ask,
    "care.mydata-delete": data.forget,
}
TABLE = Table(
    care=(
        Route(
            "care mydata",
            "",
            "See what I keep about you, and delete it",
            data.show,
            Role.UNPLACED,
            listed=False,
        ),
    ),
    actions=_ACTIONS,
    own=frozenset(_ACTIONS),
)
