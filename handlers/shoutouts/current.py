"""What every press on a shout-out shares: find it, change it if one may, show it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from handlers.audit import record
from handlers.domain.people import Person, Role
from handlers.domain.shoutouts.asked import Asked
from handlers.domain.shoutouts.messages import MessageKind
from handlers.domain.shoutouts.shoutout import Shoutout, ShoutoutState
from handlers.ports.audit import Act
from handlers.shoutouts import messages
from handlers.shoutouts.cards import ask_card, giver_card, told_card
from handlers.turn import Refusal, Reply, Services, Turn

NOT_YOURS = "This shout-out isn't yours, or it is gone. Type /shoutout to give one."


async def found(turn: Turn, services: Services) -> Shoutout:
    """Return the shout-out of a card; one of somebody else looks like one that is gone."""
    shoutout = await services.store.shoutouts.get(turn.arg("shoutout"))
    if shoutout is None:
        raise Refusal(NOT_YOURS)
    return shoutout


async def found_to_edit(turn: Turn, services: Services) -> Shoutout:
    """Return one that this person may edit: its giver, who posted it, or a manager."""
    shoutout = await found(turn, services)
    if shoutout.may_change(turn.person.id):
        return shoutout
    manages = await is_manager(services)
    if manages and shoutout.state is ShoutoutState.PROPOSED:
        return shoutout
    if manages:
        raise Refusal("Only who gave it or posted it can change it. Ask them.")
    raise Refusal(NOT_YOURS)


async def changed(shoutout: Shoutout, turn: Turn, services: Services) -> Reply:
    """Save what this person did with it, and show it; its messages follow."""
    posts = await messages.save(shoutout, turn, services)
    return replace(await shown(shoutout, turn, services), posts=posts)


async def shown(shoutout: Shoutout, turn: Turn, services: Services) -> Reply:
    """Return the present card, as this person sees it."""
    words, me = services.content.shoutouts, turn.person.id
    recipient = shoutout.recipient(me) if shoutout.told(me) else None
    asked = {each.reader for each in shoutout.of_kind(MessageKind.ASK)}
    if shoutout.giver_id == me:
        return Reply(giver_card(shoutout, words, await _only_name(asked, services)))
    if recipient is not None:
        wishes = await services.store.shoutouts.wishes([me])
        return Reply(told_card(shoutout, recipient, words, wishes.get(me)))
    if await is_manager(services):
        return Reply(ask_card(shoutout, words))
    raise Refusal(NOT_YOURS)


async def record_of_others(act: Act, shoutout: Shoutout, turn: Turn, services: Services) -> None:
    """Put on record what is done with thanks that somebody else gave."""
    if shoutout.giver_id != turn.person.id and shoutout.recipient(turn.person.id) is None:
        about = [each.id for each in shoutout.recipients]
        await record(act, turn, services, about=about, target=shoutout.id)


async def with_team(asked: Asked, turn: Turn, services: Services) -> Asked:
    """Return it for their whole team as well: the one they lead, else those that they are in."""
    staff, known = services.store.staff, {each.id: each for each in asked.people}
    own = await staff.team(turn.person.id)
    if own.people:
        found = list(own.people)
    else:
        leaders = [each.manager for each in await staff.teams_of(turn.person.id)]
        teams = [await staff.team(each.id) for each in leaders]
        found = [*leaders, *(each for team in teams for each in team.people)]
    for each in found:
        if not each.has_left:
            known.setdefault(each.id, Person(each.id, each.name))
    people = tuple(known.values())
    return replace(asked, people=people, has_no_team=not found, is_for_team=True)


async def is_day_off(moment: datetime, zone: str, manager_id: str, services: Services) -> bool:
    """Tell whether the channel of a manager's team is at rest that day: a holiday, a day off."""
    team = await services.store.staff.team(manager_id)
    if team.place is None:
        return False
    rest = await services.store.channels.rest(team.place)
    return rest.day_off(moment, zone) is not None


async def is_manager(services: Services) -> bool:
    """Tell whether the person whose turn it is may post shout-outs."""
    return (await services.store.member()).role.may(Role.MANAGER)


async def _only_name(asked: Collection[str], services: Services) -> str:
    """Return the name of the manager who was asked; empty if there are several."""
    staff = await services.store.staff.with_role()
    names = [each.name for each in staff if each.id in asked]
    return names[0] if len(names) == 1 else ""
