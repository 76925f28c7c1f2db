"""What is pressed when it is more than a complaint: the branches, and what comes after them."""

from dataclasses import replace

from handlers.complaint.current import changed, own_case, shown_case, take_up
from handlers.danger import first_presses
from handlers.domain import case as case_rules
from handlers.domain.case import CaseState, is_after_danger
from handlers.domain.danger import signs_in
from handlers.domain.redaction import kinds_in
from handlers.removals import with_removals
from handlers.turn import Reply, Services, Turn

_TYPED = ("what", "idea")  # in the forms of a case, in a person's own words


async def alarm(turn: Turn, services: Services) -> Reply:
    """Open the branches: an alarm counts even when pressed on an old card, or in a form.

    What stands in the form is kept with the case.
    """
    said = "\n".join(filter(None, (turn.args.get(each) for each in _TYPED)))
    case = await services.store.case(turn.arg("case"))
    if case is None or case.state is CaseState.CLOSED:
        asked = replace(turn, args={**turn.args, "note": said})
        return with_removals(await first_presses.show(asked, services), kinds_in(said))
    if case.branch is None or is_after_danger(case) or said:
        likely = signs_in(said, services.content.danger).branch
        reply = await first_presses.shown_list(case, said, likely, turn, services)
        return with_removals(reply, kinds_in(said))
    case = await take_up(case, await services.store.cases(), turn, services)
    return await shown_case(case, turn, services)


async def branch(turn: Turn, services: Services) -> Reply:
    """Show what to do in one branch, also from an old list; of a complaint that is gone, the list.

    Whose it was can't be told by then, so nothing is opened.
    """
    case = await services.store.case(turn.arg("case"))
    if case is None:
        return await first_presses.show(turn, services)
    if case.state is CaseState.CLOSED:
        return await first_presses.branch(turn, services)
    return await first_presses.shown_branch(case, turn, services)


async def safe(turn: Turn, services: Services) -> Reply:
    """Show what comes after the danger: somebody to cover, a minute, or the end.

    From a case that was put aside meanwhile it is taken up: it is the one that is over.
    """
    case = await own_case(turn, services)
    if case.state is CaseState.PAUSED and case.branch is not None:
        case = await take_up(case, await services.store.cases(), turn, services)
        case = case_rules.out_of_danger(case, turn.at)
        await services.store.save_case(case)
        return await shown_case(case, turn, services)
    return await changed(turn, services, lambda case: case_rules.out_of_danger(case, turn.at))


async def breathe(turn: Turn, services: Services) -> Reply:
    """Show the minute that is offered after the danger."""
    return await changed(turn, services, lambda case: case_rules.breathe(case, turn.at))


async def go_back(turn: Turn, services: Services) -> Reply:
    """Come back from a branch to the step where the case was."""
    return await changed(turn, services, lambda case: case_rules.branch(case, None, turn.at))
