"""Danger without a case: what is typed and pressed before one is open."""

from dataclasses import replace

from content.flow import Variant
from handlers.cards import Action, Button
from handlers.complaint.current import (
    case_at_hand,
    in_branch,
    live_case,
    new_case,
    shown_case,
    take_up,
)
from handlers.danger.first import as_typed
from handlers.danger.first_cards import branches_card, only_words_card
from handlers.domain import case as case_rules
from handlers.domain.case import (
    CHOOSING,
    DANGER,
    MAX_NOTE_LENGTH,
    Case,
    CaseState,
    is_after_danger,
)
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
    case = await case_at_hand(turn, services)
    if case is not None:
        return await shown_list(case, said, _likely(said, turn, services), turn, services)
    note, variant = redact(said)[:MAX_NOTE_LENGTH], told_variant(said)
    args = {"new": turn.fresh_id("danger"), **({"note": note} if note else {})}
    args |= {"to": variant.value} if variant else {}
    usual = (await services.store.member()).variant
    mine = (Button("Show my complaints", Action("complaint.list")),)
    likely = _likely(said, turn, services)
    return Reply(branches_card(likely, args, services.content.flow, mine, variant=variant or usual))


async def shown_list(
    case: Case, said: str, likely: str | None, turn: Turn, services: Services
) -> Reply:
    """Show the branches in a complaint that isn't closed, and keep with it what was said."""
    case = await take_up(case, await services.store.cases(), turn, services)
    case = _told(case, redact(said)[:MAX_NOTE_LENGTH], told_variant(said), turn)
    case = case_rules.branch(case, CHOOSING, turn.at)
    await services.store.save_case(case)
    return await shown_case(case, turn, services, likely=likely)


async def branch(turn: Turn, services: Services) -> Reply:
    """Show what to do, in the open complaint or in a new one; pressed twice it is one."""
    return await shown_branch(await _case(turn, services), turn, services)


async def shown_branch(case: Case, turn: Turn, services: Services) -> Reply:
    """Show what to do in the branch that is wanted."""
    wanted = turn.arg("branch")
    if services.content.flow.branch(wanted) is None:
        raise Refusal("That choice is no longer in the list. Type /care danger again.")
    if case.branch != wanted or case.state is CaseState.PAUSED or is_after_danger(case):
        case = await in_branch(case, wanted, turn, services)
    return await shown_case(case, turn, services)


async def go_on(turn: Turn, services: Services) -> Reply:
    """Answer what was typed as if nothing had been asked."""
    return Reply(instead=as_typed(turn))


async def only_words(turn: Turn, services: Services) -> Reply:
    """Ask what to do with words that are no danger, and no command."""
    carried = {name: turn.args[name] for name in ("new", "to") if name in turn.args}
    note = redact(turn.arg("note"))[:MAX_NOTE_LENGTH]
    return Reply(only_words_card(note, carried, await live_case(services), services.content.flow))


def _likely(said: str, turn: Turn, services: Services) -> str | None:
    """Return the branch that was pressed on an old list, else the one that the words tell of."""
    return turn.args.get("branch") or likeliest(said, services.content.danger)


async def _case(turn: Turn, services: Services) -> Case:
    """Return the case of this press: of these words, else the open one, else a new one."""
    note = redact(turn.args.get("note", ""))[:MAX_NOTE_LENGTH]
    opened = of_button(turn) if "new" in turn.args else turn
    made = await services.store.case((await new_case(note, opened, services)).id)
    if made is not None and made.state is not CaseState.CLOSED:
        return made
    if (beside := await _beside(turn, services)) is not None:
        told = _told(beside, note, _variant(turn), turn)
        if told != beside:
            await services.store.save_case(told)
        return told
    if not note and (standing := await case_at_hand(turn, services)) is not None:
        return standing
    return await _opened(note, turn if made else opened, services)


async def _beside(turn: Turn, services: Services) -> Case | None:
    """Return the case that the words were typed beside, unless it is gone or closed."""
    case = await services.store.case(turn.args["case"]) if "case" in turn.args else None
    return None if case is None or case.state is CaseState.CLOSED else case


def _told(case: Case, note: str, variant: Variant | None, turn: Turn) -> Case:
    """Return a case with more words, and where they say that the customer is; told again, as is."""
    told = case_rules.tell(case, note, turn.at)
    is_new = told != case and variant not in (None, case.variant)
    return case_rules.reach(told, variant, turn.at) if variant and is_new else told


def _variant(turn: Turn) -> Variant | None:
    wished = turn.args.get("to", "")
    return Variant(wished) if wished in tuple(Variant) else None


async def _opened(note: str, turn: Turn, services: Services) -> Case:
    """Open a case by danger alone: nobody has begun a complaint."""
    new = replace(await new_case(note, turn, services, _variant(turn)), came_from=DANGER)
    case = await services.store.open_case(new)
    return await take_up(case, await services.store.cases(), turn, services)
