"""Who is thanked says where thanks for them may go."""

from handlers.domain.shoutouts import shoutout as shoutout_rules
from handlers.domain.shoutouts.places import Recipient, ThanksPlace
from handlers.domain.shoutouts.shoutout import Shoutout
from handlers.shoutouts import messages
from handlers.shoutouts.cards import told_card, wish_card
from handlers.turn import Post, Refusal, Reply, Services, Turn


async def wishes(turn: Turn, services: Services) -> Reply:
    """Show where thanks for this person may go."""
    found = await services.store.shoutouts.wishes([turn.person.id])
    return Reply(wish_card(found.get(turn.person.id)))


async def wish(turn: Turn, services: Services) -> Reply:
    """Remember where thanks for this person may go from now on."""
    try:
        place = ThanksPlace(turn.arg("where"))
    except ValueError:
        raise Refusal("That place is no longer offered. Type /care thanks.") from None
    await services.store.shoutouts.wish(place)
    if "shoutout" not in turn.args:
        return Reply(wish_card(place))
    shoutout, me = await own_thanks(turn, services)
    card = told_card(shoutout, me, services.content.shoutouts, place)
    message = shoutout.told(me.id)
    if message is None or not message.ref:
        return Reply(card)
    return Reply(card, posts=(Post(message.address, card, reader=me.id, replaces=message.ref),))


async def share(turn: Turn, services: Services) -> Reply:
    """Let this one, which came before they had said, go where they want thanks to go."""
    before, me = await own_thanks(turn, services)
    destinations = await messages.destinations_of(before, turn, services)
    shoutout = shoutout_rules.share(before, me.id, turn.at, destinations)
    posts = await messages.save(shoutout, turn, services) if shoutout != before else ()
    me, wish = shoutout.recipient(me.id) or me, destinations.wishes.get(me.id)
    return Reply(told_card(shoutout, me, services.content.shoutouts, wish), posts=posts)


async def own_thanks(turn: Turn, services: Services) -> tuple[Shoutout, Recipient]:
    """Return a shout-out for this person; any other looks like one that is gone."""
    shoutout = await services.store.shoutouts.get(turn.arg("shoutout"))
    recipient = shoutout.recipient(turn.person.id) if shoutout else None
    if shoutout is None or recipient is None or not shoutout.told(recipient.id):
        raise Refusal("These thanks aren't for you, or they are gone. Type /care thanks.")
    return shoutout, recipient
