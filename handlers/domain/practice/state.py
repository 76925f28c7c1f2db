"""How a customer of practice feels, and what one turn changed of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from content.moves import ActId, AnswerId, NoteId
from handlers.domain.practice.run import Said

BOILING, HOT, WARM = 8.5, 6.0, 3.5  # anger, from which they are so


class Phase(StrEnum):
    """Where a customer stands: they open up once they feel heard, and a wrong word closes them."""

    VENTING = "venting"
    OPEN = "open"
    RESOLVED = "resolved"
    LOST = "lost"

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more is said."""
        return self in (Phase.RESOLVED, Phase.LOST)


class Heat(StrEnum):
    """How angry they are, in a word."""

    BOILING = "boiling"
    HOT = "hot"
    WARM = "warm"
    COOL = "cool"


@dataclass(frozen=True, slots=True)
class State:
    """How they feel just now: anger, trust and the feeling of being heard go from 0 to 10.

    ``beat``: how much of their story is out. ``fixed``, ``dated``, ``recognised``, ``limited``:
    they got their step, its time, somebody who owns it, a fair limit. ``sore``: for so many turns
    what hurt them isn't past. ``boil``: for so many turns they have been about to go.
    ``was_open``: they are open, or were when they went. ``used``: how often each finding was
    heard, ``lines``: how often they answered to a moment.
    """

    anger: float
    trust: float
    heard: float = 0.0
    phase: Phase = Phase.VENTING
    turn: int = 0
    beat: int = 0
    fixed: bool = False
    dated: bool = False
    recognised: bool = False
    limited: bool = True
    sorry: int = 0
    sore: int = 0
    boil: int = 0
    was_open: bool = False
    used: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def heat(self) -> Heat:
        """Return how angry they are, in a word."""
        if self.anger >= BOILING:
            return Heat.BOILING
        if self.anger >= HOT:
            return Heat.HOT
        return Heat.WARM if self.anger > WARM else Heat.COOL


@dataclass(frozen=True, slots=True)
class Effect:
    """What one thing did: ``about`` is a finding, or a note on the whole turn.

    ``worn``: it was said before, and counts no more.
    """

    about: ActId
    anger: float
    trust: float
    heard: float
    worn: NoteId | None = None

    @property
    def good(self) -> float:
        """Return how much good it did; below nought it did harm."""
        return self.trust + self.heard - self.anger


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn as the customer heard it, and what they say to it; ``answer`` is to what."""

    said: Said
    before: State
    after: State
    effects: tuple[Effect, ...]
    answer: AnswerId | None  # none: they tell more of their story
    says: str

    @property
    def good(self) -> float:
        """Return how much good the turn did."""
        return sum(each.good for each in self.effects)
