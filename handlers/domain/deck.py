"""Deal reminders from a deck: none comes back before all were shown, and neighbours differ."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Self

from content.models import ReminderText

MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class DeckMemory:
    """What a deck remembers from one deal to the next: its round, and the ids it has shown in it.

    ``last`` and ``kind`` are of the text that was dealt last; empty before the first.
    """

    round: int = 0
    seen: frozenset[str] = frozenset()
    last: str = ""
    kind: str = ""

    def dump(self) -> Mapping[str, Any]:
        """Return it as plain JSON values."""
        if self == DeckMemory():
            return {}
        return {
            "round": self.round,
            "seen": sorted(self.seen),
            "last": self.last,
            "kind": self.kind,
        }

    @classmethod
    def load(cls, mapping: Mapping[str, Any]) -> Self:
        """Return what ``dump`` wrote."""
        return cls(
            int(mapping.get("round", 0)),
            frozenset(mapping.get("seen", ())),
            mapping.get("last") or "",
            mapping.get("kind") or "",
        )


@dataclass(frozen=True, slots=True)
class Dealt:
    """One text, and the memory to hand in next time."""

    text: ReminderText
    memory: DeckMemory


def deck(texts: Sequence[ReminderText], name: str) -> Sequence[ReminderText]:
    """Return the texts of a deck: one kind, or all of them for any other name."""
    return [each for each in texts if each.kind == name] or texts


def deal(texts: Sequence[ReminderText], memory: DeckMemory, seed: str) -> Dealt:
    """Return the next text of a deck and what to remember.

    The order is shuffled by seed and round, so that two channels differ. What was shown is
    remembered by id: a pack that grows or shrinks in mid-round repeats and skips nothing.
    """
    turns, seen = memory.round, memory.seen
    left = [each for each in texts if each.id not in seen]
    if not left:
        turns, seen = turns + 1, frozenset()
        left = [each for each in texts if each.id != memory.last] or list(texts)
    chosen = _next(left, memory.kind, f"{seed}#{turns}")
    present = {each.id for each in texts}
    shown = (seen & present) | {chosen.id}
    return Dealt(chosen, DeckMemory(turns, shown, chosen.id, str(chosen.kind)))


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
