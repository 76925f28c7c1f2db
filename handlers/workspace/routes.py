"""What admins and managers set up: what can be typed, pressed and sent."""

from handlers.domain.people import Role
from handlers.routing import Route, Table
from handlers.workspace import outbox, roles, settings, teams

TABLE = Table(
    care=(
        Route(
            "care settings",
            "",
            "See what is left to set up, and set it up",
            settings.show,
            Role.ADMIN,
        ),
        Route(
            "care people",
            "[@dana manager]",
            "See and give roles",
            roles.show,
            Role.ADMIN,
            listed=False,
        ),
        Route(
            "care team",
            "[@ana @bo]",
            "Keep a list of your team",
            teams.show,
            Role.MANAGER,
            listed=False,
        ),
        Route(
            "care outbox",
            "",
            "See what did not arrive, and send it again",
            outbox.show,
            Role.ADMIN,
            listed=False,
        ),
    ),
    actions={
        "care.outbox": outbox.show,
        "care.outbox-retry": outbox.retry,
        "care.outbox-drop": outbox.drop,
        "care.settings": settings.show,
        "care.settings-ask": settings.ask,
        "care.people": roles.show,
        "care.people-ask": roles.ask,
        "care.team": teams.show,
        "care.team-ask": teams.ask,
        "care.team-leave": teams.leave,
        "care.team-settle": teams.settle,
        "care.lead-here": settings.lead_here,
        "care.thanks-here": settings.thanks_here,
        "care.thanks-nowhere": settings.thanks_nowhere,
    },
    submits={
        "care.settings-save": settings.save,
        "care.people-save": roles.save,
        "care.team-save": teams.save,
        "care.remedies-save": settings.save,
        "care.numbers-save": settings.save,
    },
)
