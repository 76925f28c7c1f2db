"""On which days: of the week, of the month, or once; plain dates, without a time or a zone."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, takewhile
from typing import Any

from scheduler.calendar.days_off import known_days_off
from scheduler.calendar.holidays import holiday, weekend

LAST = -1
MOST_WEEKS = 52
MOST_DAYS = 365
MOST_WORKING_DAYS = 10
EVERY_DAY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})

_MOST_BARREN = 24  # months in a row
_FURTHEST_MOVE = timedelta(days=731)
_MONTHS = frozenset(range(1, 13))
_CALENDAR = ("country", "region", "days_off", "week")  # the keys of a calendar
_LAST_YEAR = 9998  # one year short of the calendar's end, so that no zone can push us over it


@dataclass(frozen=True, slots=True)
class Weekly:
    """Some days of every week, or of every second, third … week; Monday is 0."""

    days: frozenset[int]
    every: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.every <= MOST_WEEKS:
            raise ValueError(f"every 1 to {MOST_WEEKS} weeks, not {self.every}")
        if not self.days or not self.days <= EVERY_DAY:
            raise ValueError(f"days of the week are 0 to 6, not {sorted(self.days)}")


@dataclass(frozen=True, slots=True)
class Spaced:
    """Every second, third … day, whatever day of the week it is."""

    every: int

    def __post_init__(self) -> None:
        if not 1 < self.every <= MOST_DAYS:
            raise ValueError(f"every 2 to {MOST_DAYS} days, not {self.every}")


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The first, second, third, fourth or last such weekday of every month; ``also`` are others.

    Of some months only, where ``months`` names them.
    """

    nth: int
    weekday: int
    also: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        _check_months(self.months)
        if not self.numbers <= {1, 2, 3, 4, LAST} or self.weekday not in EVERY_DAY:
            raise ValueError(f"no month always has weekday {self.weekday}, number {self.nth}")
        first, *others = sorted(self.numbers, key=lambda nth: (nth == LAST, nth))
        object.__setattr__(self, "nth", first)
        object.__setattr__(self, "also", frozenset(others))

    @property
    def numbers(self) -> frozenset[int]:
        """Return which of the month they are."""
        return self.also | {self.nth}


@dataclass(frozen=True, slots=True)
class MonthDays:
    """Days that every month has, 1 to 28 or the last one; of some ``months``, if any are named."""

    days: frozenset[int]
    months: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        _check_months(self.months)
        if not self.days or any(day != LAST and not 1 <= day <= 28 for day in self.days):
            raise ValueError(f"not every month has the days {sorted(self.days)}")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """On which days people work somewhere.

    By the weekends and the holidays of a country, or of one of its regions, and by days off of
    one's own as ``scheduler.calendar.days_off`` reads them; without a country, Monday to Friday.
    ``week`` is the working week where it isn't the country's.
    """

    country: str = ""
    region: str = ""
    days_off: str = ""
    week: frozenset[int] = frozenset()

    def is_worked(self, day: date) -> bool:
        """Tell whether people work on a day."""
        week = self.week or EVERY_DAY - weekend(self.country)
        return day.weekday() in week and not self.is_off(day)

    def is_off(self, day: date) -> bool:
        """Tell whether a day is a holiday, or a day off; weekends are neither."""
        own = any(each.hold(day) for each in known_days_off(self.days_off))
        return own or bool(holiday(self.country, self.region, day))


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """The first, second … or last day of every month on which people work.

    A month without any has none. Of some months only, where ``months`` names them.
    """

    nth: int
    calendar: WorkCalendar = WorkCalendar()
    months: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        _check_months(self.months)
        if self.nth != LAST and not 1 <= self.nth <= MOST_WORKING_DAYS:
            raise ValueError(f"not every month has a working day {self.nth}")


@dataclass(frozen=True, slots=True)
class Yearly:
    """One day of every year, and ``also`` others as (month, day); 29 February isn't one."""

    month: int
    day: int
    also: frozenset[tuple[int, int]] = frozenset()

    def __post_init__(self) -> None:
        first, *others = self.dates
        for month, day in (first, *others):
            date(2001, month, day)  # raises ValueError for what a usual year doesn't have
        object.__setattr__(self, "month", first[0])
        object.__setattr__(self, "day", first[1])
        object.__setattr__(self, "also", frozenset(others))

    @property
    def dates(self) -> list[tuple[int, int]]:
        """Return the days as (month, day), in order."""
        return sorted(self.also | {(self.month, self.day)})


@dataclass(frozen=True, slots=True)
class Once:
    """One date, and never again."""

    date: date


Fixed = Weekly | Spaced | NthWeekday | MonthDays | WorkingDay | Yearly | Once


@dataclass(frozen=True, slots=True)
class Moved:
    """The days of another rule; one that is a holiday, or a day off, moves to the next workday."""

    rule: Fixed
    calendar: WorkCalendar


Rule = Fixed | Moved


def unmoved(rule: Rule) -> Fixed:
    """Return a rule with its days where they are meant to be."""
    return rule.rule if isinstance(rule, Moved) else rule


def days_of(
    rule: Rule, start: date, first: date | None = None, last: date | None = None
) -> Iterator[date]:
    """Yield the days of a rule from ``start`` on, in order.

    None is meant for a day before ``first``, or after ``last``; ``first`` is the day, or a day of
    the week, from which every second, third … one is counted.
    """
    if isinstance(rule, Moved):
        return _moved(rule, start, first, last)
    days = _days_of(rule, max(start, first) if first else start, first)
    return takewhile(lambda day: day <= last, days) if last else days


def _days_of(rule: Fixed, start: date, first: date | None) -> Iterator[date]:
    match rule:
        case Weekly(days, every):
            week = _week_of(first or start)
            end = date(_LAST_YEAR, 12, 31).toordinal()
            all_days = map(date.fromordinal, range(start.toordinal(), end))
            of_week = (day for day in all_days if day.weekday() in days)
            return (day for day in of_week if (_week_of(day) - week) % every == 0)
        case Spaced(every):
            return _spaced(every, first or start, start)
        case Once(day):
            return iter([day] if day >= start else [])
        case Yearly():
            years = range(start.year, _LAST_YEAR)
            dates = (date(year, *of_year) for year in years for of_year in rule.dates)
            return (day for day in dates if day >= start)
        case WorkingDay():
            return (day for day in _working(rule, start) if day >= start)
        case NthWeekday() | MonthDays():
            return (day for day in _monthly(rule, start) if day >= start)


def dump_rule(rule: Rule) -> dict[str, object]:
    """Return a rule as plain JSON values."""
    match rule:
        case Weekly(days, every):
            weeks = {"every": every} if every > 1 else {}
            return {"rule": "weekly", "days": sorted(days), **weeks}
        case Spaced(every):
            return {"rule": "spaced", "every": every}
        case NthWeekday(nth, weekday, also, months):
            others = {"also": sorted(also)} if also else {}
            named = {"rule": "nth weekday", "nth": nth, "weekday": weekday, **others}
            return {**named, **_dump_months(months)}
        case MonthDays(days, months):
            return {"rule": "month days", "days": sorted(days), **_dump_months(months)}
        case WorkingDay(nth, calendar, months):
            named = {"rule": "working day", "nth": nth, **_dump_calendar(calendar)}
            return {**named, **_dump_months(months)}
        case Moved(moved, calendar):
            return {**dump_rule(moved), "moved": _dump_calendar(calendar)}
        case Yearly(month, day, also):
            dates = {"also": [list(each) for each in sorted(also)]} if also else {}
            return {"rule": "yearly", "month": month, "day": day, **dates}
        case Once(day):
            return {"rule": "once", "date": day.isoformat()}


def load_rule(mapping: Mapping[str, object]) -> Rule:
    """Return what ``dump_rule`` wrote; raise ValueError if it isn't that."""
    match mapping:
        case {"moved": Mapping() as calendar}:
            others = {key: value for key, value in mapping.items() if key != "moved"}
            return Moved(unmoved(load_rule(others)), _load_calendar(calendar))
        case {"rule": "weekly", "days": [*days]}:
            every = mapping.get("every", 1)
            return Weekly(frozenset(int(str(day)) for day in days), int(str(every)))
        case {"rule": "spaced", "every": int(every)}:
            return Spaced(every)
        case {"rule": "nth weekday", "nth": int(nth), "weekday": int(weekday)}:
            also = frozenset(_load_list(mapping, "also"))
            return NthWeekday(nth, weekday, also, _load_months(mapping))
        case {"rule": "month days", "days": [*days]}:
            return MonthDays(frozenset(int(str(day)) for day in days), _load_months(mapping))
        case {"rule": "month day", "day": int(day)}:  # before there could be several
            return MonthDays(frozenset({day}))
        case {"rule": "working day", "nth": int(nth)}:
            return WorkingDay(nth, _load_calendar(mapping), _load_months(mapping))
        case {"rule": "yearly", "month": int(month), "day": int(day)}:
            dates = ((int(month), int(day)) for month, day in _load_list(mapping, "also"))
            return Yearly(month, day, frozenset(dates))
        case {"rule": "once", "date": str(day)}:
            return Once(date.fromisoformat(day))
    raise ValueError(f"not a rule: {dict(mapping)!r:.200}")


def _dump_months(months: frozenset[int]) -> dict[str, list[int]]:
    return {"months": sorted(months)} if months else {}


def _load_months(mapping: Mapping[str, object]) -> frozenset[int]:
    return frozenset(_load_list(mapping, "months"))


def _load_list(mapping: Mapping[str, object], key: str) -> list[Any]:
    found = mapping.get(key)
    return found if isinstance(found, list) else []


def _check_months(months: frozenset[int]) -> None:
    if not months <= _MONTHS:
        raise ValueError(f"months are 1 to 12, not {sorted(months)}")


def _dump_calendar(calendar: WorkCalendar) -> dict[str, str]:
    week = ",".join(map(str, sorted(calendar.week)))
    where = (calendar.country, calendar.region, calendar.days_off, week)
    return {key: value for key, value in zip(_CALENDAR, where, strict=True) if value}


def _load_calendar(mapping: Mapping[str, object]) -> WorkCalendar:
    country, region, days_off, week = (str(mapping.get(key, "")) for key in _CALENDAR)
    own = frozenset(int(day) for day in week.split(",") if day)
    return WorkCalendar(country, region, days_off, own)


def _moved(rule: Moved, start: date, first: date | None, last: date | None) -> Iterator[date]:
    """Yield the days of a rule that moves, each once; what moves may pass days that don't.

    It ends where no workday comes for years.
    """
    waiting: set[date] = set()
    for day in days_of(rule.rule, _run_before(start, rule.calendar), first, last):
        yield from sorted(each for each in waiting if start <= each < day)
        waiting = {each for each in waiting if each >= day}
        moved = _workday_from(day, rule.calendar) if rule.calendar.is_off(day) else day
        if moved is None:
            break
        waiting.add(moved)
    yield from sorted(each for each in waiting if each >= start)


def _run_before(day: date, calendar: WorkCalendar) -> date:
    """Return the first of the days right before a day on which nobody works, or the day."""
    for _ in range(_FURTHEST_MOVE.days):
        if calendar.is_worked(day - timedelta(days=1)):
            break
        day -= timedelta(days=1)
    return day


def _workday_from(day: date, calendar: WorkCalendar) -> date | None:
    """Return the first workday after a day, None if there is none for years."""
    days = (day + timedelta(days=number) for number in range(1, _FURTHEST_MOVE.days + 1))
    return next(filter(calendar.is_worked, days), None)


def _spaced(every: int, first: date, start: date) -> Iterator[date]:
    """Yield the days that are so far apart, counted from the first; those from ``start`` on."""
    ahead = max(0, -((first - start).days // every)) * every
    end = date(_LAST_YEAR, 12, 31).toordinal()
    return map(date.fromordinal, range(first.toordinal() + ahead, end, every))


def _week_of(day: date) -> int:
    """Return the number of a week, which begins on Monday, counted from the year 1."""
    return (day.toordinal() - 1) // 7


def _working(rule: WorkingDay, start: date) -> Iterator[date]:
    """Yield them until two years go by without any: days off may be all days."""
    barren = 0
    for year, month in _months(start, rule.months):
        days = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
        nth = 1 if rule.nth == LAST else rule.nth
        worked = filter(rule.calendar.is_worked, reversed(days) if rule.nth == LAST else days)
        found = next(islice(worked, nth - 1, None), None)
        if found is not None:
            yield found
        barren = 0 if found else barren + 1
        if barren > _MOST_BARREN:
            return


def _months(start: date, among: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield years and months from that of a day on; of those that are named, where any are."""
    for number in range(start.year * 12 + start.month - 1, _LAST_YEAR * 12):
        year, month = number // 12, number % 12 + 1
        if not among or month in among:
            yield year, month


def _monthly(rule: NthWeekday | MonthDays, start: date) -> Iterator[date]:
    for year, month in _months(start, rule.months):
        first, length = monthrange(year, month)
        match rule:
            case MonthDays(days):
                found = sorted({length if day == LAST else day for day in days})
                yield from (date(year, month, day) for day in found)
            case NthWeekday(weekday=weekday):
                day = 1 + (weekday - first) % 7
                last = (length - day) // 7
                weeks = sorted({last if nth == LAST else nth - 1 for nth in rule.numbers})
                yield from (date(year, month, day + 7 * week) for week in weeks)
