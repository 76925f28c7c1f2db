"""What is said of a page to the lead without being asked: whether it got there."""

from collections.abc import Sequence
from datetime import datetime

from content.models import Branch
from handlers.cards import Card
from handlers.complaint.current import is_stale, shown_case
from handlers.danger.cards import aside_card, undelivered_card, with_managers
from handlers.domain import case as case_rules
from handlers.domain.case import Case, PageState
from handlers.domain.people import Place
from handlers.domain.wording import names_in_words
from handlers.ports.staff import Contact
from handlers.turn import Post, PostOutcome, Reply, Services, Turn

_STATES = {
    PostOutcome.DELIVERED: PageState.DELIVERED,
    PostOutcome.DELAYED: PageState.LATE,
    PostOutcome.FAILED: PageState.FAILED,
}


async def paged(turn: Turn, services: Services) -> Reply:
    """Tell the agent whether the lead's channel was reached: on the card, if it still stands.

    While it is not, the managers are asked privately. An agent who has gone on meanwhile is told
    of a failure in their own chat with the bot.
    """
    case = await services.store.case(turn.arg("case"))
    if case is None or not case_rules.page_waits(case) or case.page_ref != turn.arg("page"):
        return Reply()  # it was paged again since, or this was told before
    state = _STATES[PostOutcome(turn.arg("outcome"))]
    if state is case.page:
        return Reply()  # it is late, and that was told
    case = case_rules.paged(case, state)
    await services.store.save_case(case)
    trouble = services.content.flow.branch(turn.arg("page").partition(":")[0])
    late = state is PageState.LATE and trouble is not None
    managers = await _managers(turn, services) if late else ()
    asked = await _asked(managers, trouble, case, turn, services) if trouble else ()
    if not is_stale(case, turn) and turn.message:
        card = (await shown_case(case, turn, services)).card or Card("")
        if managers:
            card = with_managers(card, names_in_words(each.name for each in managers))
        place = Place.parse(turn.arg("place"))
        post = Post(place, card, reader=turn.person.id, replaces=turn.message, urgent=True)
        return Reply(posts=(post, *asked))
    if state is not PageState.FAILED:
        return Reply(posts=asked)
    instead = (await services.store.member()).lead_line or (trouble.undelivered if trouble else "")
    home = Place.personal(turn.tenant, turn.person.id)
    card = undelivered_card(case, instead)
    return Reply(posts=(Post(home, card, reader=turn.person.id, urgent=True),))


async def _managers(turn: Turn, services: Services) -> Sequence[Contact]:
    """Return the managers of the agent's team, else those of the workspace, but for the agent."""
    staff, agent = services.store.staff, turn.person
    of_team = tuple(each.manager for each in await staff.teams_of(agent.id))
    return [each for each in of_team or await staff.managers() if each.id != agent.id]


async def _asked(
    managers: Sequence[Contact], trouble: Branch, case: Case, turn: Turn, services: Services
) -> tuple[Post, ...]:
    """Return the call for each of them, privately."""
    zone = (await services.store.member()).workspace_zone
    asked_at = datetime.fromisoformat(turn.args.get("at") or turn.at.isoformat())
    name = turn.args.get("name") or turn.person.name
    card = aside_card(name, trouble, case, asked_at, zone)
    return tuple(
        Post(Place.personal(turn.tenant, each.id), card, reader=each.id, urgent=True)
        for each in managers
    )
