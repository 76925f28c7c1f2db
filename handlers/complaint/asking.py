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
}
_ASKED = {
    AskKind.JOIN: "I have asked {who} to join you.",
    AskKind.COVER: "I have asked {who} to cover for you.",
    AskKind.COME: "I have asked {who} to come to you.",
}
_NOBODY = {
    AskKind.PAGE: "There is nobody I could page.",
    AskKind.JOIN: "There is no lead I could ask.",
    AskKind.COVER: "There is nobody I could ask to cover.",
    AskKind.COME: "There is nobody I could ask to come.",
}

CALLS = {
    AskKind.PAGE: "Your call for the lead",
    AskKind.JOIN: "Your call for a lead",
    AskKind.COVER: "Your call for cover",
    AskKind.COME: "Your call for somebody",
}
_UNANSWERED = {
    AskKind.PAGE: "Nobody has answered.",
    AskKind.JOIN: "No lead has answered.",
    AskKind.COVER: "Nobody has answered your call for cover.",
    AskKind.COME: "Nobody has answered.",
}


def ask_blocks(ask: Ask, words: Words, instead: str, zone: str) -> tuple[Block, ...]:
    """Return how an ask stands; ``instead`` is what to do while nobody has it."""
    return tuple(_blocks(ask, words, instead, zone))


def ended_words(ask: Ask) -> str:
    """Return what became of an ask that ended with its case."""
    what = CALLS[ask.kind]
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
    if not ask.is_live or ask.is_lost:
        return ()
    label = "No cover needed" if ask.kind is AskKind.COVER else "Not needed any more"
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
        case AskState.STOOD_DOWN:
            yield Text(f"Called off, {clock(ask.changed_at, zone)}.", Tone.NOTE)
        case AskState.OVER if not ask.messages:
            yield Text(f"{_NOBODY[ask.kind]} {instead}", Tone.URGENT)
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
        yield Text(f"{ask.name(ask.handed_by)} has handed it on. {instead}", Tone.URGENT)
    elif ask.kind is not AskKind.PAGE:
        yield Text(f"{_ASKED[ask.kind].format(who=private_names(ask))} Nobody has answered yet.")
    else:
        yield from _paging(ask, words, instead, zone)
    if ask.kind is AskKind.PAGE and ask.place and ask.asked_privately:
        yield Text(f"I ask them in their own chats, too: {private_names(ask)}.")


def _called_so_far(ask: Ask, words: Words, zone: str) -> Iterator[Block]:
    """Return what became of the calls in the channel, of a page that nobody has answered."""
    match ask.road:
        case None | MessageState.LOST if any(each.why is Why.AGAIN for each in ask.messages):
            names = private_names(ask)
            yield Text(f"I have asked {names} privately, and once more since.", Tone.NOTE)
        case MessageState.SENDING | MessageState.LATE if ask.out_at is None:
            yield Text(f"{words.late} {words.late_still_trying}", Tone.NOTE)
        case MessageState.THERE if ask.times_called > 1:
            yield Text(f"Out at {clock(ask.out_at, zone)}, and once more since.", Tone.NOTE)
        case MessageState.THERE:
            yield Text(f"Out at {clock(ask.out_at, zone)}.", Tone.NOTE)


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
