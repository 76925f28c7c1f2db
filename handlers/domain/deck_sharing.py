"""The reminders of one channel share the deck between them: what one deals, no other does."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from content.models import Reminder, ReminderKind
from handlers.domain.deck import MIXED, deck, shuffled
from scheduler.occurrence import Schedule

SHARING = "sharing"  # in a schedule's args: the deck of each reminder of the channel, by id


def shared(schedules: Sequence[Schedule], shown: Iterable[str] = ()) -> list[Schedule]:
    """Return the reminders of a channel, each knowing of the others.

    Whose share changes is told what the channel has seen: by any of them, and as in ``shown``.
    """
    decks = {each.id: _deck_of(each) for each in schedules} if len(schedules) > 1 else {}
    seen = {text for each in schedules for text in each.memory.get("seen", ())} | set(shown)
    return [_told(each, decks, sorted(seen)) for each in schedules]


def share(schedule: Schedule, reminders: Sequence[Reminder]) -> Sequence[Reminder]:
    """Return the texts that are a reminder's own to deal.

    Those of each kind go round among the reminders whose deck has them. Where there are more
    reminders than texts, one left with none deals from its whole deck.
    """
    own, name = deck(reminders, _deck_of(schedule)), _deck_of(schedule)
    decks = schedule.args.get(SHARING, {})
    mine: set[str] = set()
    for kind in ReminderKind:
        holders = sorted(id_ for id_, each in decks.items() if each in (MIXED, kind))
        if schedule.id in holders and name in (MIXED, kind):
            texts = shuffled([each for each in own if each.kind == kind], SHARING)
            mine.update(each.id for each in texts[holders.index(schedule.id) :: len(holders)])
    return [each for each in own if each.id in mine] or own


def _told(schedule: Schedule, decks: dict[str, str], seen: list[str]) -> Schedule:
    if schedule.args.get(SHARING, {}) == decks:
        return schedule
    args = {name: value for name, value in schedule.args.items() if name != SHARING}
    return replace(
        schedule,
        args={**args, SHARING: decks} if decks else args,
        memory={**schedule.memory, "seen": seen},
    )


def _deck_of(schedule: Schedule) -> str:
    return str(schedule.args.get("deck", MIXED))
