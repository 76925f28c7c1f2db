"""The week: what can be typed, pressed, sent and told."""

from handlers.domain.people import Role
from handlers.insights.week import commands, forms, notices, presses
from handlers.routing import Route, Table

TABLE = Table(
    care=(
        Route(
            "care week",
            "[preview or why]",
            "See your team's week in figures, or the workspace's; nobody in it can be told apart",
            commands.typed,
            Role.MANAGER,
            listed=False,
        ),
    ),
    actions={
        "week.show": commands.show,
        "week.preview": commands.preview,
        "week.tell": presses.tell,
        "week.digest-ask": forms.ask,
    },
    submits={"week.digest-save": forms.save},
    notices={"week.digest": notices.digest},
)
