"""A manager's own list of people, and the channel in which they talk."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.audit import record
from handlers.domain.people import Person, Role
from handlers.domain.shifts import UnreadableHoursError, read_hours
from handlers.mentions import acquainted, chosen_people, people_meant
from handlers.permissions import check_nobody_left, check_role
from handlers.ports.audit import Act
from handlers.shoutouts.noticing.current import begin
from handlers.turn import Refusal, Reply, Services, Turn
from handlers.workspace.cards import team_card
from handlers.workspace.forms import MAX_HOURS_LENGTH, contacts, hours_form, team_form


async def show(turn: Turn, services: Services) -> Reply:
    """Show the list of the manager who asks, or put people on it: ``@ana @bo``."""
    await check_role(Role.MANAGER, services)
    turn = await acquainted(turn, services)
    if joining := people_meant(turn.mentions):
        await _join(joining, turn, services)
    elif turn.text.strip():
        raise Refusal("Say who, with an @: /care team @ana @bo")
    return await _shown(turn, services)


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form that puts people on the list."""
    await check_role(Role.MANAGER, services)
    return Reply(form=team_form(""))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form that puts people on the list."""
    await check_role(Role.MANAGER, services)
    chosen = chosen_people(await acquainted(turn, services))
    if not chosen:
        return Reply(form=team_form("Choose at least one person."))
    await _join(chosen, turn, services)
    return await _shown(turn, services)


async def leave(turn: Turn, services: Services) -> Reply:
    """Take somebody off the list; twice is once."""
    await check_role(Role.MANAGER, services)
    leaving = turn.arg("person")
    team = await services.store.staff.team(turn.person.id)
    if any(each.id == leaving for each in team.people):
        await services.store.staff.leave(leaving)
        await services.store.shifts.joined([leaving], turn.at)
        await record(Act.TEAM_LEFT, turn, services, about=[leaving])
    return await _shown(turn, services)


async def settle(turn: Turn, services: Services) -> Reply:
    """Take this channel for the team's own, or none at all."""
    await check_role(Role.MANAGER, services)
    nowhere = turn.args.get("where") == "nowhere"
    if not nowhere and turn.place.direct:
        raise Refusal("Type /care team in the channel where your team talks.")
    await services.store.staff.settle(None if nowhere else turn.place)
    await record(Act.TEAM_CHANNEL_SET, turn, services, target="nowhere" if nowhere else "here")
    return await _shown(turn, services)


async def ask_hours(turn: Turn, services: Services) -> Reply:
    """Open the form of the team's hours."""
    await check_role(Role.MANAGER, services)
    return Reply(form=hours_form(str(await services.store.shifts.of_team(turn.person.id) or "")))


async def save_hours(turn: Turn, services: Services) -> Reply:
    """Take the form of the team's hours; none take them away."""
    await check_role(Role.MANAGER, services)
    typed = turn.args.get("hours", "").strip()[:MAX_HOURS_LENGTH]
    try:
        hours = read_hours(typed)
    except UnreadableHoursError as problem:
        return Reply(form=hours_form(typed, str(problem)))
    await services.store.shifts.save_team(hours if hours.days else None, turn.at)
    people = (await services.store.staff.team(turn.person.id)).people
    await record(Act.TEAM_HOURS_SET, turn, services, about=[each.id for each in people])
    return await _shown(turn, services)


async def _join(people: Sequence[Person], turn: Turn, services: Services) -> None:
    check_nobody_left(people, "I can't put them on your list")
    await services.store.staff.join(contacts(people), turn.at)
    await services.store.shifts.joined([each.id for each in people], turn.at)
    await begin(services.store, turn)
    await record(Act.TEAM_JOINED, turn, services, about=[each.id for each in people])


async def _shown(turn: Turn, services: Services) -> Reply:
    team = await services.store.staff.team(turn.person.id)
    if team.place == turn.place:
        await services.store.channels.note_name(turn.place)
    if team.place is not None:
        team = replace(team, place=await services.store.channels.named(team.place))
    hours = await services.store.shifts.of_team(turn.person.id)
    return Reply(team_card(team, turn.place, str(hours or "")))
