"""On which days: of the week, of the month, or once; plain dates, without a time or a zone."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

LAST = -1
EVERY_DAY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})

_LAST_YEAR = 9998  # one year short of the calendar's end, so that no zone can push us over it


@dataclass(frozen=True, slots=True)
class Weekly:
    """Some days of every week; Monday is 0."""

    days: frozenset[int]

    def __post_init__(self) -> None:
        if not self.days or not self.days <= EVERY_DAY:
            raise ValueError(f"days of the week are 0 to 6, not {sorted(self.days)}")


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The first, second, third, fourth or last such weekday of every month."""

    nth: int
    weekday: int

    def __post_init__(self) -> None:
        if self.nth not in {1, 2, 3, 4, LAST} or self.weekday not in EVERY_DAY:
            raise ValueError(f"no month always has weekday {self.weekday}, number {self.nth}")


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day that every month has: 1 to 28, or the last one."""

    day: int

    def __post_init__(self) -> None:
        if self.day != LAST and not 1 <= self.day <= 28:
            raise ValueError(f"not every month has a day {self.day}")


@dataclass(frozen=True, slots=True)
class Yearly:
    """One day of every year; 29 February isn't one."""

    month: int
    day: int

    def __post_init__(self) -> None:
        date(2001, self.month, self.day)  # raises ValueError for what a usual year doesn't have


@dataclass(frozen=True, slots=True)
class Once:
    """One date, and never again."""

    date: date


Rule = Weekly | NthWeekday | MonthDay | Yearly | Once


def days_of(rule: Rule, start: date) -> Iterator[date]:
    """Yield the days of a rule from ``start`` on, in order."""
    match rule:
        case Weekly(days):
            end = date(_LAST_YEAR, 12, 31).toordinal()
            every = map(date.fromordinal, range(start.toordinal(), end))
            return (day for day in every if day.weekday() in days)
        case Once(day):
            return iter([day] if day >= start else [])
        case Yearly(month, day_of_month):
            years = range(start.year, _LAST_YEAR)
            dates = (date(year, month, day_of_month) for year in years)
            return (day for day in dates if day >= start)
        case NthWeekday() | MonthDay():
            return (day for day in _monthly(rule, start) if day >= start)


def dump_rule(rule: Rule) -> dict[str, object]:
    """Return a rule as plain JSON values."""
    match rule:
        case Weekly(days):
            return {"rule": "weekly", "days": sorted(days)}
        case NthWeekday(nth, weekday):
            return {"rule": "nth weekday", "nth": nth, "weekday": weekday}
        case MonthDay(day):
            return {"rule": "month day", "day": day}
        case Yearly(month, day):
            return {"rule": "yearly", "month": month, "day": day}
        case Once(day):
            return {"rule": "once", "date": day.isoformat()}


def load_rule(mapping: Mapping[str, object]) -> Rule:
    """Return what ``dump_rule`` wrote; raise ValueError if it isn't that."""
    match mapping:
        case {"rule": "weekly", "days": [*days]}:
            return Weekly(frozenset(int(str(day)) for day in days))
        case {"rule": "nth weekday", "nth": int(nth), "weekday": int(weekday)}:
            return NthWeekday(nth, weekday)
        case {"rule": "month day", "day": int(day)}:
            return MonthDay(day)
        case {"rule": "yearly", "month": int(month), "day": int(day)}:
            return Yearly(month, day)
        case {"rule": "once", "date": str(day)}:
            return Once(date.fromisoformat(day))
    raise ValueError(f"not a rule: {dict(mapping)!r:.200}")


def _monthly(rule: NthWeekday | MonthDay, start: date) -> Iterator[date]:
    for number in range(start.year * 12 + start.month - 1, _LAST_YEAR * 12):
        year, month = number // 12, number % 12 + 1
        first, length = monthrange(year, month)
        match rule:
            case MonthDay(day):
                yield date(year, month, length if day == LAST else day)
            case NthWeekday(nth, weekday):
                day = 1 + (weekday - first) % 7
                weeks = (length - day) // 7 if nth == LAST else nth - 1
                yield date(year, month, day + 7 * weeks)
