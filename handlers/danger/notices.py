"""What is said of a page to the lead without being asked: whether it got there."""

from handlers.cards import Card
from handlers.complaint.current import is_stale, shown_case
from handlers.danger.cards import undelivered_card
from handlers.domain import case as case_rules
from handlers.domain.case import PageState
from handlers.domain.people import Place
from handlers.turn import Post, Reply, Services, Turn


async def paged(turn: Turn, services: Services) -> Reply:
    """Tell the agent whether the lead's channel was reached: on the card, if it still stands.

    An agent who has gone on meanwhile is told of a failure in their own chat with the bot.
    """
    case = await services.store.case(turn.arg("case"))
    if case is None or case.page is not PageState.SENDING or case.page_ref != turn.arg("page"):
        return Reply()  # it was paged again since, or this was told before
    case = case_rules.paged(case, PageState(turn.arg("outcome")))
    await services.store.save_case(case)
    if not is_stale(case, turn) and turn.message:
        card = (await shown_case(case, turn, services)).card or Card("")
        place = Place.parse(turn.arg("place"))
        post = Post(place, card, reader=turn.person.id, replaces=turn.message, urgent=True)
        return Reply(posts=(post,))
    if case.page is PageState.DELIVERED:
        return Reply()
    trouble = services.content.flow.branch(turn.arg("page").partition(":")[0])
    instead = (await services.store.member()).lead_line or (trouble.undelivered if trouble else "")
    home = Place.personal(turn.tenant, turn.person.id)
    card = undelivered_card(case, instead)
    return Reply(posts=(Post(home, card, reader=turn.person.id, urgent=True),))
