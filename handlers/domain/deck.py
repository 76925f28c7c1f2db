"""Deal reminders from a deck: none comes back before all were shown, and neighbours differ."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from content.models import Reminder

MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Dealt:
    """One reminder, and the memory to hand in next time."""

    reminder: Reminder
    memory: Mapping[str, Any]


def deck(reminders: Sequence[Reminder], name: str) -> Sequence[Reminder]:
    """Return the reminders of a deck: one kind, or all of them for any other name."""
    return [each for each in reminders if each.kind == name] or reminders


def deal(reminders: Sequence[Reminder], memory: Mapping[str, Any], seed: str) -> Dealt:
    """Return the next reminder of a deck and what to remember.

    The order is shuffled by seed and round, so that two channels differ. What was shown is
    remembered by id: a pack that grows or shrinks in mid-round repeats and skips nothing.
    """
    turns, seen = int(memory.get("round", 0)), set(memory.get("seen", ()))
    last_id, last_kind = memory.get("last"), memory.get("kind")
    left = [each for each in reminders if each.id not in seen]
    if not left:
        turns, seen = turns + 1, set()
        left = [each for each in reminders if each.id != last_id] or list(reminders)
    chosen = _next(left, last_kind, f"{seed}#{turns}")
    present = {each.id for each in reminders}
    return Dealt(
        chosen,
        {
            "round": turns,
            "seen": sorted((seen & present) | {chosen.id}),
            "last": chosen.id,
            "kind": str(chosen.kind),
        },
    )


def _next(left: Sequence[Reminder], last_kind: str | None, seed: str) -> Reminder:
    """Choose by seed, never the last kind again while there is another.

    A kind that makes up more than half of the rest goes first, or it would pile up at the end.
    """
    counts = Counter(each.kind for each in left if each.kind != last_kind)
    if counts:
        kind, most = counts.most_common(1)[0]
        crowded = most * 2 > len(left)
        left = [e for e in left if (e.kind == kind if crowded else e.kind != last_kind)]
    return shuffled(left, seed)[0]


def shuffled(reminders: Sequence[Reminder], seed: str) -> list[Reminder]:
    """Return the reminders in an order that depends on the seed alone."""
    return sorted(reminders, key=lambda each: blake2b(f"{seed}:{each.id}".encode()).digest())
