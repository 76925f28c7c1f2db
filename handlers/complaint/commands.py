"""Walk an agent through a complaint: vent, listen, own it, act, close; and what comes after."""

from dataclasses import replace

from content.models import Variant
from handlers.cards import Action, Button, Card, Choices, Style
from handlers.complaint.current import own_case, pressed, set_aside, shown, take_up
from handlers.domain import case as case_rules
from handlers.domain.case import Case, State
from handlers.domain.redaction import redact
from handlers.domain.times import in_words
from handlers.turn import Kind, Refusal, Reply, Services, Turn

NOTE_LENGTH = 500
SHOWN_CASES = 9


async def start(turn: Turn, services: Services) -> Reply:
    """Open a case for the words given; without words bring back the one there is, or open one."""
    cases = await services.store.cases()
    note = redact(turn.text[: 2 * NOTE_LENGTH])[:NOTE_LENGTH]
    if not note and len(cases) > 1:
        return Reply(_picker(cases, services, turn, (await services.store.member()).zone))
    if not note and cases:
        return await shown(turn, services, await take_up(cases[0], cases, turn, services))
    return await open_new(replace(turn, text=note), services)


async def open_new(turn: Turn, services: Services) -> Reply:
    """Open a case at its first step, and put the others aside."""
    member = await services.store.member()
    case = Case(
        id=turn.fresh_id("case"),
        agent_id=turn.person.id,
        variant=member.variant,
        opened_at=turn.at,
        changed_at=turn.at,
        note=turn.text if turn.kind is Kind.COMMAND else "",
    )
    await set_aside(case.id, await services.store.cases(), turn, services)
    return await shown(turn, services, await services.store.open_case(case))


async def pick(turn: Turn, services: Services) -> Reply:
    """Take up one of several cases."""
    case = await own_case(turn, services)
    if case.state is not State.CLOSED:
        case = await take_up(case, await services.store.cases(), turn, services)
    return await shown(turn, services, case)


async def go(turn: Turn, services: Services) -> Reply:
    """Go to another step, or end."""
    to = turn.arg("to")
    if to not in (*case_rules.STEPS, case_rules.REFER, case_rules.END):
        raise Refusal("That step is not part of a complaint. Type /complaint to go on.")
    return await pressed(
        turn, services, lambda case: case_rules.go(_marked(case, turn), to, turn.at)
    )


async def show(turn: Turn, services: Services) -> Reply:
    """Show the card beside the step."""
    aside = turn.arg("aside")
    return await pressed(
        turn, services, lambda case: case_rules.show(_marked(case, turn), aside, turn.at)
    )


async def mark(turn: Turn, services: Services) -> Reply:
    """Note something and stay."""
    return await pressed(turn, services, lambda case: _marked(case, turn))


async def back(turn: Turn, services: Services) -> Reply:
    """Go one back."""
    return await pressed(turn, services, lambda case: case_rules.back(case, turn.at))


async def skip(turn: Turn, services: Services) -> Reply:
    """Go on without doing this step."""
    return await pressed(turn, services, lambda case: case_rules.skip(case, turn.at))


async def pause(turn: Turn, services: Services) -> Reply:
    """Put the case aside."""
    return await pressed(turn, services, lambda case: case_rules.pause(case, turn.at))


async def variant(turn: Turn, services: Services) -> Reply:
    """Note how this customer reaches us, and take it as the usual way from now on."""
    try:
        to = Variant(turn.arg("to"))
    except ValueError:
        raise Refusal("Type /complaint and choose phone, chat or counter.") from None
    await services.store.prefer(to)
    return await pressed(turn, services, lambda case: case_rules.reach(case, to, turn.at))


def _marked(case: Case, turn: Turn) -> Case:
    match turn.args.get("mark"):
        case "second" | "accepted" | "not-accepted" | "not-asked" as what:
            return case_rules.mark(case, what, turn.at)
        case _:
            return case


def _picker(cases: tuple[Case, ...], services: Services, turn: Turn, zone: str) -> Card:
    rows = []
    for case in cases[:SHOWN_CASES]:
        step = services.content.flow.step(case.step).title
        note = f"{case.note[:24].rstrip(' ,.;:-')} · " if case.note else ""
        since = in_words(case.changed_at, turn.at, zone)
        label = f"{case.number} · {note}{step} · {since}"
        rows.append(Button(label, Action("complaint.pick", {"case": case.id})))
    new = Button("A new one", Action("complaint.new"), Style.PRIMARY)
    return Card("Which complaint?", (Choices(tuple(rows)),), (new,))
