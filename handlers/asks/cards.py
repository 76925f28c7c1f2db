"""The cards of an ask: in the channel, for each who is asked, and for an asker without a case."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from content.flow import Branch, Words
from handlers.cards import Action, Block, Button, Called, Card, Style, Text, Tone
from handlers.complaint.approvals import allowed_button, read_words
from handlers.complaint.asking import (
    CALLS,
    ask_blocks,
    ask_buttons,
    clock,
    emergency_blocks,
)
from handlers.complaint.buttons import to_case_button
from handlers.domain.asks.ask import Ask, AskKind, AskState
from handlers.domain.asks.messages import Message, MessageKind, Why
from handlers.ports.member import Member

_TITLES = {
    AskKind.PAGE: "The duty lead is needed",
    AskKind.JOIN: "{who} asks you to join",
    AskKind.COVER: "{who} asks for cover",
    AskKind.COME: "{who} asks you to come",
    AskKind.MORE: "{who} asks to give more",
}
_TAKE = {
    AskKind.PAGE: "I'm on it",
    AskKind.JOIN: "I'm on it",
    AskKind.COVER: "I'll cover",
    AskKind.COME: "I'm coming",
    AskKind.MORE: "Yes, give it",
}
_TAKEN = {
    AskKind.PAGE: "{who} is on it",
    AskKind.JOIN: "{who} joins",
    AskKind.COVER: "{who} covers",
    AskKind.COME: "{who} is coming",
    AskKind.MORE: "{who} says yes",
}
_WHY = {
    Why.LATE: "The lead's channel couldn't be reached then, so I ask you.",
    Why.UNANSWERED: "Nobody in the lead's channel has answered, so I ask you.",
    Why.AGAIN: "Nobody has answered, so I ask you once more.",
}
_OWN_TITLES = {**CALLS, AskKind.COME: "You have asked for somebody"}
_UNASKED = "Nobody is asked"


def message_card(
    ask: Ask, message: Message, what: str, called: Iterable[Called], zone: str
) -> Card:
    """Return what stands in one of its messages; ``what`` is the kind of trouble, or empty.

    ``called`` are called by name in the channel while somebody is waited for.
    """
    called = tuple(called)
    lines: list[Text] = []
    if message.kind is MessageKind.POST and ask.is_open and called:
        lines.append(Text.calling(called))
    if ask.is_open and message.why in _WHY:
        when = f"Asked for at {clock(ask.made_at, zone)} ({zone})."
        lines.append(Text(f"{when} {_WHY[message.why]}"))
    if _is_readers(ask, message):
        told = Text(f"{ask.name(ask.asker_id)} is told that you have it.")
        return Card("It's yours", (*_what(ask, what), told), _buttons(ask))
    return _card(ask, what, lines, zone)


def _is_readers(ask: Ask, message: Message) -> bool:
    """Tell whether whoever reads it has it; of a yes nothing is left to have."""
    has_it = ask.state is AskState.TAKEN and message.reader == ask.taken_by
    return has_it and ask.kind is not AskKind.MORE


def told_card(ask: Ask, words: Words, instead: str, member: Member) -> Card:
    """Return the news for an asker who has gone on, or whose ask belongs to no complaint."""
    number = f", case {ask.case_number}" if ask.case_number else ""
    first = emergency_blocks(member) if ask.kind is AskKind.COME else ()
    blocks = ask_blocks(ask, words, instead, member.zone)
    unasked = ask.state is AskState.OVER and not ask.messages
    title = _UNASKED if unasked else f"{_OWN_TITLES[ask.kind]}{number}"
    back = (to_case_button(ask.case_id),) if ask.case_id else ()
    buttons = _come_buttons(ask) if ask.kind is AskKind.COME else ask_buttons(ask)
    if ask.kind is AskKind.MORE:
        blocks = (Text(f"You asked: {ask.what}."), *blocks)
        buttons = (allowed_button(ask),) if ask.state is AskState.TAKEN else buttons
    return Card(title, (*first, *blocks), buttons, back)


def own_card(
    ask: Ask, branch: Branch | None, words: Words, instead: str, member: Member, case_id: str
) -> Card:
    """Return the card of an asker whose ask belongs to no complaint; ``case_id`` is their live one.

    Calls again as soon as nobody has answered.
    """
    card = told_card(ask, words, instead, member)
    args = {"kind": ask.kind.value, "branch": ask.branch}
    calls_again = ask.may_be_repeated or not ask.is_live
    back = (to_case_button(case_id),) if case_id else ()
    if ask.kind is AskKind.COME:
        return replace(card, more=back)
    page = Button(words.page_again, Action("asks.ask", args), Style.PRIMARY)
    calls = (page,) if branch is not None and calls_again else ()
    return replace(card, buttons=(*calls, *card.buttons), more=back)


def _come_buttons(ask: Ask) -> tuple[Button, ...]:
    """Return what may be done about somebody to come: the same again, nobody, or somebody else."""
    once_more = Action("asks.ask", {"kind": ask.kind.value, "again": ask.id})
    again = Button("Ask again", once_more, Style.PRIMARY)
    calls_again = bool(ask.people) and (ask.may_be_repeated or not ask.is_live)
    other = Button("Ask a colleague", Action("asks.choose", {"kind": ask.kind.value}))
    return (*((again,) if calls_again else ()), *ask_buttons(ask), other)


def _card(ask: Ask, what: str, lines: Iterable[Text], zone: str) -> Card:
    who = ask.name(ask.asker_id)
    match ask.state:
        case AskState.OPEN:
            handed = ask.name(ask.handed_by) if ask.handed_by else ""
            on = (Text(f"{handed} has handed it on. Who takes it?"),) if handed else ()
            title = _TITLES[ask.kind].format(who=who)
            return Card(title, (*_what(ask, what, Tone.URGENT), *on, *lines), _buttons(ask))
        case AskState.TAKEN:
            title = _TAKEN[ask.kind].format(who=ask.name(ask.taken_by))
            when = f"Since {clock(ask.taken_at, zone)} ({zone})."
            return Card(title, (*_what(ask, what), Text(when, Tone.NOTE)), _buttons(ask))
        case AskState.REFUSED:
            when = f"Since {clock(ask.taken_at, zone)} ({zone})."
            title = f"{ask.name(ask.taken_by)} says no"
            return Card(title, (*_what(ask, what), Text(when, Tone.NOTE)))
        case AskState.STOOD_DOWN:
            when = f"{who} called it off, {clock(ask.changed_at, zone)} ({zone})."
            return Card("Not needed any more", (Text(when),))
    over = "has closed the complaint" if ask.case_id else "needs nobody any more"
    return Card("Over", (Text(f"{who} {over}."),))


def _what(ask: Ask, what: str, tone: Tone = Tone.PLAIN) -> Iterator[Block]:
    who, case = ask.name(ask.asker_id), f" Case {ask.case_number}." if ask.case_number else ""
    match ask.kind:
        case AskKind.PAGE:
            yield Text(f"{who} needs the duty lead now: {what}.{case}", tone)
        case AskKind.JOIN:
            yield Text(f"A complaint needs a lead to join in.{case}")
        case AskKind.MORE:
            yield Text(read_words(who, ask.what, ask.case_number))
        case AskKind.COVER:
            yield Text("Can you take the next customer?")


def _buttons(ask: Ask) -> tuple[Button, ...]:
    args = {"ask": ask.id, "rev": str(ask.rev)}
    if ask.kind is AskKind.MORE:
        yes = Button(_TAKE[ask.kind], Action("asks.say-yes", args), Style.PRIMARY)
        return (yes, Button("No", Action("asks.say-no", args))) if ask.is_open else ()
    if ask.is_open:
        return (Button(_TAKE[ask.kind], Action("asks.take", args), Style.PRIMARY),)
    return (Button("Hand it on", Action("asks.hand-on", args)),)
