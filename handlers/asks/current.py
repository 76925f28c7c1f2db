"""An ask of a pressed card: found, if this person may reach it."""

from handlers.asks import messages
from handlers.domain.asks import rules as ask_rules
from handlers.domain.asks.ask import Ask
from handlers.domain.asks.own_cards import OwnCard
from handlers.domain.people import Role
from handlers.permissions import check_placed
from handlers.turn import Refusal, Reply, Services, Turn

_GONE = "This is over, or it isn't for you. There is nothing left to do."


async def own_ask(turn: Turn, services: Services) -> Ask:
    """Return an ask of the person whose turn it is; any other looks like one that is gone."""
    ask = await services.store.asks.get(turn.arg("ask"))
    if ask is None or ask.asker_id != turn.person.id:
        raise Refusal(_GONE)
    return ask


async def reachable_ask(turn: Turn, services: Services) -> Ask:
    """Return an ask that this person may take: who is asked, and anybody in its channel.

    Whoever was asked by name needs no papers; of all others we have to know that they belong here.
    """
    ask = await services.store.asks.get(turn.arg("ask"))
    if ask is not None and ask.asker_id == turn.person.id:
        raise Refusal("This one is your own. Somebody else has to take it.")
    if ask is None or not ask.may_take(turn.person.id, str(turn.place)):
        raise Refusal(_GONE)
    if turn.person.id not in ask.people:
        check_placed((await services.store.member()).role, turn)
    if (await services.store.member()).role is Role.GUEST:
        raise Refusal(_GONE)
    return ask


async def shown(ask: Ask, turn: Turn, services: Services) -> Reply:
    """Return the present card of an ask, in a turn of its asker."""
    return Reply(await messages.asker_card(ask, turn, services))


def standing_here(ask: Ask, turn: Turn, case_rev: int = 0) -> Ask:
    """Return it with its asker's own card where they have just pressed."""
    return ask_rules.shown_on(ask, OwnCard(str(turn.place), turn.redrawn, case_rev))
