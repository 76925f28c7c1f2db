"""Ideas: what can be typed and pressed."""

from handlers.ideas import commands, presses
from handlers.routing import Route, Table

TABLE = Table(
    care=(
        Route("care today", "", "Read the thought of the day", commands.today),
        Route("care find", "[word]", "Look up an idea", commands.find),
    ),
    actions={
        "care.another": presses.another,
        "care.idea": presses.idea,
    },
)
