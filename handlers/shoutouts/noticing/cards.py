"""The weekly card of a manager, and the one that says when it comes."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from handlers.cards import Action, Block, Button, Card, Choices, Facts, Style, Text, Tone
from handlers.domain.excerpt import cut
from handlers.domain.people import spoken_name
from handlers.domain.shoutouts.noticing import (
    DAY_NAMES,
    MAX_NAMES,
    Noticing,
    NoticingState,
    Teammate,
    Whom,
    is_snoozed,
    named,
    week_of,
)
from handlers.domain.shoutouts.shoutout import Shoutout
from handlers.domain.times import dated, in_words
from handlers.domain.wording import names_in_words

TITLE = "Whom you may want to thank"
OPEN = Button("Whom to thank", Action("noticing.show"))
_ASK = Button("Another day or hour", Action("noticing.ask"))
_SEE = Button("See it now", Action("noticing.list"))
_ON, _OFF = Action("noticing.on"), Button("Turn it off", Action("noticing.off"))
_SNOOZE = Button("Snooze a week", Action("noticing.snooze"))
_OFFER = (
    Button("Each week", _ON, Style.PRIMARY),
    _ASK,
    Button("No, thank you", Action("noticing.off")),
)
_MAX_EXCERPT_LENGTH = 50
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")


def whom_card(whom: Whom, noticing: Noticing, at: datetime) -> Card:
    """Return whom its reader may want to thank; the first one asks whether others shall come."""
    body = (*_names(whom, week_of(noticing, at), noticing.weeks), *_drafts(whom.drafts))
    note = f"Only you see this, as of {dated(at, noticing.zone)}."
    if noticing.state in (NoticingState.UNASKED, NoticingState.OFFERED):
        asks = Text(
            f"Shall I tell you each week? {_when(noticing)}. If not, this was the only one."
        )
        return Card(TITLE, (*body, asks, Text(note, Tone.NOTE)), _OFFER)
    buttons = (_SNOOZE, _OFF) if noticing.state is NoticingState.ON else (OPEN,)
    return Card(TITLE, (*body, Text(note, Tone.NOTE)), buttons, (_ASK,))


def nobody_card(noticing: Noticing) -> Card:
    """Return that there is nobody to name; it is only shown to who asks for it."""
    text = f"You have thanked everybody who has been on your list for {weeks_in_words(noticing)}."
    return Card(TITLE, (Text(text),), (OPEN,))


def when_card(noticing: Noticing, at: datetime) -> Card:
    """Return when it comes, and what it counts, with a way to change each."""
    rows = (
        ("It comes", when_in_short(noticing, at)),
        ("It names", f"whom you haven't thanked for {weeks_in_words(noticing)}"),
    )
    what = Text(
        "People of your own list, by name, and never how often. Quiet heroes are those of them "
        "whom nobody thanked where you could read it; what others say to them privately I tell "
        "nobody. Thanks for a whole team don't count here: they are nobody's own."
    )
    note = Text("Only you see this. A week in which there is nobody to name has none.", Tone.NOTE)
    buttons, more = _when_buttons(noticing, at)
    return Card(OPEN.label, (Facts(rows), what, note), buttons, more)


def when_in_short(noticing: Noticing, at: datetime) -> str:
    """Return it in a line: ``Thursdays at 15:00; the next: Thu 3 Dec 15:00``."""
    match noticing.state:
        case NoticingState.OFF:
            return "not any more: you turned it off"
        case NoticingState.UNASKED if noticing.next_at is not None:
            return "once, to ask, when there is somebody to name"
        case NoticingState.UNASKED | NoticingState.OFFERED:
            return "not yet"
    if noticing.next_at is None:
        return _when(noticing)
    skips = "one is left out; " if is_snoozed(noticing, at) else ""
    return f"{_when(noticing)}; {skips}the next: {in_words(noticing.next_at, at, noticing.zone)}"


def weeks_in_words(noticing: Noticing) -> str:
    """Return after how long somebody is named: ``four weeks``."""
    number = noticing.weeks
    return f"{_NUMBERS[number - 2] if number - 2 < len(_NUMBERS) else number} weeks"


def _when(noticing: Noticing) -> str:
    return f"{DAY_NAMES[noticing.day]}s at {noticing.hour}"


def _when_buttons(
    noticing: Noticing, at: datetime
) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    if noticing.state is not NoticingState.ON:
        return (Button("Turn it on", _ON, Style.PRIMARY), _ASK, _SEE), ()
    wake = Button("Don't leave it out", Action("noticing.wake"))
    return (_SEE, _ASK, _OFF), (wake if is_snoozed(noticing, at) else _SNOOZE,)


def _names(whom: Whom, week: str, weeks: int) -> Iterator[Block]:
    noticing = Noticing(weeks=weeks)
    yield Text(f"No thanks of yours for {weeks_in_words(noticing)}:")
    thank = "noticing.thank"
    yield Choices(
        tuple(
            Button(f"Thank {_called(each)}", Action(thank, {"person": each.id}))
            for each in named(whom.people, week)
        )
    )
    if len(whom.people) > MAX_NAMES:
        yield Text("… and others")
    if whom.quiet:
        yield Text(_quiet(named(whom.quiet, week), more=len(whom.quiet) > MAX_NAMES))


def _quiet(people: Sequence[Teammate], *, more: bool) -> str:
    names = [_called(each) for each in people] + (["others"] if more else [])
    heroes = "Quiet heroes" if len(names) > 1 else "A quiet hero"
    return (
        f"{heroes}: {names_in_words(names)}. Nobody else has thanked them where you could read it."
    )


def _drafts(drafts: Sequence[Shoutout]) -> Iterator[Block]:
    if not drafts:
        return
    yield Text("Two drafts are ready:" if len(drafts) > 1 else "A draft is ready:")
    yield Choices(tuple(_draft(each) for each in drafts))


def _draft(draft: Shoutout) -> Button:
    names = names_in_words(each.name for each in draft.recipients)
    text = cut(" ".join(draft.text.split()), _MAX_EXCERPT_LENGTH)
    return Button(f"{names} · {text}", Action("shoutout.show", {"shoutout": draft.id}))


def _called(person: Teammate) -> str:
    return spoken_name(person.id, person.name)
