"""Danger without a case: what is typed and pressed before one is open."""

from dataclasses import replace

from content.flow import Variant
from handlers.cards import Action, Button
from handlers.complaint.current import in_branch, live_case, new_case, shown_case, take_up
from handlers.danger.first import as_typed
from handlers.danger.first_cards import branches_card, only_words_card
from handlers.domain import case as case_rules
from handlers.domain.case import CHOOSING, DANGER, MAX_NOTE_LENGTH, Case, CaseState
from handlers.domain.danger import likeliest
from handlers.domain.redaction import redact
from handlers.domain.variants import told_variant
from handlers.repeats import of_button
from handlers.turn import Refusal, Reply, Services, Turn


async def show(turn: Turn, services: Services) -> Reply:
    """Show the branches, what the words tell first; a complaint is opened when one is pressed.

    In a complaint that is on just now it is the red button of that one, and words are kept with it.
    """
    said = turn.text or turn.args.get("note", "")
    note, likely = redact(said)[:MAX_NOTE_LENGTH], likeliest(said, services.content.danger)
    case = await live_case(services)
    if case is not None:
        case = _with_words(case, note, turn)
        case = case_rules.branch(case, CHOOSING, turn.at)
        if (variant := told_variant(said)) is not None:
            case = case_rules.reach(case, variant, turn.at)
        await services.store.save_case(case)
        return await shown_case(case, turn, services, likely=likely)
    args = {"new": turn.fresh_id("danger"), **({"note": note} if note else {})}
    variant = told_variant(said)
    args |= {"to": variant.value} if variant else {}
    usual = (await services.store.member()).variant
    mine = (Button("Show my complaints", Action("complaint.list")),)
    card = branches_card(likely, args, services.content.flow, mine, variant=variant or usual)
    return Reply(card)


async def branch(turn: Turn, services: Services) -> Reply:
    """Show what to do, in the open complaint or in a new one; pressed twice it is one."""
    wanted = turn.arg("branch")
    if services.content.flow.branch(wanted) is None:
        raise Refusal("That choice is no longer in the list. Type /care danger again.")
    case = await _case(turn, services)
    if (variant := turn.args.get("to")) in tuple(Variant) and case.state is CaseState.OPEN:
        case = case_rules.reach(case, Variant(variant), turn.at)
        await services.store.save_case(case)
    if case.state is not CaseState.CLOSED and case.branch != wanted:
        case = await in_branch(case, wanted, turn, services)
    return await shown_case(case, turn, services)


async def go_on(turn: Turn, services: Services) -> Reply:
    """Answer what was typed as if nothing had been asked."""
    return Reply(instead=as_typed(turn))


async def only_words(turn: Turn, services: Services) -> Reply:
    """Ask what to do with words that are no danger, and no command."""
    note = redact(turn.arg("note"))[:MAX_NOTE_LENGTH]
    return Reply(only_words_card(note, turn.arg("new"), await live_case(services)))


async def _case(turn: Turn, services: Services) -> Case:
    """Return the case of this press: of these words, else the open one, else a new one."""
    note, store = redact(turn.args.get("note", ""))[:MAX_NOTE_LENGTH], services.store
    opened = of_button(turn)
    made = await store.case((await new_case(note, opened, services)).id)
    if made is not None:
        return made
    if (at_hand := await _told(note, turn, services)) is not None:
        return at_hand
    if not note and (standing := await live_case(services)) is not None:
        return standing
    return await _opened(note, opened, services)


async def _told(note: str, turn: Turn, services: Services) -> Case | None:
    """Return the case that the words were typed beside, once it has them; None: there is none."""
    case = await services.store.case(turn.args["case"]) if "case" in turn.args else None
    if case is None or case.state is CaseState.CLOSED:
        return None
    told = _with_words(case, note, turn)
    if told != case:
        await services.store.save_case(told)
    return told


def _with_words(case: Case, note: str, turn: Turn) -> Case:
    """Return a case with more words; pressed again, it has them."""
    return case if note in case.note else case_rules.tell(case, note, turn.at)


async def _opened(note: str, turn: Turn, services: Services) -> Case:
    """Open a case by danger alone: nobody has begun a complaint."""
    new = replace(await new_case(note, turn, services), came_from=DANGER)
    case = await services.store.open_case(new)
    return await take_up(case, await services.store.cases(), turn, services)
