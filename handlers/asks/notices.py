"""What follows when a message of an ask has arrived or won't, and when nobody has answered."""

from handlers.asks import messages
from handlers.domain.asks import rules as ask_rules
from handlers.domain.asks.ask import Ask
from handlers.domain.asks.messages import Message, MessageState
from handlers.turn import PostOutcome, Reply, Services, Turn


async def arrived(turn: Turn, services: Services) -> Reply:
    """Note where a message stands, that it is late, or that it was lost; tell its asker."""
    ask = await services.store.asks.get(turn.arg("ask"))
    message = ask.message(turn.arg("message")) if ask else None
    if ask is None or message is None or ask.asker_id != turn.person.id:
        return Reply()
    after = _noted(ask, message, turn)
    if after == ask:
        return Reply()
    return Reply(posts=await messages.save_and_tell(after, turn, services))


async def notice(turn: Turn, services: Services) -> Reply:
    """Tell whoever asked what is new, and say so when nobody has answered in time."""
    ask = await services.store.asks.get(turn.arg("ask"))
    if ask is None or ask.asker_id != turn.person.id:
        return Reply()
    if ask.case_id and await services.store.case(ask.case_id) is None:
        ask = ask_rules.end(ask, turn.at)  # it was opened by mistake, or deleted
    ask = ask_rules.wait_in_vain(ask, turn.at, turn.tenant)
    return Reply(posts=await messages.save_and_tell(ask, turn, services))


def _noted(ask: Ask, message: Message, turn: Turn) -> Ask:
    match PostOutcome(turn.arg("outcome")):
        case PostOutcome.DELIVERED if message.state is not MessageState.THERE:
            return ask_rules.arrive(ask, message, turn.args.get("ref", ""), turn.at)
        case PostOutcome.DELAYED if message.state is MessageState.SENDING:
            return ask_rules.delay(ask, message, turn.tenant)
        case PostOutcome.FAILED if message.is_on_its_way:
            return ask_rules.lose(ask, message, turn.tenant)
    return ask
