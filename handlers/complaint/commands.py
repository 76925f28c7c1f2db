"""What is typed of a complaint: /complaint, with or without words."""

from handlers.complaint.cards import picker_card
from handlers.complaint.current import open_case, shown_case, take_up
from handlers.domain.case import MAX_NOTE_LENGTH
from handlers.domain.redaction import redact
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
    return await open_case(note, turn, services)
