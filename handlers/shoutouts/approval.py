"""A manager posts, declines or thanks privately: the first one wins, the others see it."""

from dataclasses import replace

from handlers.cards import Card
from handlers.domain.people import Place, Role
from handlers.domain.shoutout import Shoutout, State, Why, changed
from handlers.shoutouts.cards import ask_card, declined_card, posted_card
from handlers.shoutouts.messages import announced, asking, followed, placed
from handlers.turn import Post, Refusal, Reply, Services, Turn


async def post(turn: Turn, services: Services) -> Reply:
    """Let it go where each of them wants thanks to go."""
    return await _decided(turn, services, None)


async def private(turn: Turn, services: Services) -> Reply:
    """Let it go to each of them privately."""
    return await _decided(turn, services, Why.CHOSEN)


async def decline(turn: Turn, services: Services) -> Reply:
    """Leave it; whoever proposed it is told kindly."""
    shoutout, current = await _proposal(turn, services)
    if not current:
        return Reply(ask_card(shoutout, services.content.shoutouts))
    shoutout = _by(changed(shoutout, turn.at, state=State.DECLINED), turn)
    shoutout, posts = await followed(shoutout, services, turn)
    told = _telling(shoutout, declined_card(shoutout), turn)
    return Reply(ask_card(shoutout, services.content.shoutouts), posts=(*posts, *told))


async def passed_on(
    shoutout: Shoutout, turn: Turn, services: Services, only: Why | None = None
) -> tuple[Shoutout, tuple[Post, ...]]:
    """Return a shout-out given by a manager, and the posts that it takes."""
    shoutout = _by(changed(shoutout, turn.at, state=State.GIVEN), turn)
    shoutout = replace(shoutout, recipients=await placed(shoutout, services, only))
    return await followed(announced(shoutout, turn), services, turn)


async def proposed(
    shoutout: Shoutout, turn: Turn, services: Services
) -> tuple[Shoutout, tuple[Post, ...]]:
    """Return a shout-out that waits for a manager, and a card for each who may post it.

    Nobody passes on thanks to themselves: is there no other manager, they go privately.
    """
    managers = await asked_managers(shoutout, services)
    if not managers:
        shoutout = changed(shoutout, turn.at, state=State.GIVEN)
        recipients = await placed(shoutout, services, Why.CHOSEN)
        shoutout = announced(replace(shoutout, recipients=recipients), turn)
        return await followed(shoutout, services, turn)
    return await followed(asking(shoutout, managers, turn), services, turn)


async def asked_managers(shoutout: Shoutout, services: Services) -> tuple[str, ...]:
    """Return who may post it: the managers of who is thanked, else all of the workspace."""
    out = {shoutout.giver_id, *(each.id for each in shoutout.recipients)}
    near: dict[str, None] = {}
    for each in shoutout.recipients:
        teams = await services.store.staff.teams_of(each.id)
        near |= dict.fromkeys(team.manager.id for team in teams if team.manager.id not in out)
    if near:
        return tuple(near)
    staff = await services.store.staff.managers()
    return tuple(each.id for each in staff if each.id not in out)


async def _decided(turn: Turn, services: Services, only: Why | None) -> Reply:
    shoutout, current = await _proposal(turn, services)
    if not current:
        return Reply(ask_card(shoutout, services.content.shoutouts))
    if not shoutout.giver_id:  # the draft of a complaint becomes the manager's own thanks
        shoutout = replace(shoutout, giver_id=turn.person.id, giver_name=turn.person.name)
    shoutout, posts = await passed_on(shoutout, turn, services, only)
    told = _telling(shoutout, posted_card(shoutout), turn)
    return Reply(ask_card(shoutout, services.content.shoutouts), posts=(*posts, *told))


async def _proposal(turn: Turn, services: Services) -> tuple[Shoutout, bool]:
    """Return the shout-out of a manager's card, and whether the card shows it as it is."""
    shoutout = await services.store.shoutouts.get(turn.arg("shoutout"))
    manages = (await services.store.member()).role.may(Role.MANAGER)
    if shoutout is None or not manages:
        raise Refusal("This one is for a manager, or it is gone. Ask yours.")
    if any(each.id == turn.person.id for each in shoutout.recipients):
        raise Refusal("These are thanks for you: another manager decides about them.")
    current = shoutout.state is State.PROPOSED and turn.arg("rev") == str(shoutout.rev)
    return shoutout, current


def _by(shoutout: Shoutout, turn: Turn) -> Shoutout:
    return replace(shoutout, decided_by=turn.person.id, decided_name=turn.person.name)


def _telling(shoutout: Shoutout, card: Card, turn: Turn) -> tuple[Post, ...]:
    """Return the post that tells who proposed it, if that is somebody else."""
    if shoutout.giver_id in ("", turn.person.id):
        return ()
    home = Place.personal(turn.tenant, shoutout.giver_id)
    return (Post(home, card, reader=shoutout.giver_id),)
