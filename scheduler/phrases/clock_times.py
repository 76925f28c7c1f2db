"""Times of the clock as people write and say them: 16:30, 4 pm, half past four, noon."""

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

SURE_FROM = 7  # hours of the morning that need no am: a bare 5 may be one of the afternoon


class Part(StrEnum):
    """A part of the day that stands beside a time."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


_HOURS = {  # of the clock, from and to
    Part.MORNING: (0, 11),
    Part.AFTERNOON: (12, 18),
    Part.EVENING: (16, 23),
    Part.NIGHT: (18, 23),
}


class NoSuchTimeError(ValueError):
    """A time that no day has, or that contradicts itself; it says why."""


@dataclass(frozen=True, slots=True)
class ClockTime:
    """What was written: an hour of the half or of the whole day, and a minute.

    ``half`` is am or pm, or empty. ``sure``: written as a time of 24 hours (16:30, 08:00).
    ``spoken``: said as people say it (half past four).
    """

    hour: int
    minute: int
    half: str = ""
    sure: bool = False
    spoken: bool = False

    def meanings(self, part: Part | None) -> tuple[time, ...]:
        """Return the times of day that it may mean, one or two; with a part of the day, one.

        Raises NoSuchTimeError where it means none.
        """
        if self.hour > 23 or self.minute > 59:
            raise NoSuchTimeError("A day goes from 00:00 to 23:59.")
        if self.half and not 1 <= self.hour <= 12:
            raise NoSuchTimeError("It mixes two clocks. Write 13:00 or 1 pm.")
        found = [time(hour, self.minute) for hour in self._hours()]
        if part is Part.MORNING and self.hour == 12 and not self.half:
            raise NoSuchTimeError("Is it noon, or midnight? Write it as 12:00.")
        if part is not None:
            first, last = _HOURS[part]
            found = [each for each in found if first <= each.hour <= last]
            if len(found) != 1:
                raise NoSuchTimeError(f"Which time of the {part} is it? Write it as 16:00.")
        return tuple(found)

    def _hours(self) -> tuple[int, ...]:
        if self.half:
            return (self.hour % 12 + (12 if self.half == "pm" else 0),)
        if self.sure or self.hour > 12 or self.hour == 0:
            return (self.hour,)
        return (self.hour % 12, self.hour % 12 + 12)


_HALF = r"(?: ?(?P<half>[ap])\.? ?m\b\.?)?"
_WRITTEN = (
    re.compile(rf"(?P<hour>\d\d?)[:.](?P<minute>\d\d)(?![\d:.]){_HALF}"),
    re.compile(r"(?P<hour>\d\d?) ?h ?(?P<minute>\d\d)?\b(?! ?\d)"),
    re.compile(r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?!\d)(?: ?(?:hrs|hours|h)\b)?"),
    re.compile(rf"(?P<hour>\d\d?)(?![\d:./-]|st\b|nd\b|rd\b|th\b){_HALF}(?: ?o'?clock\b)?"),
)
_MINUTES = {"half": 30, "quarter": 15}
_SPOKEN = re.compile(  # "10 to 12" may be two hours: it needs "minutes", or to be 20 or 25
    r"(?:(?:a )?(?P<named>half|quarter) (?P<way>past|to|after)"
    r"|(?P<minutes>\d\d?)(?: min(?:ute)?s?)? (?P<past>past)"
    r"|(?P<left>\d\d? min(?:ute)?s?|2[05]) (?:to|before)) "
    rf"(?P<hour>\d\d?)(?![\d:./-]){_HALF}"
)
_NOON = re.compile(r"(?:12 )?(?:noon|midday)\b")


def clock_time(text: str, position: int = 0) -> tuple[ClockTime, int] | None:
    """Return the time that stands there and where it ends, or None.

    The text is plain and in lower case, its numbers are figures.
    """
    if found := _NOON.match(text, position):
        return ClockTime(12, 0, sure=True), found.end()
    if found := _SPOKEN.match(text, position):
        return _spoken(found), found.end()
    for pattern in _WRITTEN:
        if found := pattern.match(text, position):
            return _written(found), found.end()
    return None


def exact_time(text: str) -> time | None:
    """Return the time of day that a text is; None if it is none, or could be another."""
    plain = " ".join(text.lower().split())
    read = clock_time(plain)
    if read is None or read[1] != len(plain):
        return None
    try:
        times = read[0].meanings(None)
    except NoSuchTimeError:
        return None
    return times[0] if len(times) == 1 else None


def _spoken(found: re.Match[str]) -> ClockTime:
    figures = found["minutes"] or (found["left"] or "").partition(" ")[0]
    minutes = int(figures) if figures else _MINUTES[found["named"]]
    hour = int(found["hour"])
    if found["left"] or found["way"] == "to":
        hour, minutes = (hour - 1 or 12), 60 - minutes
    return ClockTime(hour, minutes, _half(found), spoken=True)


def _written(found: re.Match[str]) -> ClockTime:
    hour, minute = found["hour"], found.groupdict().get("minute")
    whole = found.re is _WRITTEN[1] or found.re is _WRITTEN[2] or hour.startswith("0")
    return ClockTime(int(hour), int(minute or 0), _half(found), sure=whole)


def _half(found: re.Match[str]) -> str:
    half = found.groupdict().get("half")
    return f"{half}m" if half else ""
