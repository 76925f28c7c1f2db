"""The cards of what is handed over: the colleague's, and that of whoever offers it.

Both may stand for long in a chat, so their days and hours are true whenever they are read.
"""

from collections.abc import Iterable, Iterator, Sequence

from content.danger_words import DangerWords
from handlers.cards import Action, Block, Button, Card, Choices, Facts, Style, Text, Tone
from handlers.domain.danger import signs_in
from handlers.domain.excerpt import capitalised, cut
from handlers.domain.handover import HANDED, Handover, HandoverState
from handlers.domain.times import dated, dated_for
from handlers.promises.buttons import LIST, MAX_WHAT_LENGTH, NO_TIME, case_words
from handlers.promises.cards import handed_words

_STANDING = {
    HandoverState.OPEN: "offered to {who}, who hasn't answered yet",
    HandoverState.ACCEPTED: "handed over to {who}, accepted {at}",
    HandoverState.TAKEN: "{who} took it over, {at}",
    HandoverState.DECLINED: "{who} can't take it, {at}. It is yours",
    HandoverState.UNANSWERED: "{who} hasn't answered. Since {at} it is yours again",
    HandoverState.UNREACHED: "I couldn't reach {who}. It is yours",
    HandoverState.ENDED: "no longer offered, {at}",
}
_GONE = {
    HandoverState.DECLINED: "You can't take it, and {who} knows. It stays with {who}.",
    HandoverState.UNANSWERED: "Nobody answered by {at}, so it is {who}'s again.",
    HandoverState.UNREACHED: "It is {who}'s again.",
    HandoverState.ENDED: "{who} looks after it after all, since {at}.",
}


def offer_card(offer: Sequence[Handover], words: DangerWords, zone: str) -> Card:
    """Return what the colleague reads of what is offered; ``zone`` is the one they read in.

    Words of danger are for whoever has the promise.
    """
    first, waiting = offer[0], [each for each in offer if each.is_open]
    if waiting:
        return _asking_card(first.giver, waiting, offer, words, zone)
    accepted = [each for each in offer if each.state in HANDED]
    rows = tuple(_shown_button(each, zone) for each in accepted)
    told = (Text(f"{first.giver} is told that you have it."),) if accepted else ()
    gone = tuple(_gone_lines(offer, words, zone))
    title = "It's yours" if accepted else f"It stays with {first.giver}"
    return Card(title, (*((Choices(rows),) if rows else ()), *told, *gone))


def own_offer_card(offer: Sequence[Handover]) -> Card:
    """Return what whoever offers it reads: how each of them stands."""
    first, waiting = offer[0], [each for each in offer if each.is_open]
    lines = tuple(Text(f"{_named(each)}: {_standing(each)}.") for each in offer)
    mine = [each for each in offer if each.state not in HANDED]
    rows = tuple(_shown_button(each, first.zone) for each in mine)
    body = (*lines, *_until(waiting), *((Choices(rows),) if rows else ()))
    back = (Button("Take it back", Action("handover.take-back", {"offer": first.offer_id})),)
    return Card(_own_title(offer), body, back if waiting else (), (LIST,))


def handed_card(handover: Handover) -> Card:
    """Return the line that takes the place of an earlier notice of it."""
    return Card("", (Text(handed_words(handover), Tone.NOTE),))


def _asking_card(
    giver: str,
    waiting: Sequence[Handover],
    offer: Sequence[Handover],
    words: DangerWords,
    zone: str,
) -> Card:
    several = len(offer) > 1
    title = f"{giver} hands over {'promises' if several else 'a promise'}"
    shown: Block = Facts(tuple(_facts(waiting[0], words, zone)))
    if several:
        shown = Choices(tuple(_take_button(each, words, zone) for each in waiting))
    first = min(waiting, key=lambda each: each.ends_at)
    until = dated_for(first.ends_at, zone, zone)
    note = Text(f"Until you take it, it is {giver}'s. Unanswered by {until}, it stays so.")
    args = {"offer": first.offer_id}
    take = "I'll take them all" if len(waiting) > 1 else "I'll take it"
    buttons = (
        Button(take, Action("handover.take", args), Style.PRIMARY),
        Button("I can't", Action("handover.decline", args)),
    )
    return Card(title, (shown, note, *_gone_lines(offer, words, zone)), buttons)


def _facts(handover: Handover, words: DangerWords, zone: str) -> Iterator[tuple[str, str]]:
    yield "Promise", _what(handover, words)
    due = handover.due_at
    yield "By", dated_for(due, handover.zone, zone) if due else NO_TIME.lower()
    if handover.case_number:
        yield "Case", handover.case_number


def _take_button(handover: Handover, words: DangerWords, zone: str) -> Button:
    due = dated_for(handover.due_at, handover.zone, zone) if handover.due_at else NO_TIME.lower()
    case = f" · case {handover.case_number}" if handover.case_number else ""
    label = f"{cut(_what(handover, words), MAX_WHAT_LENGTH)} · {due}{case}"
    return Button(label, Action("handover.take", {"handover": handover.id}))


def _shown_button(handover: Handover, zone: str) -> Button:
    due = dated_for(handover.due_at, handover.zone, zone) if handover.due_at else NO_TIME.lower()
    label = f"{cut(handover.what, MAX_WHAT_LENGTH)} · {due}"
    return Button(label, Action("promises.show", {"promise": handover.promise_id}))


def _gone_lines(offer: Sequence[Handover], words: DangerWords, zone: str) -> Iterator[Text]:
    """Say of each that the colleague hasn't got why that is so."""
    several = len(offer) > 1
    for each in offer:
        if each.state in _GONE:
            at = dated_for(each.changed_at, zone, zone)
            said = _GONE[each.state].format(who=each.giver, at=at)
            name = f"{capitalised(_what(each, words))}: " if several else ""
            yield Text(f"{name}{said}", Tone.NOTE)


def _what(handover: Handover, words: DangerWords) -> str:
    if signs_in(handover.what, words).danger:
        return f"a promise of {handover.giver}'s"
    return handover.what


def _own_title(offer: Sequence[Handover]) -> str:
    who = offer[0].taker
    if any(each.is_open for each in offer):
        return f"Offered to {who}"
    if all(each.state in HANDED for each in offer):
        return f"Handed over to {who}"
    if any(each.state is HandoverState.ACCEPTED for each in offer):
        return f"{who} has taken some"
    return "It's still yours" if len(offer) == 1 else "They are still yours"


def _until(waiting: Sequence[Handover]) -> Iterable[Text]:
    if not waiting:
        return
    first = min(waiting, key=lambda each: each.ends_at)
    until = dated(first.ends_at, first.zone)
    yield Text(f"Until {first.taker} has it, it is yours. Unanswered by {until}, it comes back.")


def _named(handover: Handover) -> str:
    return f"{capitalised(handover.what)}{case_words(handover.case_number)}"


def _standing(handover: Handover) -> str:
    at = dated(handover.changed_at, handover.zone)
    return _STANDING[handover.state].format(who=handover.taker, at=at)
