"""Quiet hours: a span of the day, by somebody's wall clock, in which nothing is sent."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache

from scheduler.calendar.quotes import quoted
from scheduler.calendar.recurrence import zone_named

EXAMPLE = "21:00 to 07:00"

_CLOCK = r"(\d\d?)(?:[:.](\d\d))? ?([ap]m)?"
_SPAN = re.compile(rf"(?:from )?{_CLOCK} ?(?:to|until|till|-) ?{_CLOCK}(?: (\S+))?")


class QuietError(Exception):
    """The hours can't be read; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one time of day to another, over midnight where the second comes first."""

    start: time
    end: time
    zone: str

    def __str__(self) -> str:
        """Return the text that means exactly this."""
        return f"{self.hours} {self.zone}"

    @property
    def hours(self) -> str:
        """Return the span without its zone."""
        return f"{self.start:%H:%M} to {self.end:%H:%M}"

    def hold(self, moment: datetime) -> bool:
        """Tell whether a moment lies inside, by the wall clock of the zone; the end does not."""
        at = moment.astimezone(zone_named(self.zone)).time()
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


def read_quiet(text: str, zone: str) -> Quiet | None:
    """Return the quiet hours of a text, in ``zone`` unless it names its own; None for no text."""
    cleaned = " ".join(re.sub("[–—−]", "-", text).split())
    if cleaned.lower() in ("", "none", "no"):
        return None
    found = _SPAN.fullmatch(cleaned.replace("AM", "am").replace("PM", "pm"))
    if found is None:
        raise QuietError(f"I can't read {quoted(cleaned)}. For example: {EXAMPLE}")
    *clocks, named = found.groups()
    start, end = _time(*clocks[:3]), _time(*clocks[3:])
    if start == end:
        raise QuietError("That is the whole day. To send nothing at all: /reminders pause")
    try:
        zone_named(named or zone)
    except ValueError:
        raise QuietError(f"I know no time zone “{named}”. For example: Europe/Rome") from None
    return Quiet(start, end, named or zone)


@lru_cache(maxsize=1024)
def known_quiet(text: str) -> Quiet | None:
    """Return the hours of a text that we wrote ourselves."""
    return read_quiet(text, "UTC")


def _time(hour: str, minute: str | None, half: str | None) -> time:
    number = int(hour)
    if half and 1 <= number <= 12:
        number = number % 12 + (12 if half == "pm" else 0)
    elif half:
        number = 99
    try:
        return time(0 if number == 24 and not int(minute or 0) else number, int(minute or 0))
    except ValueError:
        raise QuietError(f"A day goes from 00:00 to 23:59. For example: {EXAMPLE}") from None
