"""When it is more than a complaint: the branches, and paging the lead."""

from dataclasses import replace

from handlers import recovery
from handlers.cards import Action, Card, Text
from handlers.desk import own_case, pressed, shown, stale, take_up
from handlers.people import Place
from handlers.recovery import Page, State
from handlers.turn import Post, Refusal, Reply, Services, Turn


async def alarm(turn: Turn, services: Services) -> Reply:
    """Open the branches: an alarm counts even when pressed on an old card."""
    case = await own_case(turn, services)
    if case.state is not State.CLOSED and case.branch is None:
        case = await take_up(case, await services.store.cases(), turn, services)
        case = recovery.branch(case, recovery.CHOOSING, turn.at)
        await services.store.save_case(case)
    return await shown(turn, services, case)


async def branch(turn: Turn, services: Services) -> Reply:
    """Show what to do in one branch."""
    wanted = turn.arg("branch")
    if services.content.flow.branch(wanted) is None:
        raise Refusal("That choice is no longer in the list. Press the red button again.")
    return await pressed(turn, services, lambda case: recovery.branch(case, wanted, turn.at))


async def safe(turn: Turn, services: Services) -> Reply:
    """Come back from a branch to the step where the case was."""
    return await pressed(turn, services, lambda case: recovery.branch(case, None, turn.at))


async def page(turn: Turn, services: Services) -> Reply:
    """Call the lead, with the kind of trouble and none of its details."""
    case = await own_case(turn, services)
    trouble = services.content.flow.branch(case.branch or "")
    if trouble is None or stale(case, turn) or case.page in (Page.SENDING, Page.DELIVERED):
        return await shown(turn, services, case)
    lead = (await services.store.member()).lead_place
    case = recovery.page(case, Page.SENDING if lead else Page.FAILED, turn.at)
    await services.store.save_case(case)
    reply = await shown(turn, services, case)
    if lead is None:
        return reply
    receipt = Action(
        "complaint.paged",
        {
            "case": case.id,
            "rev": str(case.rev),
            "person": turn.person.id,
            "place": str(turn.place),
            "message": turn.message,
        },
    )
    text = f"{turn.person.name} needs the duty lead now: {trouble.page}. Case {case.number}."
    return replace(reply, posts=(Post(lead, _call(text), urgent=True, receipt=receipt),))


async def paged(turn: Turn, services: Services) -> Reply:
    """Tell the agent, on the card itself, whether the lead's channel was reached."""
    case = await services.store.case(turn.arg("case"))
    if case is None or case.page is not Page.SENDING or str(case.rev) != turn.arg("rev"):
        return Reply()  # the agent has gone on, or has paged again since
    case = recovery.paged(case, Page(turn.arg("outcome")))
    await services.store.save_case(case)
    card = (await shown(turn, services, case)).card
    if card is None or not turn.message:
        return Reply()
    return Reply(
        posts=(
            Post(
                Place.parse(turn.arg("place")),
                card,
                reader=turn.person.id,
                replaces=turn.message,
                urgent=True,
            ),
        )
    )


def _call(text: str) -> Card:
    return Card("The duty lead is needed", (Text(text),))
