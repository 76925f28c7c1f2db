"""The teams of a template beside those of a workspace."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from functools import partial

from handlers.audit import record
from handlers.domain.people import Person, Place, Role
from handlers.domain.shifts import Hours
from handlers.ports.audit import Act
from handlers.ports.staff import Contact, Team
from handlers.shoutouts.noticing.current import begin
from handlers.workspace.templates.change import Change, Site, ToDo
from handlers.workspace.templates.setting_changes import ANYWHERE
from handlers.workspace.templates.template import TeamEntry, Template


async def team_changes(template: Template, site: Site) -> AsyncIterator[Change]:
    """Yield what would change; nobody is taken off a list, and nobody loses a role."""
    may = {each.id for each in await site.services.store.staff.with_role()}
    for entry in template.teams:
        manager = site.person(entry.manager)
        if manager is None:
            continue
        if manager not in may:
            act = partial(_appoint, manager, site)
            yield Change(f"role of {entry.manager}", ("agent",), ("manager",), act)
        team = await site.services.store.staff.team(manager)
        joining, place = _joining(entry, team, site), site.place(entry.place)
        settles = place is not None and place != team.place
        if joining or settles:
            before = (f"place: {team.place}",) if settles and team.place else ()
            after = (f"place: {place}",) if settles else ()
            people = tuple(f"person: {each}" for each in joining)
            act = partial(_carried_out, manager, joining, place if settles else None, site)
            yield Change(f"team of {entry.manager}", before, (*after, *people), act)
        if change := await _hours_change(entry, manager, site):
            yield change


def team_to_do(template: Template, site: Site) -> Iterator[ToDo]:
    """Yield what a manager has to type, where somebody of a team was left open."""
    for entry in template.teams:
        is_open = site.person(entry.manager) is None
        people = [each for each in entry.people if is_open or site.person(each) is None]
        where = entry.place or ANYWHERE
        if people:
            at = f"/care team with an @ for each: {', '.join(people)}"
            yield ToDo(where, f"{entry.manager} types {at}")
        if entry.place and (is_open or site.place(entry.place) is None):
            settle = "types /care team, then presses “Team's channel: here”"
            yield ToDo(where, f"{entry.manager} {settle}")
        if is_open and entry.hours is not None and entry.hours.days:
            when = f"presses “Hours of the team”: {entry.hours}"
            yield ToDo(where, f"{entry.manager} types /care team, then {when}")


async def _hours_change(entry: TeamEntry, manager: str, site: Site) -> Change | None:
    """Return what changes of when a team works, or None."""
    stands = await site.services.store.shifts.of_team(manager) or Hours()
    if entry.hours is None or entry.hours == stands:
        return None
    before, after = ((str(each),) if each.days else () for each in (stands, entry.hours))
    act = partial(_set_hours, manager, entry.hours, site)
    return Change(f"hours of the team of {entry.manager}", before, after, act)


def _joining(entry: TeamEntry, team: Team, site: Site) -> Sequence[str]:
    there = {each.id for each in team.people}
    known = filter(None, map(site.person, entry.people))
    return [each for each in known if each not in there]


async def _appoint(manager: str, site: Site) -> None:
    await site.services.store.staff.appoint([Contact(manager, "", Role.MANAGER)])
    await record(Act.ROLE_GIVEN, site.turn, site.services, about=[manager], target=Role.MANAGER)


async def _carried_out(
    manager: str, joining: Sequence[str], place: Place | None, site: Site
) -> None:
    names = await site.services.store.people.names(joining) if joining else {}
    store = site.store_of(manager)
    turn = replace(site.turn, person=Person(manager, ""))  # its lines are those of this list
    if joining:
        contacts = [Contact(each, names.get(each, each)) for each in joining]
        await store.staff.join(contacts, turn.at)
        await site.services.store.shifts.joined(joining, turn.at)
        await begin(store, turn)
        await record(Act.TEAM_JOINED, turn, site.services, about=joining)
    if place is not None:
        await store.staff.settle(place)
        there = replace(turn, place=place)
        await record(Act.TEAM_CHANNEL_SET, there, site.services, about=[manager], target="here")


async def _set_hours(manager: str, hours: Hours, site: Site) -> None:
    """Set when a team works, for all who are on its list by now."""
    await site.store_of(manager).shifts.save_team(hours if hours.days else None, site.turn.at)
    people = (await site.services.store.staff.team(manager)).people
    turn = replace(site.turn, person=Person(manager, ""))  # its lines are those of this list
    about = [each.id for each in people]
    await record(Act.TEAM_HOURS_SET, turn, site.services, about=about)
