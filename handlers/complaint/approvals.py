"""More than an agent may give: what the lead reads of it, and how that stands."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from content.flow import Flow
from handlers.cards import Action, Block, Button, Card, Style, Text, Tone
from handlers.complaint.asking import clock
from handlers.complaint.buttons import alarm_button, case_action
from handlers.complaint.look import Look
from handlers.domain.asks.ask import Ask, AskKind, AskState
from handlers.domain.asks.rules import ALLOWED_WITHIN
from handlers.domain.case import Case
from handlers.domain.excerpt import cut
from handlers.domain.promise import MAX_LINE_LENGTH
from handlers.domain.wording import names_in_words

_ASKING = "tell them whether: "
MAX_ASKED_LENGTH = MAX_LINE_LENGTH - len(_ASKING)
MAX_LABEL_LENGTH = 50
INSTEAD = "Tell them so, and say what you can do."  # while no lead has answered
_TITLE = "More than you may give"


def asking_words(what: str) -> str:
    """Return what is promised while a lead is asked: it completes "You will …"."""
    return f"{_ASKING}{what}"


def read_words(who: str, what: str, number: int | str) -> str:
    """Return what the lead reads."""
    return f"{who} would give more than they may: “{what}”. Case {number}."


def preview_card(
    case: Case, what: str, who: str, asked: Sequence[str], flow: Flow, at: datetime, zone: str
) -> Card:
    """Return what is shown before anybody is asked; ``asked`` are the names of who will be."""
    others = names_in_words(asked)
    by = clock(at + ALLOWED_WITHIN, zone)
    lines = (
        Text(f"Before I ask: this is all that {others} will read."),
        Text(read_words(who, what, case.number)),
        Text(f"The customer hears: “I'm asking; you'll know by {by}.”", Tone.NOTE),
        Text("Its time you choose once they have said yes.", Tone.NOTE),
    )
    ask = Action("asks.allow", {"case": case.id, "rev": str(case.rev), "what": what})
    buttons = (
        Button(f"Ask {others}", ask, Style.PRIMARY),
        Button("Change it", case_action(case, "ask", form="something-else", what=what)),
    )
    return Card(_TITLE, lines, buttons, alarm=alarm_button(case, flow))


def approval_blocks(case: Case, look: Look, instead: str, zone: str) -> tuple[Block, ...]:
    """Return how it stands that a lead was asked, as long as the case waits for it."""
    ask = newest(look.asks)
    if ask is None or not _is_awaited(case, ask):
        return ()
    return tuple(_blocks(ask, instead, zone))


def approval_rows(case: Case, look: Look) -> tuple[Button, ...]:
    """Return what can be done about it, as rows of *More …*."""
    ask = newest(look.asks)
    if ask is None or not _is_awaited(case, ask):
        return ()
    if ask.state is AskState.TAKEN:
        return (allowed_button(ask),)
    if ask.is_open:
        return (Button("No answer needed", Action("asks.stand-down", {"ask": ask.id})),)
    return ()


def allowed_button(ask: Ask) -> Button:
    """Return what promises what a lead has allowed."""
    label = f"Promise it: {cut(ask.what, MAX_LABEL_LENGTH)}"
    return Button(label, Action("complaint.allowed", {"case": ask.case_id, "ask": ask.id}))


def newest(asks: Sequence[Ask]) -> Ask | None:
    """Return the newest ask of a lead to allow more, or None."""
    return next((each for each in asks if each.kind is AskKind.MORE), None)


def names_of(ask: Ask) -> str:
    """Return who was asked."""
    return names_in_words(ask.name(each) for each in ask.people)


def _is_awaited(case: Case, ask: Ask) -> bool:
    """Tell whether the case still has the remedy of an ask that goes on, or has an answer."""
    return case.remedy == asking_words(ask.what) and ask.state is not AskState.OVER


def _blocks(ask: Ask, instead: str, zone: str) -> Iterator[Block]:
    at = clock(ask.taken_at or ask.changed_at, zone)
    match ask.state:
        case AskState.TAKEN:
            yield Text(f"{ask.name(ask.taken_by)} says yes, {at}: {ask.what}.", Tone.DONE)
            yield Text("Promise it behind “More …”.", Tone.NOTE)
        case AskState.REFUSED:
            yield Text(f"{ask.name(ask.taken_by)} says no, {at}: {ask.what}.")
            yield Text("“Back” brings you to another step you can keep.", Tone.NOTE)
        case AskState.STOOD_DOWN:
            yield Text(f"Not asked any more, {at}: {ask.what}.", Tone.NOTE)
        case AskState.OPEN if ask.unanswered or ask.is_lost:
            yield Text(f"No answer from {names_of(ask)} by now. {instead}", Tone.URGENT)
        case AskState.OPEN:
            by = clock(ask.due_at, zone)
            yield Text(f"I'm asking {names_of(ask)}: {ask.what}.")
            yield Text(f"“I'm asking; you'll know by {by}.”", Tone.SAY)
