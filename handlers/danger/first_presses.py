"""Danger without a case: what is typed and pressed before one is open."""

from handlers.complaint.current import new_case, open_case, shown_case, take_up
from handlers.danger.first import as_typed
from handlers.danger.first_cards import branches_card
from handlers.domain import case as case_rules
from handlers.domain.case import MAX_NOTE_LENGTH, Case, CaseState
from handlers.domain.redaction import redact
from handlers.repeats import of_button
from handlers.turn import Refusal, Reply, Services, Turn


async def show(turn: Turn, services: Services) -> Reply:
    """Show the branches; a complaint is opened when one is pressed."""
    note = redact(turn.text)[:MAX_NOTE_LENGTH]
    args = {"new": turn.fresh_id("danger"), **({"note": note} if note else {})}
    return Reply(branches_card(None, args, services.content.flow, None))


async def branch(turn: Turn, services: Services) -> Reply:
    """Show what to do, in the open complaint or in a new one; pressed twice it is one."""
    wanted = turn.arg("branch")
    if services.content.flow.branch(wanted) is None:
        raise Refusal("That choice is no longer in the list. Type /care danger again.")
    case = await _case(turn, services)
    if case.state is not CaseState.CLOSED and case.branch != wanted:
        case = await take_up(case, await services.store.cases(), turn, services)
        case = case_rules.branch(case, wanted, turn.at)
        await services.store.save_case(case)
    return await shown_case(case, turn, services)


async def go_on(turn: Turn, services: Services) -> Reply:
    """Answer what was typed as if nothing had been asked."""
    return Reply(instead=as_typed(turn))


async def _case(turn: Turn, services: Services) -> Case:
    """Return the case of this press: of these words, else the open one, else a new one."""
    note, store = turn.args.get("note", ""), services.store
    opened = of_button(turn)
    made = await store.case((await new_case(note, opened, services)).id)
    if made is not None:
        return made
    for standing in () if note else await store.cases():
        if standing.state is CaseState.OPEN:
            return standing
    await open_case(redact(note)[:MAX_NOTE_LENGTH], opened, services)
    new = await store.case(opened.fresh_id("case"))
    if new is None:
        raise Refusal("That complaint is gone. Type /care danger again.")
    return new
