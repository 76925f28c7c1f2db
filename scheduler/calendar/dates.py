"""Dates as people write them: "24 Dec", "24 December 2026", "2026-12-24"; and days gone by."""

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta

DATE = r"\d{4}-\d\d?-\d\d?|\d\d?(?:st|nd|rd|th)?\.? ?[a-z]{3,9}\.?(?: \d{4}\b)?" + (
    r"|[a-z]{3,9}\.? \d\d?(?:st|nd|rd|th)?\b(?:,? \d{4}\b)?"
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1}
_HALF_YEAR = timedelta(days=182)


@dataclass(frozen=True, slots=True)
class Date:
    """A day of a month, of one year or, without one, of every year."""

    month: int
    day: int
    year: int | None = None

    def of(self, year: int) -> date:
        """Return the date in a year; 29 February is the 28th where there is none."""
        leap_day = (self.month, self.day) == (2, 29) and not isleap(year)
        return date(year, self.month, 28 if leap_day else self.day)


def read_date(text: str) -> Date | None:
    """Return what a text says, if it is one date of the kinds above and exists."""
    cleaned = " ".join(text.lower().replace(",", " ").split())
    if found := re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", cleaned):
        year, month, day = map(int, found.groups())
        return _existing(month, day, year)
    cleaned = re.sub(r"(?<=\d)(st|nd|rd|th)\b|\.", "", cleaned)
    if found := re.fullmatch(r"(\d\d?) ?([a-z]+)(?: (\d{4}))?", cleaned):
        day_shown, name, year_shown = found.groups()
    elif found := re.fullmatch(r"([a-z]+) (\d\d?)(?: (\d{4}))?", cleaned):
        name, day_shown, year_shown = found.groups()
    else:
        return None
    numbers = [n for n, month in enumerate(MONTHS, 1) if len(name) > 2 and month.startswith(name)]
    if name == "sept":
        numbers = [9]
    if not numbers:
        return None
    return _existing(numbers[0], int(day_shown), int(year_shown) if year_shown else None)


def day_meant(text: str, today: date) -> date | None:
    """Return the day that somebody asks about who looks back; None when it is none we can read.

    A weekday is the last one, today included; a date without a year is the nearest.
    """
    cleaned = " ".join(text.lower().removeprefix("on ").removeprefix("last ").split()).strip(".?!")
    if cleaned in _RELATIVE:
        return today + timedelta(days=_RELATIVE[cleaned])
    numbers = [n for n, name in enumerate(DAYS) if len(cleaned) > 2 and name.startswith(cleaned)]
    if numbers:
        return today - timedelta(days=(today.weekday() - numbers[0]) % 7)
    found = read_date(cleaned)
    if found is None:
        return None
    if found.year is not None:
        return found.of(found.year)
    near = (found.of(year) for year in (today.year - 1, today.year, today.year + 1))
    return next((day for day in near if abs(day - today) <= _HALF_YEAR), found.of(today.year))


def _existing(month: int, day: int, year: int | None) -> Date | None:
    try:
        date(year or 2000, month, day)  # 2000 has every date that any year has
    except ValueError:
        return None
    return Date(month, day, year) if year is None or 2000 <= year < 2200 else None
