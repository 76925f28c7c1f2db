"""What a platform asked us to wait with: one method in one place of a workspace, nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from scheduler.errors import TemporaryError
from scheduler.reasons import Reason

MAX_WAIT = timedelta(hours=1)  # however long a platform asks for
MAX_TRACKED = 10_000  # what we remember to leave alone


class Limited(NamedTuple):
    """What is limited as one: a method in a workspace, or in one channel of it."""

    workspace: str
    method: str
    channel: str = ""


class RateLimits:
    """Knows what has to wait; on the monotonic clock, for the other may be set back."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._until: dict[Limited, float] = {}

    def check(self, limited: Limited) -> None:
        """Raise TemporaryError, with the time that is left, while it has to wait."""
        until = self._until.get(limited)
        if until is None:
            return
        left = until - self._monotonic()
        if left > 0:
            raise TemporaryError(Reason.RATE_LIMITED, limited.method, timedelta(seconds=left))
        del self._until[limited]

    def pause(self, limited: Limited, wait: timedelta) -> None:
        """Let it wait for so long, an hour at most."""
        now = self._monotonic()
        if len(self._until) >= MAX_TRACKED:
            self._until = {key: until for key, until in self._until.items() if until > now}
        self._until[limited] = now + min(wait, MAX_WAIT).total_seconds()
