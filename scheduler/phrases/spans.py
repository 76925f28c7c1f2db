"""Every how many weeks, from which day and until which: readers, and the recurrence they make."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from scheduler.calendar.day_rules import (
    EVERY_DAY,
    LAST,
    MOST_WEEKS,
    MonthDays,
    NthWeekday,
    Once,
    Rule,
    Weekly,
    WorkingDay,
    days_of,
)
from scheduler.calendar.recurrence import Recurrence, upcoming
from scheduler.phrases.parsed import Parsed, date_of, named_date, numbers
from scheduler.phrases.vocabulary import DAY_NAMES, MONTH_NAMES, Kind, Word

MOST_TIMES = 1000  # a recurrence that ends after more of them doesn't end in our days

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
_FORTNIGHT = 2  # weeks
_YEAR = 12  # months
_QUARTER_STARTS, _QUARTER_ENDS = frozenset({1, 4, 7, 10}), frozenset({3, 6, 9, 12})
_QUARTERLY = "first working day of the quarter 09:00"


def read_interval(run: Sequence[Word], parsed: Parsed) -> None:
    """Read "every 2 weeks", "every other Friday"."""
    weeks = (*numbers(run, Kind.NUMBER, Kind.ORDINAL), _FORTNIGHT)[0]
    if not 1 <= weeks <= MOST_WEEKS:
        raise parsed.refused(f"Every 1 to {MOST_WEEKS} weeks, please, not {weeks}.")
    if parsed.every not in (1, weeks):
        raise parsed.ambiguous(f"Every {parsed.every} weeks, or every {weeks}?")
    parsed.every = weeks
    days = set(numbers(run, Kind.WEEKDAY))
    parsed.days |= days
    parsed.named |= days


def read_once(run: Sequence[Word], parsed: Parsed) -> None:
    """Read "once"."""
    parsed.once = True


def once_only(parsed: Parsed, rule: Rule) -> Rule:
    """Return the one day that is meant, where a rule of days is said to come once."""
    if not parsed.once or isinstance(rule, Once):
        return rule
    if parsed.each or not isinstance(rule, Weekly) or len(rule.days) > 1:
        raise parsed.ambiguous("Once, or again and again?", parsed.examples.date)
    return Once(_weekday(min(rule.days), parsed))


def read_month_interval(run: Sequence[Word], parsed: Parsed) -> None:
    """Read "every 3 months", "every other month"."""
    months = (*numbers(run, Kind.NUMBER, Kind.ORDINAL), 2)[0]
    if months < 1 or _YEAR % months:
        raise parsed.refused("Every 1, 2, 3, 4, 6 or 12 months, please, so that years are alike.")
    if parsed.months not in (1, months):
        raise parsed.ambiguous(f"Every {parsed.months} months, or every {months}?")
    parsed.months = months


def in_months(parsed: Parsed, rule: Rule) -> Rule:
    """Return a rule of days of the month in every second, third … month only, where that is said.

    They are counted from the first; quarters are those of the calendar, else.
    """
    if not parsed.quarterly and parsed.months == 1:
        return rule
    if not isinstance(rule, NthWeekday | MonthDays | WorkingDay) or rule.months:
        raise parsed.ambiguous("Which day of the month?", _QUARTERLY)
    first = parsed.first
    if parsed.quarterly and (first is None or next(days_of(rule, first)) != first):
        return replace(rule, months=_quarter_months(parsed, rule))
    step = 3 if parsed.quarterly else parsed.months
    if first is None:
        example = f"{parsed.examples.days} from {parsed.examples.date[:10]}"
        raise parsed.ambiguous("From which month are they counted? Add «from» and a date.", example)
    months = {(first.month - 1 + each) % _YEAR + 1 for each in range(0, _YEAR, step)}
    return replace(rule, months=frozenset(months))


def _quarter_months(parsed: Parsed, rule: NthWeekday | MonthDays | WorkingDay) -> frozenset[int]:
    """Return the months of the quarters of the calendar in which such a day is."""
    match rule:
        case MonthDays(days):
            numbers_ = days
        case NthWeekday():
            numbers_ = rule.numbers
        case WorkingDay(nth):
            numbers_ = frozenset({nth})
    if numbers_ not in ({1}, {LAST}):
        reason = "Of which month of the quarter? Name the months, please."
        raise parsed.ambiguous(reason, _QUARTERLY)
    return _QUARTER_ENDS if LAST in numbers_ else _QUARTER_STARTS


def read_first(run: Sequence[Word], parsed: Parsed) -> None:
    """Read "from 1 December"."""
    if parsed.first is not None:
        raise parsed.ambiguous("It can't begin twice. From which day?")
    parsed.first = _day(run, parsed)


def read_first_month(run: Sequence[Word], parsed: Parsed) -> None:
    """Read "from January", which is its first day."""
    (month,) = numbers(run, Kind.MONTH_NAME)
    if month == parsed.today.month:
        name = MONTH_NAMES[month - 1]
        raise parsed.ambiguous(f"{name} has begun. From which day?", parsed.examples.date)
    if parsed.first is not None:
        raise parsed.ambiguous("It can't begin twice. From which day?")
    parsed.first = date_of(parsed, month, 1)


def read_last(run: Sequence[Word], parsed: Parsed) -> None:
    """Read "until 24 December", that day included."""
    if parsed.last is not None:
        raise parsed.ambiguous("It can't end twice. Until which day?")
    parsed.last = _day(run, parsed)


def read_span(run: Sequence[Word], parsed: Parsed) -> None:
    """Read "from 1 December to 24 December"."""
    middle = next(place for place, word in enumerate(run) if word.kind in (Kind.TO, Kind.UNTIL))
    read_first(run[:middle], parsed)
    read_last(run[middle:], parsed)


def read_count(run: Sequence[Word], parsed: Parsed) -> None:
    """Read "5 times", and "for 6 weeks"."""
    (number,) = numbers(run, Kind.NUMBER)
    if parsed.count or parsed.lasts:
        raise parsed.ambiguous("It can't end twice. After how many times?")
    if not number:
        raise parsed.refused("Never at all? Name how often, or leave that out.")
    if run[-1].kind is Kind.TIMES:
        parsed.count = number
    else:
        parsed.lasts = (number, run[-1].kind)


def recurrence_of(
    parsed: Parsed, rule: Rule, times: tuple[time, ...], now: datetime
) -> Recurrence | None:
    """Return the recurrence with the days between which it comes; None if it is over.

    Raises PhraseError where what is said of them doesn't fit.
    """
    if isinstance(rule, Once):
        if parsed.every > 1 or parsed.first or parsed.last or parsed.count or parsed.lasts:
            raise parsed.ambiguous("Once, or again and again?", f"{rule.date} 09:00")
        once = Recurrence(rule, times, parsed.zone)
        return once if once.next_after(now) else None
    if parsed.every > 1 and not isinstance(rule, Weekly):
        reason = f"Every {parsed.every} weeks, or on days of the month?"
        raise parsed.ambiguous(reason, parsed.examples.days)
    if isinstance(rule, Weekly):
        rule = Weekly(rule.days, parsed.every)
    first = _first(parsed, rule, times, now)
    ahead = Recurrence(rule, times, parsed.zone, first)
    last = _last(parsed, ahead, now)
    if last is not None and first is not None and last < first:
        raise parsed.ambiguous("That ends before it begins. From when, until when?")
    found = Recurrence(rule, times, parsed.zone, first, last)
    if found.next_after(now) is None:
        reason = f"Nothing comes until {last}. I can only look ahead."
        raise parsed.refused(reason)
    return found


def _first(parsed: Parsed, rule: Rule, times: tuple[time, ...], now: datetime) -> date | None:
    """Return the day on which it begins; of weeks that are skipped, also one that is over."""
    skips = isinstance(rule, Weekly) and rule.every > 1
    if not skips:
        return parsed.first if parsed.first and parsed.first > parsed.today else None
    if isinstance(rule, Weekly):
        rule = Weekly(rule.days)
    if parsed.first:
        return next(days_of(rule, parsed.first))
    following = Recurrence(rule, times, parsed.zone).next_after(now)
    days = days_of(rule, parsed.today)
    return next(
        day
        for day in days
        if following == Recurrence(Once(day), times, parsed.zone).next_after(now)
    )


def _last(parsed: Parsed, ahead: Recurrence, now: datetime) -> date | None:
    """Return the day on which it ends, that day included."""
    if parsed.last and (parsed.count or parsed.lasts):
        raise parsed.ambiguous(f"Until {parsed.last}, or so many times? One of the two, please.")
    if parsed.count:
        return _last_of(parsed, ahead, now)
    if parsed.lasts is None:
        return parsed.last
    number, unit = parsed.lasts
    start = _local_day(ahead, upcoming(ahead, now, 1)[0])
    if unit is Kind.MONTH:
        year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
        length = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(start.day, length)) - _DAY
    if unit is Kind.WEEK:
        return start + number * _WEEK - _DAY
    if ahead.rule != Weekly(EVERY_DAY):
        raise parsed.ambiguous(f"{number} days of the calendar, or {number} times?")
    return start + (number - 1) * _DAY


def _last_of(parsed: Parsed, ahead: Recurrence, now: datetime) -> date:
    """Return the day of the last of so many times."""
    if parsed.count > MOST_TIMES:
        raise parsed.refused(f"{MOST_TIMES} times is the most. Leave the number out, perhaps?")
    moments = upcoming(ahead, now, parsed.count + 1)
    last, behind = (_local_day(ahead, moment) for moment in moments[-2:])
    if last == behind:
        reason = f"{parsed.count} times would end in the middle of {last}. Until which day?"
        raise parsed.ambiguous(reason)
    return last


def _local_day(recurrence: Recurrence, moment: datetime) -> date:
    """Return the day on which a moment is meant."""
    return date.fromisoformat(recurrence.wall(moment)[:10])


def _day(run: Sequence[Word], parsed: Parsed) -> date:
    """Return the day that is named behind "from" or "until"."""
    weekdays = set(numbers(run, Kind.WEEKDAY))
    named = [word for word in run if word.kind in (Kind.MONTH_NAME, Kind.ISO_DATE, Kind.RELATIVE)]
    if not named:
        (weekday,) = weekdays
        return _weekday(weekday, parsed)
    if named[0].kind is Kind.RELATIVE:
        day = parsed.today + timedelta(days=named[0].numbers[0])
    elif named[0].kind is Kind.ISO_DATE:
        year, month, of_month = named[0].numbers
        day = date_of(parsed, month, of_month, year)
    else:
        day = date_of(parsed, *named_date(run))
    parsed.check_weekday(day, weekdays)
    return day


def _weekday(weekday: int, parsed: Parsed) -> date:
    """Return the next such weekday; today's could be the one in a week."""
    if weekday == parsed.today.weekday():
        name = DAY_NAMES[weekday]
        raise parsed.ambiguous(f"Today is {name}. Today, or {name} in a week? Write the date.")
    return parsed.today + timedelta(days=(weekday - parsed.today.weekday()) % 7)
