"""The only place that reads the clock; the playground may set it ahead, never back."""

import time
from datetime import UTC, datetime, timedelta

# Linux has a clock for it; on macOS the usual one counts sleep, on Windows Python's own does.
_COUNTS_SLEEP = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))


def awake_or_asleep() -> float:
    """Return seconds by a clock that nobody sets, and that goes on while the machine sleeps."""
    return time.monotonic() if _COUNTS_SLEEP is None else time.clock_gettime(_COUNTS_SLEEP)


class Clock:
    """Tells the time in UTC; call it for the present moment."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.ahead = ahead

    def __call__(self) -> datetime:
        """Return the present moment, as this bot lives it."""
        return datetime.now(UTC) + self.ahead  # noqa: TID251 - the one place

    def move_to(self, moment: datetime) -> timedelta:
        """Go forward to a moment and return how far ahead we are now; ValueError if it is past."""
        step = moment - self()
        if step < timedelta():
            raise ValueError("the clock only goes forward")
        self.ahead += step
        return self.ahead
