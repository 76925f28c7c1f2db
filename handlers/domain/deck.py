"""Deal reminders from a deck: none comes back before all were shown, and neighbours differ.

A new round keeps half a deck's distance, an idea doesn't come on two days running, and what is said
before a shift comes in the morning.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, Self

from content.models import SCENES, ReminderKind, ReminderText

MIXED = "mixed"
BRIEFING = "briefing"  # a thought and a what-if, to be read aloud
MORNING = range(5, 11)  # hours in which "before the shift" fits, until shifts are known
END_OF_ROUND = 16  # texts that are left
DAYS_REMEMBERED = 2  # on which something was dealt: an idea waits for the next but one


DealtDays = tuple[tuple[date, tuple[str, ...]], ...]  # days, and the ideas dealt on each


@dataclass(frozen=True, slots=True)
class DeckMemory:
    """What a deck remembers from one deal to the next: its round, and the ids it has shown in it.

    ``last`` and ``kind`` are of the text that was dealt last; empty before the first. ``order``
    holds the ids that were dealt last, over the end of a round, and ``days`` the last days with the
    ideas that were dealt on them.
    """

    round: int = 0
    seen: frozenset[str] = frozenset()
    last: str = ""
    kind: str = ""
    order: tuple[str, ...] = ()
    days: DealtDays = ()

    @property
    def scene(self) -> int:
        """Return in which of its scenes a question came last: each round another."""
        return self.round % SCENES

    def dump(self) -> Mapping[str, Any]:
        """Return it as plain JSON values."""
        if self == DeckMemory():
            return {}
        return {
            "round": self.round,
            "seen": sorted(self.seen),
            "last": self.last,
            "kind": self.kind,
            "order": list(self.order),
            "days": {day.isoformat(): list(ideas) for day, ideas in self.days},
        }

    @classmethod
    def load(cls, mapping: Mapping[str, Any]) -> Self:
        """Return what ``dump`` wrote."""
        last = mapping.get("last") or ""
        days = mapping.get("days", {}).items()
        return cls(
            int(mapping.get("round", 0)),
            frozenset(mapping.get("seen", ())),
            last,
            mapping.get("kind") or "",
            tuple(mapping.get("order", [last] if last else ())),
            tuple((date.fromisoformat(day), tuple(ideas)) for day, ideas in sorted(days)),
        )


@dataclass(frozen=True, slots=True)
class Dealt:
    """One text, and the memory to hand in next time."""

    text: ReminderText
    memory: DeckMemory


def deck(texts: Sequence[ReminderText], name: str) -> Sequence[ReminderText]:
    """Return the texts of a deck: one kind, or all of them for any other name.

    A briefing deals thoughts; its what-if is chosen beside each.
    """
    kind = ReminderKind.THOUGHT if name == BRIEFING else name
    return [each for each in texts if each.kind == kind] or texts


def deal(
    texts: Sequence[ReminderText], memory: DeckMemory, seed: str, at: datetime, name: str = MIXED
) -> Dealt:
    """Return the next text of a deck and what to remember; ``at`` is the local time it is for.

    The order is shuffled by seed and round, so that two channels differ. What was shown is
    remembered by id: a pack that grows or shrinks in mid-round repeats and skips nothing. A deck
    that was chosen by its ``name`` fits at any hour.
    """
    fitting = texts if name in list(ReminderKind) else _fitting(texts, at)
    turns, seen = memory.round, memory.seen
    left: Sequence[ReminderText] = [each for each in fitting if each.id not in seen]
    if not left:
        all_seen = {each.id for each in texts} <= seen
        turns, seen = turns + 1, frozenset() if all_seen else seen - {each.id for each in fitting}
        left = fitting
    half = max(1, len(fitting) // 2)
    recent = set(memory.order[-half:])
    left = _preferred(left, lambda each: each.id not in recent)
    ideas = _ideas_before(memory, at.date())
    often = _left_often(left)
    left = _preferred(left, lambda each: each.idea not in ideas)
    left = _preferred(left, lambda each: each.idea in often)
    if _morning_must_use(left, at, memory.kind):
        left = _preferred(left, lambda each: each.kind is ReminderKind.BEFORE_SHIFT)
    chosen = _next(left, memory.kind, f"{seed}#{turns}")
    present = {each.id for each in texts}
    shown = (seen & present) | {chosen.id}
    order = (*memory.order, chosen.id)[-max(1, len(texts) // 2) :]
    days = _days_with(memory, at.date(), chosen.idea)
    return Dealt(chosen, DeckMemory(turns, shown, chosen.id, str(chosen.kind), order, days))


def _fitting(texts: Sequence[ReminderText], at: datetime) -> Sequence[ReminderText]:
    """Return those that can be said at an hour; all of them where there are no others."""
    if at.hour in MORNING:
        return texts
    return _preferred(texts, lambda each: each.kind is not ReminderKind.BEFORE_SHIFT)


def _preferred(
    texts: Sequence[ReminderText], fits: Callable[[ReminderText], bool]
) -> Sequence[ReminderText]:
    return [each for each in texts if fits(each)] or texts


def _morning_must_use(left: Sequence[ReminderText], at: datetime, last_kind: str) -> bool:
    """Tell whether what only a morning can use goes first: at the end, where half of it is left.

    Or the last one of a round would come up in the afternoon of a channel with two hours a day.
    """
    is_morning = at.hour in MORNING and last_kind != ReminderKind.BEFORE_SHIFT
    if not is_morning or len(left) > END_OF_ROUND:
        return False
    counts = Counter(each.kind for each in left)
    bound = counts[ReminderKind.BEFORE_SHIFT]
    return bound == max(counts.values()) and 2 * bound >= len(left) - 1


def _left_often(left: Sequence[ReminderText]) -> frozenset[str]:
    """Return the ideas that most texts are left of, at the end of a round.

    They go first there, or a day would come when nothing but its own ideas is left.
    """
    if len(left) > END_OF_ROUND:
        return frozenset()
    counts = Counter(each.idea for each in left)
    return frozenset(idea for idea, count in counts.items() if count == max(counts.values()))


def _ideas_before(memory: DeckMemory, day: date) -> frozenset[str]:
    """Return the ideas of this day, and of the last one before on which something was dealt."""
    earlier = [each for each in memory.days if each[0] < day][-1:]
    today = [each for each in memory.days if each[0] == day]
    return frozenset(idea for _, ideas in (*earlier, *today) for idea in ideas)


def _days_with(memory: DeckMemory, day: date, idea: str) -> DealtDays:
    days = dict(memory.days)
    days[day] = (*days.get(day, ()), idea)
    return tuple(sorted(days.items()))[-DAYS_REMEMBERED:]


def _next(left: Sequence[ReminderText], last_kind: str, seed: str) -> ReminderText:
    """Choose by seed, never the last kind again while there is another.

    A kind that makes up more than half of the rest goes first, or it would pile up at the end.
    """
    counts = Counter(each.kind for each in left if each.kind != last_kind)
    if counts:
        kind, most = counts.most_common(1)[0]
        crowded = most * 2 > len(left)
        left = [e for e in left if (e.kind == kind if crowded else e.kind != last_kind)]
    return shuffled(left, seed)[0]


def shuffled(texts: Sequence[ReminderText], seed: str) -> list[ReminderText]:
    """Return the texts in an order that depends on the seed alone."""
    return sorted(texts, key=lambda each: blake2b(f"{seed}:{each.id}".encode()).digest())
