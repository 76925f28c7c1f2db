"""The cards of whoever asks, on which an ask is shown: each of them follows its news."""

from collections.abc import Iterable
from dataclasses import dataclass

MAX_OWN_CARDS = 4  # of one asker, that follow; nobody has more in sight


@dataclass(frozen=True, slots=True)
class OwnCard:
    """One card of an asker's.

    ``ref`` is the platform's name for it, empty where it can't be drawn anew; ``case_rev`` is the
    revision of the case that it shows, 0 of an ask without a case.
    """

    place: str
    ref: str
    case_rev: int = 0


def with_card(cards: Iterable[OwnCard], card: OwnCard) -> tuple[OwnCard, ...]:
    """Return them with this one as the newest; those that show an older case are left behind."""
    same = (each for each in cards if each.case_rev == card.case_rev)
    others = [each for each in same if (each.place, each.ref) != (card.place, card.ref)]
    return (*others, card)[-MAX_OWN_CARDS:]
