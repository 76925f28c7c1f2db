"""What is pressed when it is more than a complaint: the branches, and paging the lead."""

from dataclasses import replace

from handlers.cards import Action
from handlers.complaint.current import changed, is_stale, own_case, shown_case, take_up
from handlers.danger.cards import call_card
from handlers.domain import case as case_rules
from handlers.domain.case import Case, CaseState, PageState
from handlers.turn import Post, Refusal, Reply, Services, Turn


async def alarm(turn: Turn, services: Services) -> Reply:
    """Open the branches: an alarm counts even when pressed on an old card."""
    case = await own_case(turn, services)
    if case.state is not CaseState.CLOSED and case.branch is None:
        case = await take_up(case, await services.store.cases(), turn, services)
        case = case_rules.branch(case, case_rules.CHOOSING, turn.at)
        await services.store.save_case(case)
    return await shown_case(case, turn, services)


async def branch(turn: Turn, services: Services) -> Reply:
    """Show what to do in one branch."""
    wanted = turn.arg("branch")
    if services.content.flow.branch(wanted) is None:
        raise Refusal("That choice is no longer in the list. Press the red button again.")
    return await changed(turn, services, lambda case: case_rules.branch(case, wanted, turn.at))


async def safe(turn: Turn, services: Services) -> Reply:
    """Come back from a branch to the step where the case was."""
    return await changed(turn, services, lambda case: case_rules.branch(case, None, turn.at))


async def page(turn: Turn, services: Services) -> Reply:
    """Call the lead, with the kind of trouble and none of its details."""
    case = await own_case(turn, services)
    trouble = services.content.flow.branch(case.branch or "")
    waiting = case_rules.page_state(case) not in (None, PageState.FAILED)
    if trouble is None or is_stale(case, turn) or waiting:
        return await shown_case(case, turn, services)
    member = await services.store.member()
    lead = member.lead_place
    state = PageState.SENDING if lead else PageState.FAILED
    case = case_rules.page(case, state, turn.fresh_id("page"), turn.at)
    await services.store.save_case(case)
    reply = await shown_case(case, turn, services)
    if lead is None:
        return reply
    post = Post(
        lead,
        call_card(turn.person.name, trouble, case),
        urgent=True,
        receipt=_receipt(case, turn),
        zone=member.workspace_zone,
        name=case_rules.page_name(case),
    )
    return replace(reply, posts=(post,))


def _receipt(case: Case, turn: Turn) -> Action:
    """Return what comes back once the call has arrived, or won't: of which page, and where."""
    return Action(
        "complaint.paged",
        {
            "case": case.id,
            "page": case.page_ref or "",
            "rev": str(case.rev),
            "person": turn.person.id,
            "name": turn.person.name,
            "at": turn.at.isoformat(),
            "place": str(turn.place),
            "message": turn.message,
        },
    )
