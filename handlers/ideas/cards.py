"""Draw a text of the pack, and the idea behind it."""

from collections.abc import Sequence

from content.models import Principle, ReminderKind, ReminderText
from handlers.cards import Action, Block, Button, Card, Choices, Text, Tone

MAX_ALSO = 6  # ideas named beside the one that is shown
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
