"""What a shout-out asks of the store on its way out, and the posts by which its messages follow."""

from collections.abc import Mapping

from handlers.cards import Action, Card
from handlers.domain.people import Place
from handlers.domain.shoutouts import shoutout as shoutout_rules
from handlers.domain.shoutouts.digest import MAX_AGE, Digest
from handlers.domain.shoutouts.messages import Message, MessageKind, MessageState
from handlers.domain.shoutouts.places import Destinations, Recipient, ThanksPlace
from handlers.domain.shoutouts.shoutout import Shoutout
from handlers.shoutouts.cards import ask_card, post_card, told_card
from handlers.shoutouts.digest_cards import digest_card
from handlers.turn import Post, Services, Turn

ARRIVED = "shoutout.arrived"


async def destinations_of(shoutout: Shoutout, turn: Turn, services: Services) -> Destinations:
    """Return what decides where it goes, for each who is thanked."""
    store = services.store
    wishes = await store.shoutouts.wishes([each.id for each in shoutout.recipients])
    teams = {}
    for person_id in (each for each, wish in wishes.items() if wish is ThanksPlace.TEAM):
        places = (team.place for team in await store.staff.teams_of(person_id))
        if place := next((each for each in places if each is not None), None):
            teams[person_id] = place
    channel = (await store.member()).thanks_place
    return Destinations(turn.tenant, wishes, channel, teams, services.content.danger)


async def managers_of(shoutout: Shoutout, services: Services) -> tuple[str, ...]:
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


async def save(shoutout: Shoutout, turn: Turn, services: Services) -> tuple[Post, ...]:
    """Save it, and return the posts that let its messages follow: new, redrawn, taken away."""
    wishes = await services.store.shoutouts.wishes([each.id for each in shoutout.recipients])
    shoutout, due = shoutout_rules.follow(shoutout)
    await services.store.shoutouts.save(shoutout)
    posts = tuple(_post(each, shoutout, wishes, turn, services) for each in due)
    return (*posts, *await _redrawn_digests(shoutout, turn, services))


async def redrawn_digest(digest: Digest, turn: Turn, services: Services) -> Post:
    """Return the post that draws what a manager's digest shows anew: a draft, or the list."""
    draft = await services.store.shoutouts.get(digest.shows) if digest.shows else None
    if draft is not None:
        card = ask_card(draft, services.content.shoutouts)
    else:
        since = turn.at - MAX_AGE
        drafts = await services.store.digests.drafts(digest.manager_id, since)
        card = digest_card(drafts, digest)
    home = Place.personal(turn.tenant, digest.manager_id)
    return Post(home, card, reader=digest.manager_id, replaces=digest.message)


async def _redrawn_digests(shoutout: Shoutout, turn: Turn, services: Services) -> tuple[Post, ...]:
    """Return what lets the digests follow: those that show a draft, or list one that is decided."""
    asked = (each for each in shoutout.of_kind(MessageKind.ASK))
    readers = [each.reader for each in asked if each.state is MessageState.LISTED]
    if not readers:
        return ()
    pressed = (turn.person.id, shoutout.id)  # the answer to the press draws that one
    shown = ("",) if not shoutout.is_draft else ()
    return tuple(
        [
            await redrawn_digest(each, turn, services)
            for each in await services.store.digests.of(readers)
            if each.message
            and each.shows in (shoutout.id, *shown)
            and (each.manager_id, each.shows) != pressed
        ]
    )


def _post(
    message: Message,
    shoutout: Shoutout,
    wishes: Mapping[str, ThanksPlace],
    turn: Turn,
    services: Services,
) -> Post:
    if message.state is MessageState.GONE:
        return Post(message.address, Card(""), replaces=message.ref, removes=True)
    receipt = None if message.ref else _receipt(message, shoutout, turn)
    here = shoutout.in_place(message.place)
    reader = shoutout.recipient(message.reader) or Recipient(message.reader, "")
    words = services.content.shoutouts
    match message.kind:
        case MessageKind.POST:
            card = post_card(shoutout, here, words)
        case MessageKind.TOLD:
            card = told_card(shoutout, reader, words, wishes.get(reader.id))
        case MessageKind.ASK:
            card = ask_card(shoutout, words)
    return Post(message.address, card, reader=message.reader, replaces=message.ref, receipt=receipt)


def _receipt(message: Message, shoutout: Shoutout, turn: Turn) -> Action:
    """Return what tells us where a new message stands; a redrawn one stands where it did."""
    args = {"shoutout": shoutout.id, "message": message.key}
    return Action(ARRIVED, {**args, "person": turn.person.id, "place": str(turn.place)})
