"""The current case: find it, change it if the card is current, show it."""

from collections.abc import Callable
from dataclasses import replace

from handlers.cards import Text, Tone
from handlers.complaint.cards import case_card
from handlers.complaint.overrides import workspace_flow
from handlers.complaint.thanks import closed_well, offered
from handlers.domain import case as case_rules
from handlers.domain import promise as promise_rules
from handlers.domain.case import Case, CaseState
from handlers.domain.people import Role
from handlers.domain.promise import Promise
from handlers.promises.cards import lead_words, plan_words
from handlers.promises.current import in_zone
from handlers.promises.current import save_change as save_promise
from handlers.turn import Refusal, Reply, Services, Turn

Change = Callable[[Case], Case]


async def own_case(turn: Turn, services: Services) -> Case:
    """Return the case of a card; one of somebody else looks like one that is gone."""
    case = await services.store.case(turn.arg("case"))
    if case is None:
        raise Refusal("This complaint isn't yours, or it is gone. Type /complaint to start one.")
    return case


async def open_case(note: str, turn: Turn, services: Services) -> Reply:
    """Open a case at its first step, and put the others aside."""
    case = await new_case(note, turn, services)
    await _set_aside(case.id, await services.store.cases(), turn, services)
    return await shown_case(await services.store.open_case(case), turn, services)


async def new_case(note: str, turn: Turn, services: Services) -> Case:
    """Return a case at its first step that nobody has kept yet."""
    member = await services.store.member()
    return Case(
        id=turn.fresh_id("case"),
        agent_id=turn.person.id,
        variant=member.variant,
        opened_at=turn.at,
        changed_at=turn.at,
        note=note,
    )


async def changed(turn: Turn, services: Services, change: Change) -> Reply:
    """Change the case, unless the press comes from a card that is no longer current."""
    case = await own_case(turn, services)
    if not is_stale(case, turn):
        before, case = case, change(case)
        await save_change(before, case, turn, services)
        if case.state is CaseState.CLOSED and case_rules.page_waits(case):
            await services.store.deliveries.take_back(case_rules.page_name(case))
        if closed_well(case) and (await services.store.member()).role.may(Role.AGENT):
            posts = await offered(case, turn, services)
            return replace(await shown_case(case, turn, services), posts=posts)
    return await shown_case(case, turn, services)


async def save_change(before: Case, case: Case, turn: Turn, services: Services) -> None:
    """Save a case, and with it the promise that it makes, moves or takes back.

    What is done already is promised no more. Back at *By when?* a promise without a time stands.
    """
    await services.store.save_case(case)
    if _of_promise(before) == _of_promise(case):
        return
    existing = await _promise(case, services)
    if not case_rules.is_promised(case):
        if existing is not None and (case.done or case.remedy != before.remedy):
            await save_promise(existing, promise_rules.withdraw(existing, turn.at), services)
    elif existing is not None:
        renewed = promise_rules.renew(existing, case.remedy or "", case.promised_at, turn.at)
        await save_promise(existing, renewed, services)
    else:
        zone = (await services.store.member()).zone
        await services.store.promises.make(_promised(case, turn, zone))


def is_stale(case: Case, turn: Turn) -> bool:
    """Tell whether the pressed card shows another state of the case than the present one."""
    return case.state is not CaseState.OPEN or str(case.rev) != turn.arg("rev")


async def shown_case(case: Case, turn: Turn, services: Services) -> Reply:
    """Return the present card of a case."""
    member = await services.store.member()
    flow = workspace_flow(services.content.flow, member)
    card = case_card(case, flow, member.zone, turn.at, member.lead_line)
    if _closes(case) and (promise := await _promise(case, services)) is not None:
        plan = plan_words(in_zone(promise, turn), turn.at)
        noted = Text(f"Promise noted, case {case.number}. {plan}")
        small = (Text(lead_words(member), Tone.NOTE),) if promise.due_at else ()
        card = replace(card, body=(*card.body, noted, *small))
    return Reply(card)


async def take_up(case: Case, cases: tuple[Case, ...], turn: Turn, services: Services) -> Case:
    """Return the case, open; the others are put aside."""
    await _set_aside(case.id, cases, turn, services)
    if case.state is CaseState.PAUSED:
        case = case_rules.resume(case, turn.at)
        await services.store.save_case(case)
    return case


async def _set_aside(but: str, cases: tuple[Case, ...], turn: Turn, services: Services) -> None:
    """Pause every open case but one."""
    for case in cases:
        if case.id != but and case.state is CaseState.OPEN:
            await services.store.save_case(case_rules.pause(case, turn.at))


async def _promise(case: Case, services: Services) -> Promise | None:
    """Return the open promise that was made in a case."""
    promises = await services.store.promises.open()
    return next((each for each in promises if each.case_id == case.id), None)


def _of_promise(case: Case) -> tuple[object, ...]:
    """Return what of a case its promise is made of."""
    return case.remedy, case.promised_at, case.done, case_rules.is_promised(case)


def _promised(case: Case, turn: Turn, zone: str) -> Promise:
    return promise_rules.made(
        Promise(
            id=turn.fresh_id("promise"),
            owner_id=turn.person.id,
            owner=turn.person.name,
            zone=zone,
            what=case.remedy or "",
            due_at=case.promised_at,
            made_at=turn.at,
            changed_at=turn.at,
            case_id=case.id,
            case_number=str(case.number),
        )
    )


def _closes(case: Case) -> bool:
    """Tell whether the card to be shown says what happens next."""
    beside = case.aside or case.branch
    return case.step == "close" and case.state is CaseState.OPEN and beside is None
