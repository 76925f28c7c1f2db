"""The current case: find it, change it if the card is current, show it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from handlers.cards import Text, Tone
from handlers.complaint.cards import case_card
from handlers.complaint.overrides import workspace_flow
from handlers.domain import case as case_rules
from handlers.domain import promise as promise_rules
from handlers.domain.case import Case, CaseState
from handlers.domain.promise import Promise
from handlers.promises.cards import lead_words, plan_words
from handlers.promises.current import save_change as save_promise
from handlers.shoutouts.drafts import draft_after_case
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
        await draft_after_case(case, turn, services)
    return await shown_case(case, turn, services)


async def save_change(before: Case, case: Case, turn: Turn, services: Services) -> None:
    """Save a case, and with it the promise that it makes, moves or takes back."""
    await services.store.save_case(case)
    if (before.remedy, before.promised_at) == (case.remedy, case.promised_at):
        return
    store, existing = services.store.promises, await _promise(case, services)
    if case.promised_at is not None and existing is not None:
        renewed = promise_rules.renew(existing, case.remedy or "", case.promised_at, turn.at)
        await save_promise(existing, renewed, services)
    elif case.promised_at is not None:
        zone = (await services.store.member()).zone
        await store.make(_promised(case, case.promised_at, turn, zone))
    elif existing is not None:
        await save_promise(existing, promise_rules.withdraw(existing, turn.at), services)


def is_stale(case: Case, turn: Turn) -> bool:
    """Tell whether the pressed card shows another state of the case than the present one."""
    return case.state is not CaseState.OPEN or str(case.rev) != turn.arg("rev")


async def shown_case(case: Case, turn: Turn, services: Services) -> Reply:
    """Return the present card of a case."""
    member = await services.store.member()
    flow = workspace_flow(services.content.flow, member)
    card = case_card(case, flow, member.zone, turn.at, member.lead_line)
    if _closes(case) and (promise := await _promise(case, services)) is not None:
        noted = Text(f"Promise noted, case {case.number}. {plan_words(promise, turn.at)}")
        small = Text(lead_words(member), Tone.NOTE)
        card = replace(card, body=(*card.body, noted, small))
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


def _promised(case: Case, due: datetime, turn: Turn, zone: str) -> Promise:
    return promise_rules.made(
        Promise(
            id=turn.fresh_id("promise"),
            owner_id=turn.person.id,
            owner=turn.person.name,
            zone=zone,
            what=case.remedy or "",
            due_at=due,
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
