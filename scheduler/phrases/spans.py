"""Every how many weeks, from which day and until which: readers, and the recurrence they make."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from scheduler.calendar.day_rules import (
    EVERY_DAY,
    LAST,
    MOST_DAYS,
    MOST_WEEKS,
    MonthDays,
    NthWeekday,
    Once,
    Rule,
    Spaced,
    Weekly,
    WorkingDay,
    days_of,
)
from scheduler.calendar.recurrence import Recurrence, upcoming
from scheduler.phrases.parsed import Parsed, date_of, named_date, numbers
from scheduler.phrases.vocabulary import DAY_NAMES, MONTH_NAMES, Kind, Word

MOST_LEFT_OUT, MOST_DAYS_LEFT_OUT = 6, 62  # dates or spans, and days of one
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


def read_days_interval(run: Sequence[Word], parsed: Parsed) -> None:
    """Read "every 3 days", "every other day"."""
    days = (*numbers(run, Kind.NUMBER, Kind.ORDINAL, Kind.YEAR), 2)[0]
    shown = next((word.text for word in run if word.kind is Kind.ORDINAL), "")
    if shown[:1].isdigit() or days < 1 or shown == "first":
        reason = f"Every {max(days, 2)} days, or day {max(days, 1)} of the month?"
        raise parsed.ambiguous(reason, parsed.examples.repeating("every 2 days 09:00"))
    if not 1 <= days <= MOST_DAYS:
        raise parsed.refused(f"Every 1 to {MOST_DAYS} days, please, not {days}.")
    if days == 1:
        parsed.days |= EVERY_DAY
        return
    parsed.spaced = days
    parsed.rules.append(Spaced(days))


def read_once(run: Sequence[Word], parsed: Parsed) -> None:
    """Read "once"."""
    parsed.once = True


def once_only(parsed: Parsed, rule: Rule) -> Rule:
    """Return the one day that is meant, where a rule of days is said to come once."""
    if not parsed.once or isinstance(rule, Once):
        return rule
    if parsed.each or not isinstance(rule, Weekly) or len(rule.days) > 1:
        raise parsed.ambiguous("Once, or again and again?", parsed.examples.date)
    return Once(coming(min(rule.days), parsed))


def read_month_interval(run: Sequence[Word], parsed: Parsed) -> None:
    """Read "every 3 months", "every other month"."""
    months = (*numbers(run, Kind.NUMBER, Kind.ORDINAL), 2)[0]
    if months < 1 or _YEAR % months:
        raise parsed.refused("Every 1, 2, 3, 4, 6 or 12 months, please, so that years are alike.")
    if parsed.months not in (1, months):
        raise parsed.ambiguous(f"Every {parsed.months} months, or every {months}?")
    parsed.months = months


def in_months(parsed: Parsed, rule: Rule, now: datetime) -> Rule:
    """Return a rule of days of the month in every second, third … month only, where that is said.

    They are counted from the first, else from the next to come; quarters are those of the calendar.
    """
    if parsed.months_out:
        return _without_months(parsed, rule)
    if not parsed.quarterly and parsed.months == 1:
        return rule
    if not isinstance(rule, NthWeekday | MonthDays | WorkingDay) or rule.months:
        raise parsed.ambiguous("Which day of the month?", _QUARTERLY)
    first = parsed.first
    if parsed.quarterly and (first is None or next(days_of(rule, first)) != first):
        return replace(rule, months=_quarter_months(parsed, rule))
    step = 3 if parsed.quarterly else parsed.months
    if first is None:
        times = tuple(parsed.times) or (time(23, 59),)
        ahead = Recurrence(rule, times, parsed.zone)
        first = _local_day(ahead, upcoming(ahead, now, 1)[0])
    months = {(first.month - 1 + each) % _YEAR + 1 for each in range(0, _YEAR, step)}
    return replace(rule, months=frozenset(months))


def _without_months(parsed: Parsed, rule: Rule) -> Rule:
    """Return a rule of days of the month for all months but those that are left out."""
    if not isinstance(rule, NthWeekday | MonthDays | WorkingDay) or rule.months:
        reason = "Left out every year, or only this time? Write from which date until which."
        raise parsed.ambiguous(reason, f"{parsed.examples.days} until {parsed.examples.date[:10]}")
    if parsed.months > 1 or parsed.quarterly:
        raise parsed.ambiguous("Which months are meant? Name them, please.", _QUARTERLY)
    months = frozenset(range(1, _YEAR + 1)) - parsed.months_out
    if not months:
        raise parsed.refused("Then no month is left.")
    return replace(rule, months=months)


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


def read_within(run: Sequence[Word], parsed: Parsed) -> None:
    """Read "in December": from its first day, or from now on where it has begun, to its last.

    Of two months the second follows the first.
    """
    if parsed.first is not None or parsed.last is not None:
        raise parsed.ambiguous("It can't begin or end twice. From when, until when?")
    month, *others = numbers(run, Kind.MONTH_NAME)
    named = next(iter(numbers(run, Kind.YEAR)), None)
    if others and others[0] != month % _YEAR + 1:
        raise parsed.ambiguous("From which date until which, please?", parsed.examples.date)
    turns = month // _YEAR if others else 0  # of the year, between the two
    begins = named - turns if named else None
    year = parsed.today.year
    if (month, begins or year) != (parsed.today.month, year):
        parsed.first = date_of(parsed, month, 1, begins)
        year = parsed.first.year
    year, month = year + turns, (month, *others)[-1]
    parsed.last = date(year, month, monthrange(year, month)[1])


def read_month_out(run: Sequence[Word], parsed: Parsed) -> None:
    """Read "except August"."""
    parsed.months_out.update(numbers(run, Kind.MONTH_NAME))


def read_left_out(run: Sequence[Word], parsed: Parsed) -> None:
    """Read "except 25 December", "except dec 24, 25 and 31", "except 21 December to 1 January"."""
    days, is_span = list[date](), False
    for day in _dates_of(run, parsed):
        if day is None:
            is_span = True
        elif is_span:
            begins = days.pop()
            if day < begins:
                raise parsed.ambiguous("That ends before it begins. What is left out?")
            parsed.left_out.append((begins, day))
            is_span = False
        else:
            days.append(day)
    parsed.left_out += [(day, day) for day in days]


def _dates_of(run: Sequence[Word], parsed: Parsed) -> Iterator[date | None]:
    """Yield the dates of a list, and None for what joins two of them to a span."""
    waiting, weekdays, month = list[int](), set[int](), 0
    for place, word in enumerate(run):
        following = run[place + 1].kind if place + 1 < len(run) else None
        year = run[place + 1].numbers[0] if following is Kind.YEAR else None
        match word.kind:
            case Kind.TO | Kind.UNTIL:
                yield None
            case Kind.WEEKDAY:
                weekdays = set(word.numbers)
            case Kind.ISO_DATE | Kind.RELATIVE:
                day = _day([word], parsed)
                parsed.check_weekday(day, weekdays)
                weekdays = set()
                yield day
            case Kind.MONTH_NAME if waiting:
                for number in waiting:
                    day = date_of(parsed, word.numbers[0], number, year)
                    parsed.check_weekday(day, weekdays)
                    yield day
                waiting, weekdays, month = [], set(), 0
            case Kind.MONTH_NAME:
                month = word.numbers[0]
            case Kind.NUMBER | Kind.ORDINAL if month:
                day = date_of(parsed, month, word.numbers[0], year)
                parsed.check_weekday(day, weekdays)
                weekdays = set()
                yield day
            case Kind.NUMBER | Kind.ORDINAL:
                waiting.append(word.numbers[0])
    if waiting:
        raise parsed.ambiguous(f"«{waiting[0]}» of which month?", parsed.examples.date)


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
        ends = parsed.last or parsed.count or parsed.lasts
        if parsed.every > 1 or parsed.first or ends or parsed.left_out:
            raise parsed.ambiguous("Once, or again and again?", f"{rule.date} 09:00")
        once = Recurrence(rule, times, parsed.zone)
        return once if once.next_after(now) else None
    without = _left_out(parsed, rule)
    if parsed.every > 1 and not isinstance(rule, Weekly):
        reason = f"Every {parsed.every} weeks, or on days of the month?"
        raise parsed.ambiguous(reason, parsed.examples.days)
    if isinstance(rule, Weekly):
        rule = Weekly(rule.days, parsed.every)
    first = _first(parsed, rule, times, now)
    ahead = Recurrence(rule, times, parsed.zone, first, without=without)
    last = _last(parsed, ahead, now)
    if last is not None and first is not None and last < first:
        raise parsed.ambiguous("That ends before it begins. From when, until when?")
    found = Recurrence(rule, times, parsed.zone, first, last, without)
    if found.next_after(now) is None:
        reason = f"Nothing comes until {last}. I can only look ahead."
        raise parsed.refused(reason)
    return found


def _first(parsed: Parsed, rule: Rule, times: tuple[time, ...], now: datetime) -> date | None:
    """Return the day on which it begins; of weeks that are skipped, also one that is over."""
    if not isinstance(rule, Weekly | Spaced) or rule.every == 1:
        return parsed.first if parsed.first and parsed.first > parsed.today else None
    rule = Weekly(rule.days if isinstance(rule, Weekly) else EVERY_DAY)
    if parsed.first:
        return next(days_of(rule, parsed.first))
    following = Recurrence(rule, times, parsed.zone).next_after(now)
    days = days_of(rule, parsed.today)
    return next(
        day
        for day in days
        if following == Recurrence(Once(day), times, parsed.zone).next_after(now)
    )


def _left_out(parsed: Parsed, rule: Rule) -> frozenset[date]:
    """Return the days on which it doesn't come; each span must hold one on which it would."""
    if len(parsed.left_out) > MOST_LEFT_OUT:
        reason = f"{MOST_LEFT_OUT} dates are the most. Days off of the channel, perhaps?"
        raise parsed.refused(f"{reason} /reminders days")
    found = set[date]()
    for begins, ends in parsed.left_out:
        days = [begins + number * _DAY for number in range((ends - begins).days + 1)]
        if len(days) > MOST_DAYS_LEFT_OUT:
            reason = f"{MOST_DAYS_LEFT_OUT} days in a row are the most that can be left out."
            raise parsed.refused(f"{reason} A pause, perhaps? /reminders pause")
        comes = Weekly(rule.days) if isinstance(rule, Weekly) else rule
        if not isinstance(rule, Spaced) and next(days_of(comes, begins), ends + _DAY) > ends:
            raise parsed.ambiguous(f"Nothing would come on {begins}. What is left out?")
        found.update(days)
    return frozenset(found)


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
        return coming(weekday, parsed)
    if named[0].kind is Kind.RELATIVE:
        day = parsed.today + timedelta(days=named[0].numbers[0])
    elif named[0].kind is Kind.ISO_DATE:
        year, month, of_month = named[0].numbers
        day = date_of(parsed, month, of_month, year)
    else:
        day = date_of(parsed, *named_date(run))
    parsed.check_weekday(day, weekdays)
    return day


def coming(weekday: int, parsed: Parsed) -> date:
    """Return the next such weekday; today's could be the one in a week."""
    if weekday == parsed.today.weekday():
        name = DAY_NAMES[weekday]
        raise parsed.ambiguous(f"Today is {name}. Today, or {name} in a week? Write the date.")
    return parsed.today + timedelta(days=(weekday - parsed.today.weekday()) % 7)
