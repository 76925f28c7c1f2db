"""A channel's own days off: "24 Dec", "2026-12-24 to 2027-01-06 Christmas", one a line."""

import re
from dataclasses import dataclass, replace
from datetime import date, time
from functools import lru_cache

from scheduler.calendar.dates import DATE, MONTHS, Date, read_date
from scheduler.calendar.quotes import quoted

MAX_ENTRIES = 30
WORD = 40  # characters
EXAMPLE = "24 Dec, or 2026-12-24 to 2027-01-06 Christmas"

_CLOCK = r"(?P<hour>\d\d?)[:.](?P<minute>\d\d)|noon|midday"
_LINE = re.compile(
    rf"(?P<first>{DATE})(?: ?(?:to|until|till|through|-) ?(?P<last>{DATE}))?"
    rf"(?: (?:from|after) (?P<begins>{_CLOCK}))?(?:[ :]+(?P<word>.*))?",
    re.IGNORECASE,
)
_PARTS = re.compile(rf"[\n;,]| (?:and|&|\+) (?=(?:{DATE}))", re.IGNORECASE)
# What would be dropped if it were taken for a name.
_NO_NAME = re.compile(
    r"\d|\b(?:from|after|until|till|through|to|noon|midday|mornings?|afternoons?|evenings?|half"
    r"|every|each|except)\b",
    re.IGNORECASE,
)


class DaysOffError(Exception):
    """A line can't be read, or makes no sense; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class DaysOff:
    """One day or some in a row, of one year or of every year, and a word for them."""

    first: Date
    last: Date
    word: str = ""
    begins: time | None = None  # of a part of a day: from then to its end

    def __str__(self) -> str:
        """Return the line that means exactly this."""
        span = _shown(self.first)
        if self.last != self.first:
            span = f"{span} to {_shown(self.last)}"
        if self.begins:
            span = f"{span} from {self.begins:%H:%M}"
        return f"{span} {self.word}".rstrip()

    def hold(self, day: date, at: time | None = None) -> bool:
        """Tell whether a day is one of them, all of it, or a time of it.

        A span of every year may cross the year's end.
        """
        if self.begins is not None and (at is None or at < self.begins):
            return False
        if self.first.year is not None and self.last.year is not None:
            return self.first.of(self.first.year) <= day <= self.last.of(self.last.year)
        first, last = self.first.of(day.year), self.last.of(day.year)
        return first <= day <= last if first <= last else day >= first or day <= last

    def over(self, day: date) -> bool:
        """Tell whether all of it lies before a day."""
        return self.last.year is not None and self.last.of(self.last.year) < day


def read_days_off(text: str) -> tuple[DaysOff, ...]:
    """Return what a text says, by lines, semicolons or commas; DaysOffError says what is wrong."""
    found = _read(text)
    for each in found:
        if unclear := _NO_NAME.search(each.word):
            raise DaysOffError(
                f"What is {quoted(unclear.group())} in {quoted(str(each))}? Part of a day is "
                "written as 24 Dec from 12:00; after it comes a name, if you like."
            )
    return found


def _read(text: str) -> tuple[DaysOff, ...]:
    found: list[DaysOff] = []
    for part in _PARTS.split(re.sub("->|→|⇒", " to ", text)):
        line = " ".join(part.split())
        match = _LINE.fullmatch(re.sub("[–—−]", "-", line))
        if match is not None:
            found.append(_days_off(match, line))
        elif line and found and not found[-1].word and not _NO_NAME.search(line):
            found[-1] = replace(found[-1], word=line[:WORD])  # "24 Dec, Christmas Eve"
        elif line:
            raise DaysOffError(f"I can't read {quoted(line)} as a day. For example: {EXAMPLE}")
    if len(found) > MAX_ENTRIES:
        raise DaysOffError(f"That is {len(found)} entries, and {MAX_ENTRIES} is the most.")
    return tuple(found)


@lru_cache(maxsize=1024)
def known_days_off(text: str) -> tuple[DaysOff, ...]:
    """Return the days of a text that we wrote ourselves; a name in it may be from an older day."""
    return _read(text)


def _days_off(match: re.Match[str], line: str) -> DaysOff:
    first = read_date(match["first"])
    last = read_date(match["last"]) if match["last"] else first
    if first is None or last is None:
        raise DaysOffError(f"There is no such day: {quoted(line)}. For example: {EXAMPLE}")
    first, last = _same_kind(first, last)
    if first.year is not None and last.of(last.year or 0) < first.of(first.year):
        raise DaysOffError(f"{quoted(line)} ends before it begins.")
    begins = _clock(match, line)
    if begins and first != last:
        raise DaysOffError(f"{quoted(line)}: part of a day is of one day. Two lines, please.")
    return DaysOff(first, last, (match["word"] or "").strip()[:WORD], begins)


def _clock(match: re.Match[str], line: str) -> time | None:
    if not match["begins"]:
        return None
    if not match["hour"]:
        return time(12)
    try:
        return time(int(match["hour"]), int(match["minute"]))
    except ValueError:
        raise DaysOffError(f"There is no such time: {quoted(line)}.") from None


def _same_kind(first: Date, last: Date) -> tuple[Date, Date]:
    """Give the year of one end to the other, so that the span is the shorter one."""
    if first.year is not None and last.year is None:
        ends_later = last.of(first.year) >= first.of(first.year)
        return first, replace(last, year=first.year + (not ends_later))
    if last.year is not None and first.year is None:
        starts_before = first.of(last.year) <= last.of(last.year)
        return replace(first, year=last.year - (not starts_before)), last
    return first, last


def _shown(day: Date) -> str:
    if day.year is not None:
        return f"{day.year}-{day.month:02}-{day.day:02}"
    return f"{day.day} {MONTHS[day.month - 1][:3].capitalize()}"
