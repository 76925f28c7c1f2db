"""What a platform asked us to wait with: one method in one workspace, and nothing else."""

from collections.abc import Callable
from datetime import datetime, timedelta

from scheduler.errors import TemporaryError
from scheduler.reasons import Reason

MAX_WAIT = timedelta(hours=1)  # however long a platform asks for
MAX_TRACKED_METHODS = 10_000  # methods of workspaces that we remember to leave alone

Method = tuple[str, str]  # the workspace, and what we ask for there


class RateLimits:
    """Knows which method of which workspace has to wait."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._until: dict[Method, datetime] = {}

    def check(self, method: Method) -> None:
        """Raise TemporaryError, with the time that is left, while the method has to wait."""
        until = self._until.get(method)
        if until is None:
            return
        left = until - self._clock()
        if left > timedelta():
            raise TemporaryError(Reason.RATE_LIMITED, method[1], left)
        del self._until[method]

    def pause(self, method: Method, wait: timedelta) -> None:
        """Let a method wait for so long, an hour at most."""
        if len(self._until) >= MAX_TRACKED_METHODS:
            now = self._clock()
            self._until = {key: until for key, until in self._until.items() if until > now}
        self._until[method] = self._clock() + min(wait, MAX_WAIT)
