"""When it is more than a complaint: the branches, and paging the lead."""

from dataclasses import replace

from handlers.cards import Action, Card, Text, Tone
from handlers.complaint.current import own_case, pressed, shown, stale, take_up
from handlers.domain import case as case_rules
from handlers.domain.case import Page, State
from handlers.domain.people import Place
from handlers.turn import Post, Refusal, Reply, Services, Turn


async def alarm(turn: Turn, services: Services) -> Reply:
    """Open the branches: an alarm counts even when pressed on an old card."""
    case = await own_case(turn, services)
    if case.state is not State.CLOSED and case.branch is None:
        case = await take_up(case, await services.store.cases(), turn, services)
        case = case_rules.branch(case, case_rules.CHOOSING, turn.at)
        await services.store.save_case(case)
    return await shown(turn, services, case)


async def branch(turn: Turn, services: Services) -> Reply:
    """Show what to do in one branch."""
    wanted = turn.arg("branch")
    if services.content.flow.branch(wanted) is None:
        raise Refusal("That choice is no longer in the list. Press the red button again.")
    return await pressed(turn, services, lambda case: case_rules.branch(case, wanted, turn.at))


async def safe(turn: Turn, services: Services) -> Reply:
    """Come back from a branch to the step where the case was."""
    return await pressed(turn, services, lambda case: case_rules.branch(case, None, turn.at))


async def page(turn: Turn, services: Services) -> Reply:
    """Call the lead, with the kind of trouble and none of its details."""
    case = await own_case(turn, services)
    trouble = services.content.flow.branch(case.branch or "")
    waiting = case_rules.page_state(case) in (Page.SENDING, Page.DELIVERED)
    if trouble is None or stale(case, turn) or waiting:
        return await shown(turn, services, case)
    lead = (await services.store.member()).lead_place
    state = Page.SENDING if lead else Page.FAILED
    case = case_rules.page(case, state, turn.fresh_id("page"), turn.at)
    await services.store.save_case(case)
    reply = await shown(turn, services, case)
    if lead is None:
        return reply
    receipt = Action(
        "complaint.paged",
        {
            "case": case.id,
            "page": case.page_ref or "",
            "rev": str(case.rev),
            "person": turn.person.id,
            "place": str(turn.place),
            "message": turn.message,
        },
    )
    text = f"{turn.person.name} needs the duty lead now: {trouble.page}. Case {case.number}."
    return replace(reply, posts=(Post(lead, _call(text), urgent=True, receipt=receipt),))


async def paged(turn: Turn, services: Services) -> Reply:
    """Tell the agent whether the lead's channel was reached: on the card, if it still stands.

    An agent who has gone on meanwhile is told of a failure in their own chat with the bot.
    """
    case = await services.store.case(turn.arg("case"))
    if case is None or case.page is not Page.SENDING or case.page_ref != turn.arg("page"):
        return Reply()  # it was paged again since, or this was told before
    case = case_rules.paged(case, Page(turn.arg("outcome")))
    await services.store.save_case(case)
    if not stale(case, turn) and turn.message:
        card = (await shown(turn, services, case)).card or Card("")
        place = Place.parse(turn.arg("place"))
        post = Post(place, card, reader=turn.person.id, replaces=turn.message, urgent=True)
        return Reply(posts=(post,))
    if case.page is Page.DELIVERED:
        return Reply()
    trouble = services.content.flow.branch(turn.arg("page").partition(":")[0])
    instead = (await services.store.member()).lead_line or (trouble.undelivered if trouble else "")
    text = f"Your call for the lead, case {case.number}, was not delivered. {instead}"
    home = Place.personal(turn.tenant, turn.person.id)
    card = Card("Not delivered", (Text(text, Tone.URGENT),))
    return Reply(posts=(Post(home, card, reader=turn.person.id, urgent=True),))


def _call(text: str) -> Card:
    return Card("The duty lead is needed", (Text(text),))
