"""Where a shout-out goes, and how its messages follow it: each sent once, redrawn, taken away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from handlers.cards import Action, Card
from handlers.domain.people import Place
from handlers.domain.shoutout import (
    Message,
    Recipient,
    Shoutout,
    Standing,
    State,
    Where,
    Why,
    with_messages,
)
from handlers.domain.wording import is_grave
from handlers.shoutouts.cards import ask_card, post_card, told_card
from handlers.turn import Post, Services, Turn

ARRIVED = "shoutout.arrived"


async def placed(
    shoutout: Shoutout, services: Services, only: Why | None = None
) -> tuple[Recipient, ...]:
    """Return who is thanked, each with where it goes as they have said.

    ``only`` keeps it private for all of them, and says why; so do words of harm or threat.
    """
    if is_grave(shoutout.text, services.content.shoutouts.keep_private):
        only = Why.GRAVE
    if only is not None:
        return tuple(_privately(each, only) for each in shoutout.recipients)
    wishes = await services.store.shoutouts.wishes([each.id for each in shoutout.recipients])
    found = []
    for each in shoutout.recipients:
        found.append(await _placed(each, wishes.get(each.id), services))
    return tuple(found)


def announced(shoutout: Shoutout, turn: Turn) -> Shoutout:
    """Return a shout-out that is given, with the messages that it takes: public ones and private.

    Nobody is told twice: a message that there is, or was, is not made again.
    """
    places = dict.fromkeys(each.place for each in shoutout.recipients if each.place)
    known = {each.place for each in shoutout.of_kind("post") if each.standing in _SHOWN}
    news = [
        Message(f"post:{shoutout.rev}.{number}", place, 0)
        for number, place in enumerate(places)
        if place not in known
    ]
    for each in shoutout.recipients:
        if shoutout.message(f"told:{each.id}") is None:
            home = str(Place.personal(turn.tenant, each.id))
            news.append(Message(f"told:{each.id}", home, 0))
    return with_messages(shoutout, news)


def asking(shoutout: Shoutout, managers: Iterable[str], turn: Turn) -> Shoutout:
    """Return a shout-out with a card for each of these managers."""
    news = (Message(f"ask:{each}", str(Place.personal(turn.tenant, each)), 0) for each in managers)
    return with_messages(shoutout, news)


async def followed(
    shoutout: Shoutout, services: Services, turn: Turn
) -> tuple[Shoutout, tuple[Post, ...]]:
    """Return it saved, and the posts that let its messages follow: new ones, redrawn, taken away.

    What is still on its way follows as soon as its receipt says where it stands.
    """
    wishes = await services.store.shoutouts.wishes([each.id for each in shoutout.recipients])
    posts, news = [], []
    for message in (_wanted(each, shoutout) for each in shoutout.messages):
        post = _post(message, shoutout, services, wishes)
        if post is None:
            news.append(message)
            continue
        posts.append(replace(post, receipt=_receipt(message, shoutout, turn)))
        gone = message.standing is Standing.GONE
        news.append(replace(message, rev=shoutout.rev, ref="" if gone else message.ref))
    saved = await services.store.shoutouts.save(replace(shoutout, messages=tuple(news)))
    return saved, tuple(posts)


_SHOWN = (Standing.SENDING, Standing.THERE)


async def _placed(recipient: Recipient, wish: Where | None, services: Services) -> Recipient:
    match wish:
        case None:
            return _privately(recipient, Why.UNSET)
        case Where.PRIVATE:
            return _privately(recipient, "")
        case Where.CHANNEL:
            place = (await services.store.member()).thanks_place
            missing = Why.NO_CHANNEL
        case Where.TEAM:
            teams = await services.store.staff.teams_of(recipient.id)
            place = next((each.place for each in teams if each.place is not None), None)
            missing = Why.NO_TEAM
    if place is None:
        return _privately(recipient, missing)
    return replace(recipient, went=wish, place=str(place), note="")


def _privately(recipient: Recipient, why: str) -> Recipient:
    return replace(recipient, went=Where.PRIVATE, place="", note=str(why))


def _wanted(message: Message, shoutout: Shoutout) -> Message:
    """Return a message as it is to stand; a public one that nobody is thanked in any more goes."""
    if message.kind != "post" or message.standing not in _SHOWN:
        return message
    if shoutout.state is State.GIVEN and shoutout.in_place(message.place):
        return message
    return replace(message, standing=Standing.GONE, rev=0)


def _post(
    message: Message, shoutout: Shoutout, services: Services, wishes: Mapping[str, Where]
) -> Post | None:
    """Return the post that a message needs by now, or None."""
    if message.rev == shoutout.rev or message.standing is Standing.LOST:
        return None
    on_its_way = message.standing is Standing.SENDING and message.rev != 0
    if on_its_way or (message.standing is Standing.GONE and not message.ref):
        return None
    if message.standing is Standing.GONE:
        return Post(message.address, Card(""), replaces=message.ref, removes=True)
    if message.kind == "told" and shoutout.recipient(message.reader) is None:
        return None
    card = _card(message, shoutout, services, wishes)
    return Post(message.address, card, reader=message.reader, replaces=message.ref)


def _card(
    message: Message, shoutout: Shoutout, services: Services, wishes: Mapping[str, Where]
) -> Card:
    words = services.content.shoutouts
    match message.kind:
        case "post":
            return post_card(shoutout, message.place, words)
        case "told":
            recipient = shoutout.recipient(message.reader) or Recipient(message.reader, "")
            return told_card(shoutout, recipient, words, wishes.get(recipient.id))
        case _:
            return ask_card(shoutout, words)


def _receipt(message: Message, shoutout: Shoutout, turn: Turn) -> Action | None:
    """Return what tells us where a new message stands; a redrawn one stands where it did."""
    if message.ref:
        return None
    args = {"shoutout": shoutout.id, "message": message.key}
    return Action(ARRIVED, {**args, "person": turn.person.id, "place": str(turn.place)})


def lost(shoutout: Shoutout, message: Message) -> Sequence[Recipient]:
    """Return who is thanked privately now that a public message could not be posted."""
    return tuple(
        _privately(each, Why.LOST)
        if message.kind == "post" and each.place == message.place
        else each
        for each in shoutout.recipients
    )
