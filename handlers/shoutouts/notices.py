"""What follows when a message of a shout-out has arrived, and what is said when it will not."""

from collections.abc import Sequence

from handlers.domain.people import Place
from handlers.domain.shoutouts import shoutout as shoutout_rules
from handlers.domain.shoutouts.messages import Message, MessageState
from handlers.domain.shoutouts.places import Recipient
from handlers.domain.shoutouts.shoutout import Shoutout
from handlers.shoutouts import messages
from handlers.shoutouts.cards import lost_card
from handlers.troubles import reason_in, reason_words
from handlers.turn import Post, PostOutcome, Reply, Services, Turn


async def arrived(turn: Turn, services: Services) -> Reply:
    """Note where a message stands, or that it was lost; it follows what happened meanwhile."""
    shoutout = await services.store.shoutouts.get(turn.arg("shoutout"))
    message = shoutout.message(turn.arg("message")) if shoutout else None
    if shoutout is None or message is None or message.ref:
        return Reply()
    if turn.arg("outcome") == PostOutcome.DELIVERED:
        shoutout = shoutout_rules.arrive(shoutout, message, turn.args.get("ref", ""))
        return Reply(posts=await messages.save(shoutout, turn, services))
    if message.state is not MessageState.SENDING:
        return Reply()
    unreached = shoutout_rules.unreached(shoutout, message)
    shoutout = shoutout_rules.lose(shoutout, message, turn.at)
    posts = await messages.save(shoutout, turn, services)
    return Reply(posts=(*posts, *_regret(shoutout, message, unreached, turn)))


def _regret(
    shoutout: Shoutout, message: Message, unreached: Sequence[Recipient], turn: Turn
) -> tuple[Post, ...]:
    """Return what tells the giver whom it did not reach."""
    if not unreached or not shoutout.giver_id:
        return ()
    home = Place.personal(turn.tenant, shoutout.giver_id)
    reason = reason_words(reason_in(turn), turn.place.platform)
    card = lost_card(message.kind, unreached, reason)
    return (Post(home, card, reader=shoutout.giver_id),)
