"""What every press on a complaint shares: find the case, change it if it is current, show it."""

from collections.abc import Callable

from handlers import recovery
from handlers.local import local_flow
from handlers.recovery import Case, State
from handlers.steps import case_card
from handlers.turn import Refusal, Reply, Services, Turn

Change = Callable[[Case], Case]


async def own_case(turn: Turn, services: Services) -> Case:
    """Return the case of a card; one of somebody else looks like one that is gone."""
    case = await services.store.case(turn.arg("case"))
    if case is None:
        raise Refusal("This complaint isn't yours, or it is gone. Type /complaint to start one.")
    return case


async def pressed(turn: Turn, services: Services, change: Change) -> Reply:
    """Change the case, unless the press comes from a card that is no longer current."""
    case = await own_case(turn, services)
    if not stale(case, turn):
        case = change(case)
        await services.store.save_case(case)
    return await shown(turn, services, case)


def stale(case: Case, turn: Turn) -> bool:
    """Tell whether the pressed card shows another state of the case than the present one."""
    return case.state is not State.OPEN or str(case.rev) != turn.arg("rev")


async def shown(turn: Turn, services: Services, case: Case) -> Reply:
    """Return the present card of a case."""
    member = await services.store.member()
    flow = local_flow(services.content.flow, member)
    return Reply(case_card(case, flow, member.zone, turn.at, member.lead_line))


async def take_up(case: Case, cases: tuple[Case, ...], turn: Turn, services: Services) -> Case:
    """Return the case, open; the others are put aside."""
    await set_aside(case.id, cases, turn, services)
    if case.state is State.PAUSED:
        case = recovery.resume(case, turn.at)
        await services.store.save_case(case)
    return case


async def set_aside(but: str, cases: tuple[Case, ...], turn: Turn, services: Services) -> None:
    """Pause every open case but one."""
    for case in cases:
        if case.id != but and case.state is State.OPEN:
            await services.store.save_case(recovery.pause(case, turn.at))
