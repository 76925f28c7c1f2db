"""Steps of the wall clock: somebody, or the network's time, has set it forward or back."""

from collections.abc import Callable
from datetime import timedelta

LEAST = timedelta(seconds=1)  # less is how clocks are kept right
TOLD_FOR = 60.0  # s
MAX_LEEWAY = timedelta(days=1)  # what a longer step forward leaves behind is simply late


class StepWatch:
    """Notices when the wall clock and the monotonic clock, both in seconds, grow apart at once."""

    def __init__(self, wall: Callable[[], float], monotonic: Callable[[], float]) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._apart = wall() - monotonic()
        self._step = timedelta()
        self._seen = float("-inf")

    def look(self) -> timedelta:
        """Return the step since the last look, back if it is negative; nothing is no step."""
        apart = self._wall() - self._monotonic()
        step, self._apart = timedelta(seconds=apart - self._apart), apart
        if abs(step) < LEAST:
            return timedelta()
        self._step, self._seen = step, self._monotonic()
        return step

    @property
    def recent(self) -> timedelta:
        """Return the last step for a minute, then nothing."""
        is_recent = self._monotonic() - self._seen < TOLD_FOR
        return self._step if is_recent else timedelta()

    @property
    def leeway(self) -> timedelta:
        """Return how much later than its grace a moment may be sent: it lay within the step."""
        forward = max(self.recent, timedelta())
        return forward if forward <= MAX_LEEWAY else timedelta()
