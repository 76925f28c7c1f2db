"""What applying a template would change, and what is left to do by hand in each channel."""

from dataclasses import replace

from content.problems import ContentError
from handlers.workspace.templates.change import Plan, Site
from handlers.workspace.templates.mentor_changes import mentor_changes, mentor_to_do
from handlers.workspace.templates.reminder_changes import reminder_changes, reminder_to_do
from handlers.workspace.templates.setting_changes import setting_changes, setting_to_do
from handlers.workspace.templates.team_changes import team_changes, team_to_do
from handlers.workspace.templates.template import Template


async def planned(template: Template, site: Site) -> Plan:
    """Return the plan; ContentError with what can't be set up in the channels that are meant."""
    site = _with_known_places(template, site)
    of_reminders = await reminder_changes(template, site)
    if of_reminders.problems:
        raise ContentError(of_reminders.problems)
    of_teams = [each async for each in team_changes(template, site)]
    changes = (
        *setting_changes(template, site),
        *mentor_changes(template, site),
        *of_teams,
        *of_reminders.changes,
    )
    to_do = (
        *setting_to_do(template, site),
        *mentor_to_do(template, site),
        *team_to_do(template, site),
        *reminder_to_do(template, site, of_reminders.changes),
    )
    return Plan(changes, tuple(dict.fromkeys(to_do)))


async def carry_out(plan: Plan) -> None:
    """Change what the plan says, in its order; all within the transaction of its store."""
    for each in plan.changes:
        await each.act()


def _with_known_places(template: Template, site: Site) -> Site:
    """Return the site with the lead's channel and that of thanks, where they are chosen already."""
    chosen = {
        role: place
        for column, role in template.places.items()
        if (place := getattr(site.member, column)) is not None
    }
    places = {**chosen, **site.bindings.places}
    return replace(site, bindings=replace(site.bindings, places=places))
