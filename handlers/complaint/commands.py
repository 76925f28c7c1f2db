"""What is typed of a complaint: /complaint, with or without words, a number, or list."""

import re
from collections.abc import Sequence
from dataclasses import replace

from content.flow import Variant
from handlers.cards import Action, Button, Card, Style
from handlers.complaint.current import new_case, open_case, reach, shown_case, take_up
from handlers.complaint.lists import list_card, picker_card
from handlers.domain import case as case_rules
from handlers.domain.case import MAX_NOTE_LENGTH, REOPEN_WITHIN, Case, CaseState
from handlers.domain.redaction import personal_in, redact
from handlers.domain.variants import typed_variant
from handlers.repeats import with_another
from handlers.turn import Refusal, Reply, Services, Turn

_LIST = "list"
_NUMBER = re.compile(
    r"(?:(?:case|complaint|number|no\.?|nr\.?|#)\s*)*([1-9]\d{0,8})\.?", re.IGNORECASE
)


async def start(turn: Turn, services: Services) -> Reply:
    """Open a case for the words given; without words bring back the one there is, or open one."""
    variant, said = typed_variant(turn.text)
    if variant is None and said.casefold() == _LIST:
        return await listed(turn, services)
    cases = await services.store.cases()
    if found := _NUMBER.fullmatch(said):
        case = await services.store.numbered_case(int(found[1]))
        if case is None:
            raise _no_such_case(said, found[1], variant, turn)
        if case.state is CaseState.CLOSED:
            return await shown_case(case, turn, services)
        return await _taken_up(case, cases, variant, turn, services)
    note = turn.once(personal_in, said).taken_out(said)[:MAX_NOTE_LENGTH]
    if not note and len(cases) > 1:
        zone = (await services.store.member()).zone
        return Reply(picker_card(cases, services.content.flow, zone, turn.at, variant))
    if not note and cases:
        return await _taken_up(cases[0], cases, variant, turn, services)
    return await _opened(note, cases, variant, turn, services)


async def listed(turn: Turn, services: Services) -> Reply:
    """List the open cases, and those that may be reopened."""
    zone = (await services.store.member()).zone
    cases = await services.store.cases()
    closed: Sequence[Case] = await services.store.closed_cases(turn.at - REOPEN_WITHIN)
    return Reply(list_card(cases, closed, services.content.flow, zone, turn.at))


async def _opened(
    note: str, cases: tuple[Case, ...], variant: Variant | None, turn: Turn, services: Services
) -> Reply:
    """Open a case, or show the one that was opened for the same words a moment ago."""
    new = await new_case(note, turn, services, variant)
    if earlier := next((each for each in cases if case_rules.is_same(each, new)), None):
        earlier = await take_up(earlier, cases, turn, services)
        if variant is not None:
            earlier = await reach(earlier, variant, turn, services)
        return await shown_again(earlier, turn, services)
    if variant is not None:
        await services.store.prefer(variant)
    return await open_case(note, turn, services, variant)


async def shown_again(case: Case, turn: Turn, services: Services) -> Reply:
    """Return the case that was opened for the same words a moment ago."""
    reply = await shown_case(case, turn, services)
    said = f"Case {case.number} is open already with these words. Nothing was added."
    card = with_another(reply.card or Card(""), said, "complaint.another", turn, case=case.id)
    return replace(reply, card=card)


async def _taken_up(
    case: Case, cases: tuple[Case, ...], variant: Variant | None, turn: Turn, services: Services
) -> Reply:
    case = await take_up(case, cases, turn, services)
    if variant is not None:
        case = await reach(case, variant, turn, services)
    return await shown_case(case, turn, services)


def _no_such_case(said: str, number: str, variant: Variant | None, turn: Turn) -> Refusal:
    """Return a kind no: a number may be of something else, and a story as well."""
    words = {"note": redact(said)[:MAX_NOTE_LENGTH], "new": turn.fresh_id("numbered")}
    reached = {"to": variant.value} if variant else {}
    return Refusal(
        f"You have no complaint {number}. Was it the number of something else?",
        Button(
            "Open one with these words",
            Action("complaint.words", {**words, **reached}),
            Style.PRIMARY,
        ),
        Button("Show my complaints", Action("complaint.list")),
    )
