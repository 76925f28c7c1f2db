"""Draw a text of the pack, and the idea behind it."""

from collections.abc import Sequence

from content.models import Principle, ReminderKind, ReminderText
from handlers.cards import Action, Block, Button, Card, Choices, Text, Tone

MAX_ALSO = 6  # ideas named beside the one that is shown
MAX_OF_GROUP = 9  # ideas of a group on one card
# By their letter, and how many there are where more have the same.
GROUPS = {
    "P7": "Seven principles",
    "L5": "Five levers",
    "D5": "Five decisions",
    "C4": "CARE for customers",
    "E4": "CARE for colleagues",
    "T3": "The rule of three",
    "R": "Things to be reminded of",
}
OTHERS = "And more"
ALL_IDEAS = Button("All ideas", Action("care.index"))
TITLES = {
    ReminderKind.THOUGHT: "A thought",
    ReminderKind.TRY: "Try this",
    ReminderKind.QUESTION: "A question",
    ReminderKind.BEFORE_SHIFT: "Before the shift",
    ReminderKind.WHAT_IF: "What if",
}


def reminder_card(reminder: ReminderText, *notes: str) -> Card:
    """Draw one reminder; ``notes`` go under it in small print."""
    practice = (Text(f"Try: {reminder.practice}"),) if reminder.practice else ()
    small = " · ".join((*notes, reminder.credit))
    why = Button("Why this one", Action("care.idea", {"idea": reminder.idea}))
    return Card(
        TITLES[reminder.kind],
        (Text(reminder.text), *practice, Text(small, Tone.NOTE)),
        (Button("Another one", Action("care.another", {"after": reminder.id})),),
        (why,),
    )


def principle_card(principle: Principle, others: Sequence[Principle] = ()) -> Card:
    """Draw an idea; ``others`` speak of the same."""
    rows = tuple(
        Button(each.name, Action("care.idea", {"idea": each.id})) for each in others[:MAX_ALSO]
    )
    also: tuple[Block, ...] = (Text("Also:", Tone.NOTE), Choices(rows)) if rows else ()
    return Card(
        principle.name,
        (
            Text(principle.text),
            Text(f"Try: {principle.practice}"),
            Text(principle.credit, Tone.NOTE),
            *also,
        ),
    )


def index_card(principles: Sequence[Principle]) -> Card:
    """Return what there is to find, by the groups that people know."""
    groups = {group: _of_group(group, principles) for group in GROUPS}
    known = {each.id for ideas in groups.values() for each in ideas}
    rows = [
        Button(title, Action("care.index", {"group": group}))
        for group, title in GROUPS.items()
        if groups[group]
    ]
    if any(each.id not in known for each in principles):
        rows.append(Button(OTHERS, Action("care.index", {"group": ""})))
    text = Text("Or type a word behind it: /care find sorry")
    return Card("What there is to find", (Choices(tuple(rows)), text))


def group_card(group: str, start: int, principles: Sequence[Principle]) -> Card:
    """Return the ideas of a group from one on; a row is an idea."""
    ideas = _of_group(group, principles) if group in GROUPS else _others(principles)
    start = start if start < len(ideas) else 0
    shown = ideas[start : start + MAX_OF_GROUP]
    rows = tuple(Button(each.name, Action("care.idea", {"idea": each.id})) for each in shown)
    following = start + MAX_OF_GROUP
    more = {"group": group, "start": str(following)}
    buttons = (Button("More", Action("care.index", more)),) if following < len(ideas) else ()
    return Card(GROUPS.get(group, OTHERS), (Choices(rows),), (*buttons, ALL_IDEAS))


def _of_group(group: str, principles: Sequence[Principle]) -> Sequence[Principle]:
    """Return the ideas of a group: all with its letter, or so many of them."""
    letter, count = group[0], int(group[1:] or 0)
    ideas = [each for each in principles if each.id[0] == letter]
    numbers = {f"{letter}{number + 1}" for number in range(count)}
    return [each for each in ideas if each.id in numbers] if count else ideas


def _others(principles: Sequence[Principle]) -> Sequence[Principle]:
    known = {each.id for group in GROUPS for each in _of_group(group, principles)}
    return [each for each in principles if each.id not in known]
