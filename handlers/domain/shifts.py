"""When somebody works: plain hours by weekday, in their own zone; starts, ends, and between."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SAID_WITHIN = timedelta(hours=1)  # after a start or an end: later, nothing is said of it
EXAMPLE = "For example: Mon-Fri 09:00-17:00; Sat 10:00-14:00"
_LINE = re.compile(r"(?P<days>[a-z ,–-]+?)\s+(?P<start>[\d:apm]+)\s*[-–]\s*(?P<end>[\d:apm]+)")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d\d))?([ap]m)?")  # of 24 hours, unless it says am or pm
_ALIKE = {"weekdays": "mon-fri", "daily": "mon-sun", "every day": "mon-sun"}
NOON = 12  # hours
_WEEK = 8  # days to look ahead: the same weekday once more


class Edge(StrEnum):
    """Where a shift begins, or is over."""

    START = "start"
    END = "end"


class UnreadableHoursError(ValueError):
    """What was typed are no hours; the message is the line under the field."""


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when by weekday, Monday is 0; one that ends no later goes over midnight."""

    days: Mapping[int, tuple[time, time]] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return them as they may be typed again."""
        lines: list[str] = []
        for day in sorted(self.days):
            start, end = self.days[day]
            lines.append(f"{DAYS[day]} {start:%H:%M}-{end:%H:%M}")
        return "; ".join(lines)

    def stored(self) -> Mapping[str, list[str]]:
        """Return them as plain JSON values."""
        return {
            str(day): [f"{start:%H:%M}", f"{end:%H:%M}"] for day, (start, end) in self.days.items()
        }

    @classmethod
    def load(cls, stored: Mapping[str, list[str]]) -> Self:
        """Read back what ``stored`` wrote."""
        return cls(
            {
                int(day): (time.fromisoformat(start), time.fromisoformat(end))
                for day, (start, end) in stored.items()
            }
        )


@dataclass(frozen=True, slots=True)
class Working:
    """When one person works, and in which zone."""

    hours: Hours
    zone: str

    def is_on(self, at: datetime) -> bool:
        """Tell whether it is within a shift: from its start on, and no longer at its end."""
        return any(start <= at < end for start, end in self._shifts(at))

    def edges(self, after: datetime, until: datetime) -> Iterator[tuple[datetime, Edge]]:
        """Yield the starts and ends later than one moment, up to another, in order."""
        found: list[tuple[datetime, Edge]] = []
        for start, end in self._shifts(after):
            found += [(start, Edge.START), (end, Edge.END)]
        ends_first = sorted(found, key=lambda each: (each[0], each[1] is Edge.START))
        yield from (each for each in ends_first if after < each[0] <= until)

    def next_edge(self, at: datetime) -> datetime | None:
        """Return the next start or end; None where there are no hours."""
        return next((moment for moment, _ in self.edges(at, at + timedelta(days=_WEEK))), None)

    def next_start(self, at: datetime) -> datetime | None:
        """Return when the next shift begins, later than this; None where there is none."""
        edges = self.edges(at, at + timedelta(days=_WEEK))
        return next((moment for moment, edge in edges if edge is Edge.START), None)

    def held_until(self, at: datetime) -> datetime | None:
        """Return until when what wasn't asked for waits; None: it may come now."""
        return None if not self.hours.days or self.is_on(at) else self.next_start(at)

    def _shifts(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the shifts from the day before to a week after, in order."""
        today = at.astimezone(ZoneInfo(self.zone)).date()
        for ahead in range(-1, _WEEK + 1):
            day = today + timedelta(days=ahead)
            if hours := self.hours.days.get(day.weekday()):
                start, end = hours
                over = day + timedelta(days=1) if end <= start else day
                yield self._moment(day, start), self._moment(over, end)

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, ZoneInfo(self.zone)).astimezone(UTC)


def read_hours(text: str) -> Hours:
    """Return the hours that were typed, several parted by ``;`` or a new line; none of nothing."""
    days: dict[int, tuple[time, time]] = {}
    for line in re.split(r"[;\n]", text):
        if line.strip():
            days |= _line(" ".join(line.lower().split()))
    return Hours(days)


def _line(line: str) -> dict[int, tuple[time, time]]:
    for words, same in _ALIKE.items():
        line = line.replace(words, same)
    found = _LINE.fullmatch(line)
    start, end = (_clock(found[name]) if found else None for name in ("start", "end"))
    if found is None or start is None or end is None:
        raise UnreadableHoursError(f"I can't read “{line}”. {EXAMPLE}")
    return dict.fromkeys(_weekdays(found["days"], line), (start, end))


def _clock(text: str) -> time | None:
    """Return a time of day; None if it is none."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= NOON:
        return None
    hour = hour % NOON + (NOON if half == "pm" else 0) if half else hour
    return time(hour, minute) if hour < 2 * NOON and minute < 60 else None


def _weekdays(words: str, line: str) -> Iterator[int]:
    for part in re.split(r"[ ,]+", re.sub(r"\s*[-–]\s*", "-", words.strip())):
        first, _, last = part.partition("-")
        start, end = _weekday(first, line), _weekday(last or first, line)
        for ahead in range((end - start) % 7 + 1):
            yield (start + ahead) % 7


def _weekday(word: str, line: str) -> int:
    names = {name.lower(): number for number, name in enumerate(DAYS)}
    if word[:3] not in names:
        raise UnreadableHoursError(f"I can't read “{line}”. {EXAMPLE}")
    return names[word[:3]]
