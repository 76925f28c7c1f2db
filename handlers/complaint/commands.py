"""What is typed of a complaint: /complaint, with or without words."""

from dataclasses import replace

from handlers.cards import Card
from handlers.complaint.cards import picker_card
from handlers.complaint.current import new_case, open_case, shown_case, take_up
from handlers.domain import case as case_rules
from handlers.domain.case import MAX_NOTE_LENGTH, Case
from handlers.domain.redaction import redact
from handlers.repeats import with_another
from handlers.turn import Reply, Services, Turn


async def start(turn: Turn, services: Services) -> Reply:
    """Open a case for the words given; without words bring back the one there is, or open one."""
    cases = await services.store.cases()
    note = redact(turn.text)[:MAX_NOTE_LENGTH]
    if not note and len(cases) > 1:
        zone = (await services.store.member()).zone
        return Reply(picker_card(cases, services.content.flow, zone, turn.at))
    if not note and cases:
        return await shown_case(await take_up(cases[0], cases, turn, services), turn, services)
    new = await new_case(note, turn, services)
    if earlier := next((each for each in cases if case_rules.is_same(each, new)), None):
        return await shown_again(await take_up(earlier, cases, turn, services), turn, services)
    return await open_case(note, turn, services)


async def shown_again(case: Case, turn: Turn, services: Services) -> Reply:
    """Return the case that was opened for the same words a moment ago."""
    reply = await shown_case(case, turn, services)
    said = f"Case {case.number} is open already with these words. Nothing was added."
    card = with_another(reply.card or Card(""), said, "complaint.another", turn, case=case.id)
    return replace(reply, card=card)
