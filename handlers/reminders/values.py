"""What the form of a reminder is filled in with, and what is kept of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from content.models import ReminderKind
from handlers.domain.deck import MIXED
from handlers.domain.redaction import redact
from handlers.domain.reminder import Reminder
from handlers.ideas.cards import TITLES
from handlers.reminders.selection import EXAMPLE
from scheduler.phrases.phrase import describe

NAMES = ("phrase", "deck", "around", "sign_off")
SIGN_OFF_LENGTH = 100  # characters
AROUND_MINUTES = 10
LATER = "weekdays 14:00"
DECKS = ((MIXED, "A bit of everything"), *((str(kind), TITLES[kind]) for kind in ReminderKind))


def suggested(existing: Sequence[Reminder]) -> dict[str, str]:
    """Return what to fill the form of a new reminder with: a deck that no other here has."""
    taken = {each.deck for each in existing}
    free = next((name for name, _ in DECKS if name not in taken), MIXED)
    return {"deck": free, "phrase": LATER if existing else EXAMPLE}


def with_values(reminder: Reminder, values: Mapping[str, str]) -> Reminder:
    """Return a reminder with what a form says of it, the phrase left out."""
    return replace(
        reminder,
        deck=values["deck"] if values["deck"] in dict(DECKS) else MIXED,
        sign_off=redact(values["sign_off"])[:SIGN_OFF_LENGTH],
        around=AROUND_MINUTES if values["around"] == str(AROUND_MINUTES) else 0,
    )


def values_of(reminder: Reminder) -> dict[str, str]:
    """Return what the form of an existing reminder is filled in with."""
    return {
        "phrase": describe(reminder.recurrence),
        "deck": reminder.deck,
        "around": str(reminder.around),
        "sign_off": reminder.sign_off,
    }
