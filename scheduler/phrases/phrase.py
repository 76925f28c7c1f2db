"""Phrases that people type, such as "weekdays 08:55 Europe/Rome", to recurrences and back."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from scheduler.calendar.day_rules import (
    EVERY_DAY,
    LAST,
    WEEKDAYS,
    WEEKEND,
    MonthDays,
    Moved,
    NthWeekday,
    Once,
    Rule,
    Spaced,
    Weekly,
    WorkingDay,
    Yearly,
)
from scheduler.calendar.recurrence import Recurrence, zone_named
from scheduler.phrases.clock_times import SURE_FROM
from scheduler.phrases.grammar import read
from scheduler.phrases.parsed import Parsed, date_in
from scheduler.phrases.refusals import Examples, PhraseError
from scheduler.phrases.spans import in_months, once_only, recurrence_of
from scheduler.phrases.spelling.figures import with_figures
from scheduler.phrases.spelling.slips import without_slips
from scheduler.phrases.spelling.usual import as_usual
from scheduler.phrases.vocabulary import DAY_NAMES, MONTH_NAMES, NTH_NAMES, plain
from scheduler.phrases.waits import wait_of, whole_minute

__all__ = ["PhraseError", "describe", "describe_days", "describe_week", "parse", "parse_all"]

MOST_A_DAY = 12
CLOSEST_MINUTES = 60
MOST_MONTHS_NAMED = 6  # of more, those that are left out are named

_ONE_DAY = timedelta(days=1)
_SIX, _ONE_PM = time(6), time(13)
_DAY_MINUTES = 24 * 60


def parse(phrase: str, zone: str, now: datetime, week: frozenset[int] = WEEKDAYS) -> Recurrence:
    """Return what a phrase means in ``zone``, unless it names its own.

    ``week`` are the days that "weekdays" means. Raises PhraseError with a reason and an example,
    also where it means several, and ValueError if ``zone`` is unknown.
    """
    first, *others = parse_all(phrase, zone, now, week)
    if others:
        reason = f"These are {len(others) + 1} reminders. One at a time here, please."
        raise PhraseError(reason, _shown(first, week), "ambiguous")
    return first


def parse_all(
    phrase: str, zone: str, now: datetime, week: frozenset[int] = WEEKDAYS
) -> list[Recurrence]:
    """Return what a phrase means, as in ``parse``; several where days have times of their own.

    "Mon 09:00 and Fri 16:00" are two.
    """
    tomorrow = date_in(zone, now) + timedelta(days=1)
    examples = Examples(
        usual="weekdays 09:00",
        days="Mon-Thu 09:00",
        times="weekdays 09:00, 12:00 and 15:00",
        date=f"{tomorrow} 09:00",
        repeats=True,
    )
    text = plain(phrase, examples)
    if wait := wait_of(with_figures(text), examples):
        return [_once(now + wait, zone, examples)]
    try:
        return _each(read(as_usual(text), zone, now, examples, week), now)
    except PhraseError as error:
        meant = without_slips(text)
        if error.kind != "unknown" or meant == text:
            raise
        found = parse_all(meant, zone, now, week)
        example = " and ".join(_shown(each, week) for each in found)
        raise PhraseError(error.reason, example) from None


def _each(parts: Sequence[Parsed], now: datetime) -> list[Recurrence]:
    if len(parts) > 1:
        _check_apart(parts)
    found, shown, asked = [], [], None
    for parsed in parts:
        try:
            recurrence = _recurrence(parsed, now)
        except PhraseError as error:
            asked = asked or error
            shown.append(error.example)
        else:
            found.append(recurrence)
            shown.append(_shown(recurrence, parsed.week))
    if asked:
        raise PhraseError(asked.reason, " and ".join(shown), asked.kind)
    return found


def _check_apart(parts: Sequence[Parsed]) -> None:
    """Ask where it isn't plain which times belong to which days."""
    count = len(frozenset().union(*(each.days for each in parts)))
    if count < sum(len(each.days) for each in parts) or not all(each.is_weekly for each in parts):
        reason = "Which time belongs to which day? One at a time, please."
        raise parts[0].ambiguous(reason, parts[0].examples.days)


def _recurrence(parsed: Parsed, now: datetime) -> Recurrence:
    rule = once_only(parsed, in_months(parsed, _rule(parsed), now))
    _check_midnight(parsed, rule)
    _check_hours(parsed, rule, now)
    times = _times(parsed, rule)
    recurrence = recurrence_of(parsed, rule, times, now)
    if recurrence is None:
        raise _over(rule, times, parsed)
    return recurrence


def _once(moment: datetime, zone: str, examples: Examples) -> Recurrence:
    """Return the recurrence of one moment, of the nearest minute."""
    minute = whole_minute(moment)
    local = minute.astimezone(zone_named(zone))
    once = Recurrence(Once(local.date()), (local.time().replace(second=0, microsecond=0),), zone)
    if once.next_after(minute - timedelta(minutes=1)) != minute.astimezone(UTC):
        reason = f"{local:%H:%M} comes twice that night. Name another time, please."
        raise PhraseError(reason, examples.usual, "ambiguous")
    return once


def describe(recurrence: Recurrence, week: frozenset[int] = WEEKDAYS) -> str:
    """Return the phrase that means exactly this recurrence, where people work on these days.

    Of one that moves from days off, the phrase says where its days are meant to be.
    """
    return f"{_shown(recurrence, week)} {recurrence.zone}"


def describe_days(recurrence: Recurrence, week: frozenset[int] = WEEKDAYS) -> str:
    """Return its days and times, as in ``describe``; not between which days, and no zone."""
    shown = f"{_days_shown(recurrence.rule, week)} {_times_shown(recurrence.times)}"
    without = _listed([_span_shown(span) for span in _spans(recurrence.without)])
    return f"{shown} except {without}" if without else shown


def describe_week(days: frozenset[int]) -> str:
    """Return days of the week by their short names: ``Mon-Fri``, ``Mon and Wed``; or every day."""
    if days == EVERY_DAY:
        return "every day"
    starts = [day for day in days if (day - 1) % 7 not in days]
    if len(starts) == 1 and len(days) > 2:
        last = (starts[0] + len(days) - 1) % 7
        return f"{DAY_NAMES[starts[0]][:3]}-{DAY_NAMES[last][:3]}"
    return _listed([DAY_NAMES[day][:3] for day in sorted(days)])


def _shown(recurrence: Recurrence, week: frozenset[int] = WEEKDAYS) -> str:
    """Return the days, the times and between which days; without the zone."""
    first = f" from {recurrence.first}" if recurrence.first else ""
    last = f" until {recurrence.last}" if recurrence.last else ""
    return f"{describe_days(recurrence, week)}{first}{last}"


def _rule(parsed: Parsed) -> Rule:
    _check_dots(parsed)
    if not re.fullmatch("d*t*|t*d*", parsed.order):
        reason = "Which time belongs to which day? One at a time, please."
        raise parsed.ambiguous(reason, parsed.examples.days)
    if parsed.named and parsed.named < parsed.groups:
        reason = "One of the two, please: all of them, or only some?"
        raise parsed.ambiguous(
            reason, _example(_week_shown(frozenset(parsed.named), parsed.week), parsed)
        )
    weekly = _weekly(parsed)
    dates: list[Rule] = [Once(each) for each in parsed.dates]
    if len(dates) == 1 and not parsed.rules:
        parsed.check_weekday(parsed.dates[0], parsed.days)
        return dates[0]
    rules = [*parsed.rules, *weekly, *dates]
    if len(rules) > 1:
        example = (
            f"{_days_shown(rules[0], parsed.week)} 09:00" if parsed.rules else parsed.examples.date
        )
        raise parsed.ambiguous("I see more than one kind of day. One at a time, please.", example)
    if not rules:
        reason = "On which days?" if parsed.times else "On which days, and at what time?"
        raise parsed.ambiguous(reason, _example("weekdays", parsed))
    return rules[0]


def _weekly(parsed: Parsed) -> list[Rule]:
    """Return the days of the week that are left, if any were named."""
    if parsed.excluded and (parsed.rules or parsed.dates or not parsed.excluded < parsed.days):
        raise parsed.ambiguous("Of which days are they left out?", parsed.examples.days)
    days = frozenset(parsed.days - parsed.excluded)
    return [Weekly(days)] if days else []


def _check_dots(parsed: Parsed) -> None:
    """Ask about ``03.04``, which could be a date, where no other day is named."""
    if parsed.dotted and not (parsed.days or parsed.rules or parsed.dates):
        reason = f"«{parsed.dotted}» could be a date or a time. Write 08:55, or start with a year."
        raise parsed.ambiguous(reason, parsed.examples.date)


def _times(parsed: Parsed, rule: Rule) -> tuple[time, ...]:
    times = tuple(sorted(set(parsed.times)))
    if not times:
        over = isinstance(rule, Once) and rule.date <= parsed.today
        example = (
            parsed.examples.usual if over else _example(_days_shown(rule, parsed.week), parsed)
        )
        raise parsed.ambiguous("At what time?", example)
    if len(times) > MOST_A_DAY:
        reason = f"{len(times)} times a day is too often: {MOST_A_DAY} is the most."
        raise parsed.refused(reason, parsed.examples.times)
    if _crowded(times, rule):
        reason = "Those times are less than an hour apart, and people would stop reading."
        raise parsed.refused(reason, parsed.examples.times)
    return times


def _check_midnight(parsed: Parsed, rule: Rule) -> None:
    """Ask which midnight is meant: of one day there are two."""
    if parsed.midnight and not (isinstance(rule, Weekly) and len(rule.days) >= len(parsed.week)):
        reason = "Midnight at the beginning of that day, or at its end? Write 00:00 or 23:59."
        raise parsed.ambiguous(reason, f"{_days_shown(rule, parsed.week)} 23:59")


def _check_hours(parsed: Parsed, rule: Rule, now: datetime) -> None:
    """Ask about hours that could be of the morning or of the afternoon.

    "6:00, 14:00 and 22:00" has one clock of 24 hours: none of them could.
    """
    rise = parsed.times == sorted(parsed.times) and not (parsed.halves or parsed.hours)
    if rise and parsed.times[:1] >= [_SIX] and any(at >= _ONE_PM for at in parsed.times):
        return
    bare = [_afternoon(at) if at.hour < SURE_FROM else at for at in parsed.bare]
    falling = {later for earlier, later in pairwise(bare) if later <= earlier}
    doubtful = [at for at in parsed.bare if at.hour < SURE_FROM or parsed.halves or at in falling]
    if not doubtful:
        return
    first = min(doubtful)
    times = sorted({_afternoon(at) if at in doubtful else at for at in parsed.times})
    meant = None if _crowded(times, rule) else recurrence_of(parsed, rule, tuple(times), now)
    zone = f" {parsed.zone}" if parsed.zone_is_named else ""
    example = f"{_shown(meant, parsed.week)}{zone}" if meant else ""
    raise parsed.ambiguous(f"{first:%H:%M} or {_afternoon(first):%H:%M}?", example)


def _afternoon(at: time) -> time:
    return at.replace(hour=at.hour + 12)


def _crowded(times: Sequence[time], rule: Rule) -> bool:
    """Tell whether these are more in a day, or closer to each other, than people would read."""
    minutes = [each.hour * 60 + each.minute for each in times]
    if _follows_itself(rule):
        minutes.append(minutes[0] + _DAY_MINUTES)
    close = any(later - earlier < CLOSEST_MINUTES for earlier, later in pairwise(minutes))
    return close or len(times) > MOST_A_DAY


def _example(days: str, parsed: Parsed) -> str:
    """Return a phrase with these days that keeps what was said of time and zone."""
    at = f"{parsed.times[0]:%H:%M}" if parsed.times else "09:00"
    return f"{days} {at} {parsed.zone}" if parsed.zone_is_named else f"{days} {at}"


def _follows_itself(rule: Rule) -> bool:
    """Return whether some day of the rule comes right after another."""
    return isinstance(rule, Weekly) and any((day + 1) % 7 in rule.days for day in rule.days)


def _over(rule: Rule, times: Sequence[time], parsed: Parsed) -> PhraseError:
    shown = _times_shown(times)
    reason = f"{_days_shown(rule, parsed.week)} {shown} is over. I can only look ahead."
    return parsed.refused(reason, f"tomorrow {shown}")


def _days_shown(rule: Rule, week: frozenset[int] = WEEKDAYS) -> str:
    match rule:
        case Weekly(days, every):
            shown = _week_shown(days, week)
            return f"every {every} weeks {shown}" if every > 1 else shown
        case Spaced(every):
            return f"every {every} days"
        case NthWeekday(nth, weekday, also, months):
            others = sorted(also, key=lambda nth: (nth == LAST, nth))
            shown = _listed([NTH_NAMES[each] for each in (nth, *others)])
            return _of_months(f"{shown} {DAY_NAMES[weekday]}", months)
        case MonthDays(days, months):
            return _of_months(_month_days_shown(days), months)
        case WorkingDay(nth, months=months):
            return _of_months(f"{NTH_NAMES.get(nth, f'{nth}th')} working day", months)
        case Yearly():
            dates = [f"{day} {MONTH_NAMES[month - 1]}" for month, day in rule.dates]
            return f"every {_listed(dates)}"
        case Once(day):
            return day.isoformat()
        case Moved(moved):
            return _days_shown(moved, week)


def _spans(days: frozenset[date]) -> Iterator[tuple[date, date]]:
    """Yield the first and the last of days that follow each other."""
    for begins in sorted(day for day in days if day - _ONE_DAY not in days):
        ends = begins
        while ends + _ONE_DAY in days:
            ends += _ONE_DAY
        yield begins, ends


def _span_shown(span: tuple[date, date]) -> str:
    begins, ends = span
    return f"{begins}" if begins == ends else f"{begins} to {ends}"


def _of_months(shown: str, months: frozenset[int]) -> str:
    if len(months) > MOST_MONTHS_NAMED:
        others = sorted(frozenset(range(1, 13)) - months)
        without = _listed([MONTH_NAMES[month - 1] for month in others])
        return f"{shown} of the month except {without}" if without else f"{shown} of the month"
    names = [MONTH_NAMES[month - 1] for month in sorted(months)]
    each = "every " if len(names) == 1 else ""
    return f"{each}{shown} of {_listed(names) if names else 'the month'}"


def _week_shown(days: frozenset[int], week: frozenset[int] = WEEKDAYS) -> str:
    usual = {WEEKDAYS: "weekdays", WEEKEND: "weekends"} if week == WEEKDAYS else {}
    names = {EVERY_DAY: "daily", **usual}
    return names.get(days) or describe_week(days)


def _month_days_shown(days: frozenset[int]) -> str:
    named = [f"day {day}" for day in sorted(days - {LAST})]
    return _listed([*named, "last day"] if LAST in days else named)


def _times_shown(times: Sequence[time]) -> str:
    return _listed([f"{each:%H:%M}" for each in times])


def _listed(names: Sequence[str]) -> str:
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last
