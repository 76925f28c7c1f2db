"""What admins and managers set up: what can be typed, pressed and sent."""

from handlers.domain.people import Role
from handlers.routing import Route, Table
from handlers.workspace import audit, duty, outbox, roles, settings, teams

TABLE = Table(
    care=(
        Route(
            "care settings",
            "",
            "See what is left to set up, and set it up",
            settings.show,
            Role.ADMIN,
            listed=False,
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
            "care duty",
            "[@sam @dana]",
            "See and say who is called when a lead is paged",
            duty.show,
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
        Route(
            "care audit",
            "",
            "See who did what that concerns others, newest first",
            audit.show,
            Role.ADMIN,
            listed=False,
        ),
    ),
    actions={
        "care.audit": audit.show,
        "care.outbox": outbox.show,
        "care.outbox-retry": outbox.retry,
        "care.outbox-drop": outbox.drop,
        "care.settings": settings.show,
        "care.settings-ask": settings.ask,
        "care.people": roles.show,
        "care.people-ask": roles.ask,
        "care.duty": duty.show,
        "care.duty-ask": duty.ask,
        "care.duty-kind-ask": duty.ask_kind,
        "care.team": teams.show,
        "care.team-ask": teams.ask,
        "care.team-leave": teams.leave,
        "care.team-hours-ask": teams.ask_hours,
        "care.team-settle": teams.settle,
        "care.lead-here": settings.lead_here,
        "care.thanks-here": settings.thanks_here,
        "care.thanks-nowhere": settings.thanks_nowhere,
    },
    submits={
        "care.settings-save": settings.save,
        "care.people-save": roles.save,
        "care.duty-save": duty.save,
        "care.duty-kind-save": duty.save_kind,
        "care.team-save": teams.save,
        "care.team-hours-save": teams.save_hours,
        "care.remedies-save": settings.save,
        "care.numbers-save": settings.save,
    },
)
