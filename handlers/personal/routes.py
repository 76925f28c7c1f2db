"""A person's own: what can be typed, pressed and sent."""

from handlers.domain.people import Role
from handlers.personal import data, home, own_settings, readers, shifts
from handlers.routing import Route, Table

_ACTIONS = {
    "care.home": home.home,
    "care.me": own_settings.show,
    "care.me-ask": own_settings.ask,
    "care.hours-ask": shifts.ask,
    "care.deck-off": shifts.deck_off,
    "care.mydata": data.show,
    "care.mydata-readers": readers.show,
    "care.mydata-send": data.send,
    "care.mydata-ask": data.ask,
    "care.mydata-delete": data.forget,
}
_SUBMITS = {
    "care.me-save": own_settings.save,
    "care.hours-save": shifts.save,
}
TABLE = Table(
    care=(
        Route(
            "care me",
            "",
            "Set the length of your cards, how customers reach you, where thanks go, your hours",
            own_settings.show,
            Role.UNPLACED,
            listed=False,
        ),
        Route(
            "care mydata",
            "",
            "See what I keep about you and who reads it; have it sent, delete it",
            data.show,
            Role.UNPLACED,
            listed=False,
        ),
    ),
    actions=_ACTIONS,
    submits=_SUBMITS,
    notices={"care.shift": shifts.notice},
    own=frozenset(_ACTIONS | _SUBMITS),
)
