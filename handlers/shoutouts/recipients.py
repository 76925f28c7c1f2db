"""Who is thanked says where thanks may go; and what becomes of the messages on their way."""

from dataclasses import replace

from handlers.domain.people import Place
from handlers.domain.shoutout import (
    Message,
    Recipient,
    Shoutout,
    Standing,
    State,
    Where,
    Why,
    changed,
    with_messages,
)
from handlers.domain.wording import listed
from handlers.shoutouts.cards import lost_card, told_card, wish_card
from handlers.shoutouts.messages import announced, followed, lost, placed
from handlers.troubles import reason_in, reason_words
from handlers.turn import Post, Refusal, Reply, Services, Turn


async def wishes(turn: Turn, services: Services) -> Reply:
    """Show where thanks for this person may go."""
    found = await services.store.shoutouts.wishes([turn.person.id])
    return Reply(wish_card(found.get(turn.person.id)))


async def wish(turn: Turn, services: Services) -> Reply:
    """Remember where thanks for this person may go from now on."""
    try:
        where = Where(turn.arg("where"))
    except ValueError:
        raise Refusal("That place is no longer offered. Type /care thanks.") from None
    await services.store.shoutouts.wish(where)
    if "shoutout" not in turn.args:
        return Reply(wish_card(where))
    shoutout, recipient = await _own(turn, services)
    card = told_card(shoutout, recipient, services.content.shoutouts, where)
    message = shoutout.message(f"told:{turn.person.id}")
    posts: tuple[Post, ...] = ()
    if message is not None and message.ref:
        posts = (Post(message.address, card, reader=turn.person.id, replaces=message.ref),)
    return Reply(card, posts=posts)


async def share(turn: Turn, services: Services) -> Reply:
    """Let this one, which came before they had said, go where they want thanks to go."""
    shoutout, me = await _own(turn, services)
    known = (await services.store.shoutouts.wishes([me.id])).get(me.id)
    posts: tuple[Post, ...] = ()
    if shoutout.state is State.GIVEN and me.note == Why.UNSET:
        (me,) = await placed(replace(shoutout, recipients=(me,)), services)
        others = (me if each.id == me.id else each for each in shoutout.recipients)
        shoutout = changed(shoutout, turn.at, recipients=tuple(others))
        shoutout, posts = await followed(announced(shoutout, turn), services, turn)
    return Reply(told_card(shoutout, me, services.content.shoutouts, known), posts=posts)


async def arrived(turn: Turn, services: Services) -> Reply:
    """Note where a message stands, or that it was lost; it follows what happened meanwhile."""
    shoutout = await services.store.shoutouts.get(turn.arg("shoutout"))
    message = shoutout.message(turn.arg("message")) if shoutout else None
    if shoutout is None or message is None or message.ref:
        return Reply()
    if turn.arg("outcome") == "delivered":
        there = Standing.THERE if message.standing is Standing.SENDING else message.standing
        news = replace(message, standing=there, ref=turn.args.get("ref", ""))
        shoutout, posts = await followed(with_messages(shoutout, [news]), services, turn)
        return Reply(posts=posts)
    if message.standing is not Standing.SENDING:
        return Reply()
    named = _unreached(shoutout, message)
    shoutout = with_messages(shoutout, [replace(message, standing=Standing.LOST)])
    if message.kind == "post":
        shoutout = changed(shoutout, turn.at, recipients=tuple(lost(shoutout, message)))
    shoutout, posts = await followed(shoutout, services, turn)
    return Reply(posts=(*posts, *_regretted(shoutout, message.kind, named, turn)))


async def _own(turn: Turn, services: Services) -> tuple[Shoutout, Recipient]:
    """Return a shout-out for this person; any other looks like one that is gone."""
    shoutout = await services.store.shoutouts.get(turn.arg("shoutout"))
    recipient = shoutout.recipient(turn.person.id) if shoutout else None
    if shoutout is None or recipient is None or not shoutout.message(f"told:{recipient.id}"):
        raise Refusal("These thanks aren't for you, or they are gone. Type /care thanks.")
    return shoutout, recipient


def _unreached(shoutout: Shoutout, message: Message) -> list[str]:
    """Return for whom the thanks are lost with a message; other managers may have it yet."""
    match message.kind:
        case "post":
            return [each.name for each in shoutout.recipients if each.place == message.place]
        case "told":
            return [each.name for each in shoutout.recipients if each.id == message.reader]
    others = (each for each in shoutout.of_kind("ask") if each.key != message.key)
    lost_too = all(each.standing is Standing.LOST for each in others)
    return [each.name for each in shoutout.recipients] if lost_too else []


def _regretted(shoutout: Shoutout, kind: str, named: list[str], turn: Turn) -> tuple[Post, ...]:
    if not (named and shoutout.giver_id):
        return ()
    home = Place.personal(turn.tenant, shoutout.giver_id)
    reason = reason_words(reason_in(turn), turn.place.platform)
    card = lost_card(kind, listed(named), reason)
    return (Post(home, card, reader=shoutout.giver_id),)
