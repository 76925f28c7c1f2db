"""Ideas: what can be typed and pressed."""

from handlers.domain.people import Role
from handlers.ideas import commands, presses
from handlers.routing import Route, Table

_ACTIONS = {
    "care.another": presses.another,
    "care.idea": presses.idea,
    "care.index": presses.index,
}
TABLE = Table(
    care=(
        Route(
            "care today",
            "",
            "Read the thought of the day",
            commands.today,
            Role.UNPLACED,
            listed=False,
        ),
        Route("care find", "[word]", "Look up an idea", commands.find, Role.UNPLACED),
    ),
    actions=_ACTIONS,
    own=frozenset(_ACTIONS),
)
