"""Weeks in figures for a file: the same that a card shows, put on record as any export."""

from datetime import timedelta

from bot.cli.operations import new_errand
from bot.cli.which import workspace_meant
from bot.config.settings import Settings
from bot.serve.app import opened
from bot.store.engine.roles import OPERATOR_TIMEOUT
from bot.store.turn.store import TurnStore
from handlers.domain.insights.week import WEEK, before
from handlers.domain.people import Person
from handlers.insights.week.counting import last_week, report
from handlers.insights.week.export import Row, rows
from handlers.ports.audit import Act
from handlers.turn import Services


async def exported(settings: Settings, workspace: str, team: str, weeks: int) -> list[Row]:
    """Return the last weeks of a workspace, or of a team, the last first; Stop."""
    found: list[Row] = []
    async with opened(settings) as app:
        tenant, errand = await workspace_meant(app, workspace), new_errand(app.clock())
        async with app.database.transaction(OPERATOR_TIMEOUT) as connection:
            await errand.record(connection, tenant, Act.WEEK_EXPORTED, subject=team)
            store, keep = TurnStore(connection, tenant, Person("", "")), settings.notes_days
            library = app.library
            services = Services(library.content, store, library.state, timedelta(days=keep))
            starts_on = await last_week(errand.at, services)
            for _ in range(weeks):
                week = await report(team, starts_on, errand.at, services)
                found += rows(week, library.content.flow) if week else ()
                starts_on = before(starts_on, WEEK)
    return found
