"""The reminders of one channel share the deck between them: what one deals, no other does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from content.models import ReminderKind, ReminderText
from handlers.domain.deck import (
    BRIEFING,
    DAYS_REMEMBERED,
    MIXED,
    MORNING,
    DealtDays,
    DeckMemory,
    deck,
    shuffled,
)
from handlers.domain.reminder import Reminder

LATE = "mixed-late"  # a mixed deck that never comes in the morning: what suits it alone
_SEED = "sharing"


def shared(reminders: Sequence[Reminder], shown: Iterable[str] = ()) -> list[Reminder]:
    """Return the reminders of a channel, each knowing of the others.

    Whose share changes is told what the channel has seen: by any of them, and as in ``shown``.
    """
    decks = {each.id: _held(each) for each in reminders} if len(reminders) > 1 else {}
    seen = frozenset(shown).union(*(each.memory.seen for each in reminders))
    order = tuple(dict.fromkeys(id_ for each in reminders for id_ in each.memory.order))
    told = DeckMemory(seen=seen, order=order, days=_days_of(reminders))
    return [_told(each, decks, told) for each in reminders]


def share(reminder: Reminder, texts: Sequence[ReminderText]) -> Sequence[ReminderText]:
    """Return the texts that are a reminder's own to deal.

    Those of each kind go round among the reminders whose deck has them. Where there are more
    reminders than texts, one left with none deals from its whole deck.
    """
    own = deck(texts, reminder.deck)
    mine: set[str] = set()
    for kind in ReminderKind:
        holders = sorted(id_ for id_, name in reminder.decks.items() if _has(name, kind))
        if reminder.id in holders:
            of_kind = shuffled([each for each in own if each.kind == kind], _SEED)
            mine.update(each.id for each in of_kind[holders.index(reminder.id) :: len(holders)])
    return [each for each in own if each.id in mine] or own


def _days_of(reminders: Iterable[Reminder]) -> DealtDays:
    """Return the last days on which any of them dealt, each idea of a day once."""
    days: dict[date, dict[str, None]] = {}
    for each in reminders:
        for day, ideas in each.memory.days:
            days.setdefault(day, {}).update(dict.fromkeys(ideas))
    found = sorted((day, tuple(ideas)) for day, ideas in days.items())
    return tuple(found[-DAYS_REMEMBERED:])


def _held(reminder: Reminder) -> str:
    """Return what a reminder deals from: its deck, less what never suits its hours."""
    is_late = all(each.hour not in MORNING for each in reminder.recurrence.times)
    return LATE if reminder.deck == MIXED and is_late else reminder.deck


def _has(name: str, kind: ReminderKind) -> bool:
    """Tell whether a deck holds texts of a kind."""
    if name == BRIEFING:
        return kind is ReminderKind.THOUGHT
    if name == LATE:
        return kind is not ReminderKind.BEFORE_SHIFT
    return name in (MIXED, kind)


def _told(reminder: Reminder, decks: Mapping[str, str], told: DeckMemory) -> Reminder:
    if reminder.decks == decks:
        return reminder
    memory = replace(reminder.memory, seen=told.seen, order=told.order, days=told.days)
    return replace(reminder, decks=decks, memory=memory)
