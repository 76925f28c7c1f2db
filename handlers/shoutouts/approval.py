"""A manager posts, declines or thanks privately: the first one wins, the others see it."""

from handlers.audit import record
from handlers.cards import Card
from handlers.domain.people import Place
from handlers.domain.shoutouts import shoutout as shoutout_rules
from handlers.domain.shoutouts.places import PrivateReason
from handlers.domain.shoutouts.shoutout import Shoutout, ShoutoutState
from handlers.ports.audit import Act
from handlers.shoutouts import messages
from handlers.shoutouts.cards import ask_card, declined_card, posted_card
from handlers.shoutouts.current import is_manager
from handlers.turn import Post, Refusal, Reply, Services, Turn

NOT_NOW = "Their complaint was taken up again, or they have left. To thank all the same: /shoutout."


async def post(turn: Turn, services: Services) -> Reply:
    """Let it go where each of them wants thanks to go."""
    return await _given(turn, services, None)


async def private(turn: Turn, services: Services) -> Reply:
    """Let it go to each of them privately."""
    return await _given(turn, services, PrivateReason.CHOSEN)


async def decline(turn: Turn, services: Services) -> Reply:
    """Leave it; whoever proposed it is told kindly."""
    shoutout = await _proposal(turn, services)
    if not _is_current(shoutout, turn):
        return Reply(ask_card(shoutout, services.content.shoutouts))
    shoutout = shoutout_rules.decline(shoutout, turn.at, turn.person)
    await _record(Act.THANKS_DECLINED, shoutout, turn, services)
    return await _decided(shoutout, declined_card(shoutout), turn, services)


async def _given(turn: Turn, services: Services, only: PrivateReason | None) -> Reply:
    shoutout = await _proposal(turn, services)
    if not _is_current(shoutout, turn):
        return Reply(ask_card(shoutout, services.content.shoutouts))
    if shoutout.is_draft and not await _is_waiting(shoutout, turn, services):
        raise Refusal(NOT_NOW)
    destinations = await messages.destinations_of(shoutout, turn, services)
    shoutout = shoutout_rules.give(shoutout, turn.at, destinations, turn.person, only)
    act = Act.THANKS_KEPT_PRIVATE if only else Act.THANKS_POSTED
    await _record(act, shoutout, turn, services)
    return await _decided(shoutout, posted_card(shoutout), turn, services)


async def _record(act: Act, shoutout: Shoutout, turn: Turn, services: Services) -> None:
    about = [each.id for each in shoutout.recipients]
    await record(act, turn, services, about=about, target=shoutout.id)


async def _decided(shoutout: Shoutout, told: Card, turn: Turn, services: Services) -> Reply:
    """Return the manager's card; whoever proposed it is told, if that is somebody else."""
    posts = await messages.save(shoutout, turn, services)
    if shoutout.giver_id not in ("", turn.person.id):
        home = Place.personal(turn.tenant, shoutout.giver_id)
        posts = (*posts, Post(home, told, reader=shoutout.giver_id))
    return Reply(ask_card(shoutout, services.content.shoutouts), posts=posts)


async def _proposal(turn: Turn, services: Services) -> Shoutout:
    """Return the shout-out of a manager's card."""
    shoutout = await services.store.shoutouts.get(turn.arg("shoutout"))
    if shoutout is None or not await is_manager(services):
        raise Refusal("This one is for a manager, or it is gone. Ask yours.")
    if shoutout.recipient(turn.person.id) is not None:
        raise Refusal("These are thanks for you: another manager decides about them.")
    return shoutout


async def _is_waiting(draft: Shoutout, turn: Turn, services: Services) -> bool:
    """Tell whether the complaint of a draft is still closed, and its agent still here."""
    drafts = await services.store.digests.drafts(turn.person.id, draft.made_at)
    return any(each.id == draft.id for each in drafts)


def _is_current(shoutout: Shoutout, turn: Turn) -> bool:
    """Tell whether the pressed card shows it as it is."""
    return shoutout.state is ShoutoutState.PROPOSED and turn.arg("rev") == str(shoutout.rev)
