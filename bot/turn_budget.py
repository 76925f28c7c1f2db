"""How much one person, and one workspace, may do in a while: a token bucket for each."""

from collections.abc import Callable, Hashable

from handlers.turn import Turn

MINUTE = 60.0  # s
SECOND = 1.0  # s
ROUNDING = 0.001  # of one turn: what the sum of many fractions may be off by
MAX_TRACKED = 20_000  # people, and workspaces: more than act within a minute

TakeTurn = Callable[[Turn], bool]  # whether there was one left for it


def unlimited(turn: Turn) -> bool:
    """Let everybody do as much as they like."""
    return True


class TurnBudget:
    """Counts turns: so many at once, and so many a minute (of a workspace: a second)."""

    def __init__(self, person: int, workspace: int, clock: Callable[[], float]) -> None:
        """Count by a monotonic clock, in seconds; 0 turns stand for no limit."""
        self._people = Buckets(person, MINUTE)
        self._workspaces = Buckets(workspace, SECOND)
        self._clock = clock

    def take(self, turn: Turn) -> bool:
        """Count a turn, or tell that there is none left; then it costs nobody anything."""
        now, workspace = self._clock(), turn.tenant
        person = (workspace, turn.person.id)
        if not (self._people.has_one(person, now) and self._workspaces.has_one(workspace, now)):
            return False
        self._people.take(person, now)
        self._workspaces.take(workspace, now)
        return True


class Buckets:
    """A bucket of ``size`` for each key, which fills up again evenly within ``period`` seconds.

    Of each only the moment is kept at which it will be full again; one that is full isn't kept.
    """

    def __init__(self, size: int, period: float, max_tracked: int = MAX_TRACKED) -> None:
        self._period = period
        self._each = period / size if size else 0.0
        self._max_tracked = max_tracked
        self._full_at: dict[Hashable, float] = {}  # the one that was used last comes last

    def has_one(self, key: Hashable, now: float) -> bool:
        """Tell whether one can be taken."""
        full_at = self._full_at.get(key, now)
        return full_at - now + self._each <= self._period + self._each * ROUNDING

    def take(self, key: Hashable, now: float) -> None:
        """Take one; of too many keys the one that has rested longest is forgotten."""
        if not self._each:
            return
        full_at = max(self._full_at.pop(key, now), now)
        self._full_at[key] = full_at + self._each
        if len(self._full_at) > self._max_tracked:
            del self._full_at[next(iter(self._full_at))]
