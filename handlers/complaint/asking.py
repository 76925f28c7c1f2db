"""What an agent reads of whom they have asked to come: who has it, or whom to ring."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from content.flow import Words
from handlers.cards import Action, Block, Button, Text, Tone
from handlers.domain.asks.ask import Ask, AskKind, AskState
from handlers.domain.asks.messages import MessageState, Why
from handlers.domain.danger import LIFE_AT_RISK
from handlers.domain.wording import names_in_words
from handlers.ports.member import Member

ASK_ANOTHER = "Ask a colleague beside you, or ring your lead."

_TAKEN = {
    AskKind.PAGE: "{who} is on it, {at}.",
    AskKind.JOIN: "{who} joins you, {at}.",
    AskKind.COVER: "{who} covers for you, {at}.",
    AskKind.COME: "{who} is coming, {at}.",
    AskKind.MORE: "{who} says yes, {at}.",
}
_ASKED = {
    AskKind.JOIN: "I have asked {who} to join you.",
    AskKind.COVER: "I have asked {who} to cover for you.",
    AskKind.COME: "I have asked {who} to come to you.",
    AskKind.MORE: "I have asked {who}.",
}
_NOBODY = {
    AskKind.PAGE: "There is nobody I could page.",
    AskKind.JOIN: "There is no lead I could ask.",
    AskKind.COVER: "There is nobody I could ask to cover.",
    AskKind.COME: "There is nobody I could ask to come.",
    AskKind.MORE: "There is no lead I could ask.",
}

CALLS = {
    AskKind.PAGE: "Your call for the lead",
    AskKind.JOIN: "Your call for a lead",
    AskKind.COVER: "Your call for cover",
    AskKind.COME: "Your call for somebody",
    AskKind.MORE: "More than you may give",
}
_OFF = {
    AskKind.COVER: "No cover needed",
    AskKind.JOIN: "No lead needed any more",
    AskKind.MORE: "No answer needed",
}
_UNANSWERED = {
    AskKind.PAGE: "Nobody has answered.",
    AskKind.JOIN: "No lead has answered.",
    AskKind.COVER: "Nobody has answered your call for cover.",
    AskKind.COME: "Nobody has answered.",
    AskKind.MORE: "No lead has answered.",
}


def ask_blocks(ask: Ask, words: Words, instead: str, zone: str) -> tuple[Block, ...]:
    """Return how an ask stands; ``instead`` is what to do while nobody has it."""
    return tuple(_blocks(ask, words, instead, zone))


def ask_line(ask: Ask, words: Words, instead: str, zone: str, what: str = "") -> Text:
    """Return in one line how an ask stands, on a card that is about something else.

    ``what`` is the kind of trouble of a page; ``instead`` is said of one until it is taken, and of
    any other call that nobody has answered.
    """
    call = f"{CALLS[ask.kind]}{f', {what}' if what else ''}"
    match ask.state:
        case AskState.TAKEN:
            return Text(f"{call}: {taken_words(ask, zone)}", Tone.NOTE)
        case AskState.OPEN if ask.is_lost:
            return Text(f"{call}: {words.not_delivered} {instead}", Tone.URGENT)
        case AskState.OPEN if ask.unanswered:
            return Text(f"{call}: nobody has answered. {instead}", Tone.URGENT)
        case AskState.OPEN:
            ring = f" {instead}" if ask.kind is AskKind.PAGE else ""
            return Text(f"{call}: {_so_far(ask, words, zone)}{ring}", Tone.NOTE)
    return Text(f"{call}: called off, {clock(ask.changed_at, zone)}.", Tone.NOTE)


def nobody_words(kind: AskKind, instead: str) -> Text:
    """Return what is said where there is nobody who could be asked."""
    return Text(f"{_NOBODY[kind]} {instead}", Tone.URGENT)


def ended_words(ask: Ask, what: str = "") -> str:
    """Return what became of an ask that ended with its case; ``what`` is its kind of trouble."""
    what = f"{CALLS[ask.kind]}{f', {what},' if what else ''}"
    if ask.taken_by:
        return f"{what} is called off: {ask.name(ask.taken_by)} reads that it is over."
    return f"{what} is called off."


def emergency_blocks(member: Member) -> tuple[Block, ...]:
    """Return what stands first on a card for somebody who isn't OK."""
    here = member.numbers.get(LIFE_AT_RISK)
    ring = Text("If you may be in danger, ring the emergency services now.", Tone.URGENT)
    return (ring, Text(f"Here: {here}")) if here else (ring,)


def ask_buttons(ask: Ask) -> tuple[Button, ...]:
    """Return what its asker may press: to call it off while somebody is asked, or has it."""
    if not ask.is_live or ask.is_lost or (ask.kind is AskKind.MORE and not ask.is_open):
        return ()
    label = _OFF.get(ask.kind, "Not needed any more")
    return (Button(label, Action("asks.stand-down", {"ask": ask.id})),)


def clock(moment: datetime | None, zone: str) -> str:
    """Return a time of day."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}" if moment else ""


def taken_words(ask: Ask, zone: str) -> str:
    """Return who has it, and since when."""
    return _TAKEN[ask.kind].format(who=ask.name(ask.taken_by), at=clock(ask.taken_at, zone))


def private_names(ask: Ask) -> str:
    """Return the names of who was asked in their own chat."""
    return names_in_words(ask.name(each) for each in ask.asked_privately)


def _blocks(ask: Ask, words: Words, instead: str, zone: str) -> Iterator[Block]:
    match ask.state:
        case AskState.TAKEN:
            yield Text(taken_words(ask, zone), Tone.DONE)
            if ask.kind is AskKind.PAGE and instead:
                yield Text(f"Not with you yet? {instead}", Tone.NOTE)
        case AskState.REFUSED:
            yield Text(f"{ask.name(ask.taken_by)} says no, {clock(ask.taken_at, zone)}.")
        case AskState.STOOD_DOWN:
            yield Text(f"Called off, {clock(ask.changed_at, zone)}.", Tone.NOTE)
        case AskState.OVER if not ask.messages:
            yield nobody_words(ask.kind, instead)
        case AskState.OVER:
            yield Text(f"Called off with the case, {clock(ask.changed_at, zone)}.", Tone.NOTE)
        case AskState.OPEN:
            yield from _waiting(ask, words, instead, zone)


def _waiting(ask: Ask, words: Words, instead: str, zone: str) -> Iterator[Block]:
    if ask.is_lost:
        yield Text(f"{words.not_delivered} {instead}", Tone.URGENT)
    elif ask.unanswered:
        handed = f"{ask.name(ask.handed_by)} has handed it on. " if ask.handed_by else ""
        yield Text(f"{handed}{_UNANSWERED[ask.kind]} {instead}", Tone.URGENT)
        yield from _called_so_far(ask, words, zone)
    elif ask.handed_by:
        yield Text(
            f"{ask.name(ask.handed_by)} has handed it on. I ask again. {instead}", Tone.URGENT
        )
    elif ask.kind is not AskKind.PAGE:
        yield Text(f"{_ASKED[ask.kind].format(who=private_names(ask))} Nobody has answered yet.")
    else:
        yield from _paging(ask, words, instead, zone)
    if ask.kind is AskKind.PAGE and ask.place and ask.asked_privately and not ask.unanswered:
        yield Text(f"I ask {private_names(ask)} privately, too.")


def _called_so_far(ask: Ask, words: Words, zone: str) -> Iterator[Block]:
    """Return what became of the calls of a page that nobody has answered, in a line."""
    names = private_names(ask)
    if any(each.why is Why.AGAIN for each in ask.messages):
        yield Text(f"I have asked {names} privately, and once more since.", Tone.NOTE)
        return
    lines = [f"I ask {names} privately, too."] if ask.kind is AskKind.PAGE and names else []
    if ask.out_at is not None:
        since = ", and once more since" if ask.times_called > 1 else ""
        lines = [f"Out at {clock(ask.out_at, zone)}{since}.", *lines]
    elif ask.road in (MessageState.SENDING, MessageState.LATE):
        lines = [words.late, words.late_still_trying, *lines]
    if lines and ask.place:
        yield Text(" ".join(lines), Tone.NOTE)


def _so_far(ask: Ask, words: Words, zone: str) -> str:
    """Return how an ask stands that somebody may still answer."""
    if ask.handed_by:
        return f"{ask.name(ask.handed_by)} has handed it on, and I ask again."
    match ask.road:
        case MessageState.THERE:
            return f"out at {clock(ask.out_at, zone)}, nobody has answered yet."
        case MessageState.SENDING:
            return "on its way."
        case MessageState.LATE:
            return f"{words.late[:1].lower()}{words.late[1:]}"
        case MessageState.LOST:
            return f"not delivered, so I have asked {private_names(ask)}. Nobody has answered yet."
    return f"I have asked {private_names(ask)}. Nobody has answered yet."


def _paging(ask: Ask, words: Words, instead: str, zone: str) -> Iterator[Block]:
    match ask.road:
        case None:
            yield Text(instead, Tone.URGENT)
            yield Text(f"No lead's channel is set up, so I ask {private_names(ask)} privately.")
        case MessageState.SENDING:
            yield Text(words.paging)
            yield Text(f"{words.no_answer} {instead}")
        case MessageState.LATE:
            yield Text(f"{words.late} {instead}", Tone.URGENT)
            yield Text(words.late_still_trying)
        case MessageState.THERE:
            yield Text(f"Out at {clock(ask.out_at, zone)}. {words.delivered}")
            yield Text(instead)
        case MessageState.LOST:
            yield Text(f"{words.not_delivered} {instead}", Tone.URGENT)
