"""Ideas: what can be typed and pressed."""

from handlers.domain.people import Role
from handlers.ideas import commands, decide, presses
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
        Route(
            "care decide",
            "[what you plan]",
            "Look at a plan from the customer's side: five short questions",
            decide.ask,
            takes_a_sentence=True,
            listed=False,
        ),
    ),
    actions=_ACTIONS,
    submits={"care.decide-save": decide.save},
    own=frozenset(_ACTIONS),
)
