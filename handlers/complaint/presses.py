"""What is pressed on the card of a complaint."""

from content.models import Variant
from handlers.complaint.current import (
    changed,
    new_case,
    open_case,
    own_case,
    shown_case,
    take_up,
)
from handlers.complaint.forms import case_form
from handlers.complaint.overrides import workspace_flow
from handlers.domain import case as case_rules
from handlers.domain.case import Case, CaseState
from handlers.due_time import TimeIsOverError, pressed_time
from handlers.repeats import of_button
from handlers.turn import Refusal, Reply, Services, Turn


async def new(turn: Turn, services: Services) -> Reply:
    """Open another case."""
    return await open_case("", turn, services)


async def another(turn: Turn, services: Services) -> Reply:
    """Open a second case with the words of one; pressed twice it is one."""
    first, turn = await own_case(turn, services), of_button(turn)
    made = await services.store.case((await new_case(first.note, turn, services)).id)
    if made is not None:
        return await shown_case(made, turn, services)
    return await open_case(first.note, turn, services)


async def pick(turn: Turn, services: Services) -> Reply:
    """Take up one of several cases."""
    case = await own_case(turn, services)
    if case.state is not CaseState.CLOSED:
        case = await take_up(case, await services.store.cases(), turn, services)
    return await shown_case(case, turn, services)


async def go(turn: Turn, services: Services) -> Reply:
    """Go to another step, or end."""
    to = turn.arg("to")
    if to not in (*case_rules.STEPS, case_rules.REFER, case_rules.END):
        raise Refusal("That step is not part of a complaint. Type /complaint to go on.")
    return await changed(
        turn, services, lambda case: case_rules.go(_marked(case, turn), to, turn.at)
    )


async def show(turn: Turn, services: Services) -> Reply:
    """Show the card beside the step."""
    aside = turn.arg("aside")
    return await changed(
        turn, services, lambda case: case_rules.show(_marked(case, turn), aside, turn.at)
    )


async def mark(turn: Turn, services: Services) -> Reply:
    """Note something and stay."""
    return await changed(turn, services, lambda case: _marked(case, turn))


async def back(turn: Turn, services: Services) -> Reply:
    """Go one back."""
    return await changed(turn, services, lambda case: case_rules.back(case, turn.at))


async def skip(turn: Turn, services: Services) -> Reply:
    """Go on without doing this step."""
    return await changed(turn, services, lambda case: case_rules.skip(case, turn.at))


async def pause(turn: Turn, services: Services) -> Reply:
    """Put the case aside."""
    return await changed(turn, services, lambda case: case_rules.pause(case, turn.at))


async def variant(turn: Turn, services: Services) -> Reply:
    """Note how this customer reaches us, and take it as the usual way from now on."""
    try:
        to = Variant(turn.arg("to"))
    except ValueError:
        raise Refusal("Type /complaint and choose phone, chat or counter.") from None
    await services.store.prefer(to)
    return await changed(turn, services, lambda case: case_rules.reach(case, to, turn.at))


async def choose(turn: Turn, services: Services) -> Reply:
    """Take one of the remedies that are offered."""
    wanted = turn.arg("remedy")
    flow = workspace_flow(services.content.flow, await services.store.member())
    remedy = next((each for each in flow.remedies if each.id == wanted), None)
    if remedy is None:
        raise Refusal("That step is no longer offered. Type /complaint to see what is.")
    return await changed(
        turn, services, lambda case: case_rules.choose(case, remedy.promise, turn.at)
    )


async def promise(turn: Turn, services: Services) -> Reply:
    """Give the remedy its time: minutes from now, or the moment on the button."""
    try:
        due = pressed_time(turn, "/complaint")
    except TimeIsOverError:  # the present card offers others
        return await shown_case(await own_case(turn, services), turn, services)
    return await changed(turn, services, lambda case: case_rules.promise(case, due, turn.at))


async def ask(turn: Turn, services: Services) -> Reply:
    """Open one of the forms of a case."""
    case = await own_case(turn, services)
    if case.state is CaseState.CLOSED:
        return await shown_case(case, turn, services)
    return Reply(form=case_form(turn.arg("form"), case))


def _marked(case: Case, turn: Turn) -> Case:
    match turn.args.get("mark"):
        case "second" | "accepted" | "not-accepted" | "not-asked" as what:
            return case_rules.mark(case, what, turn.at)
        case _:
            return case
