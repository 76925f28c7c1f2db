"""Known words to days, dates and times: the grammar stands at the end, tried from top to bottom."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise

from scheduler.calendar.day_rules import (
    EVERY_DAY,
    LAST,
    MOST_WORKING_DAYS,
    WEEKDAYS,
    MonthDays,
    NthWeekday,
    WorkingDay,
    Yearly,
)
from scheduler.phrases.dates_ahead import LEAP_YEAR
from scheduler.phrases.parsed import Parsed, date_in, date_of, named_date, numbers, puzzle
from scheduler.phrases.refusals import Examples, PhraseError
from scheduler.phrases.spans import (
    coming,
    read_count,
    read_days_interval,
    read_first,
    read_first_month,
    read_interval,
    read_last,
    read_left_out,
    read_month_interval,
    read_month_out,
    read_once,
    read_span,
    read_within,
)
from scheduler.phrases.vocabulary import DAY_NAMES, MONTH_NAMES, NTH_NAMES, Kind, Word, words_of

MOST_MONTH_DAYS = 10


def read(
    text: str, zone: str, now: datetime, examples: Examples, week: frozenset[int] = WEEKDAYS
) -> list[Parsed]:
    """Return what a plain text says, in ``zone`` unless it names its own.

    Where days and times take turns, ``mon 9:00 and fri 16:00``, each pair of them is read by
    itself. ``week`` are the days that "weekdays" means. Raises PhraseError at the first thing that
    can't be understood.
    """
    words = [_in_week(word, week) for word in words_of(text, examples)]
    zones = list(dict.fromkeys(word.text for word in words if word.kind is Kind.ZONE))
    zone = zones[0] if zones else zone
    if len(zones) > 1:
        reason = f"I see {len(zones)} time zones. Is it {zones[0]}?"
        raise PhraseError(reason, f"{examples.usual} {zones[0]}", "ambiguous")
    found = []
    for part in _parts(list(_runs(words))):
        parsed = Parsed(examples, zone, date_in(zone, now), bool(zones), week)
        clause = False  # the last that was read says from when, until when, or what is left out
        for run, reader in part:
            if reader is _read_time and clause and parsed.times:
                reason = (
                    f"«{_shown(run)}»: only of that day, or of every one? One at a time, please."
                )
                raise parsed.ambiguous(reason, parsed.examples.days)
            clause = reader in _CLAUSES or (clause and reader is _skip)
            reader(run, parsed)
            parsed.order += _mark(reader)
            parsed.each = parsed.each or any(word.kind is Kind.EVERY for word in run)
        found.append(parsed)
    return found


def _shown(run: Sequence[Word]) -> str:
    return " ".join(word.text for word in run)


def _runs(words: Sequence[Word]) -> Iterator["_Run"]:
    """Yield the words that belong together, and who reads them."""
    place = 0
    while place < len(words):
        length, reader = _next_in(words[place:])
        yield words[place : place + length], reader
        place += length


def _parts(runs: Sequence["_Run"]) -> list[Sequence["_Run"]]:
    """Return the runs of each pair of days and times, where these take turns; else all in one."""
    marks = "".join(_mark(reader) for _, reader in runs)
    if not re.fullmatch("(d+t+){2,}|(t+d+){2,}", marks):
        return [runs]
    starts, before = [], ""
    for place, (_, reader) in enumerate(runs):
        mark = _mark(reader)
        if mark == marks[0] != before:
            starts.append(place)
        before = mark or before
    return [runs[start:end] for start, end in pairwise([0, *starts[1:], len(runs)])]


def _mark(reader: "_Reader") -> str:
    """Return d for who reads days, t for who reads times, nothing for others."""
    return "t" if reader is _read_time else "d" if reader in _OF_DAYS else ""


def _in_week(word: Word, week: frozenset[int]) -> Word:
    """Return a word with the days that it means where people work on these."""
    match word:
        case Word(Kind.DAYS, "weekdays"):
            return replace(word, numbers=tuple(sorted(week)))
        case Word(Kind.DAYS, "weekends"):
            return replace(word, numbers=tuple(sorted(EVERY_DAY - week)))
        case _:
            return word


def _next_in(words: Sequence[Word]) -> tuple[int, "_Reader"]:
    """Return how many words the first line of the grammar that fits takes, and their reader."""
    kinds = "".join(f"{word.kind} " for word in words)
    lines = ((pattern.match(kinds), reader) for pattern, reader in _PATTERNS)
    return next((found.group().count(" "), reader) for found, reader in lines if found)


def _read_days(run: Sequence[Word], parsed: Parsed) -> None:
    days = set(numbers(run, Kind.WEEKDAY, Kind.DAYS) or EVERY_DAY)
    if run[0].kind is Kind.DAYS and not run[0].numbers:
        raise parsed.ambiguous("Every day is a working day here. Which days do you mean?")
    parsed.days.update(days)
    if run[0].kind is Kind.DAYS:
        parsed.groups.update(days)
    elif run[0].kind is Kind.WEEKDAY:
        parsed.named.update(days)


def _read_except(run: Sequence[Word], parsed: Parsed) -> None:
    parsed.excluded.update(numbers(run, Kind.WEEKDAY, Kind.DAYS))


def _read_coming(run: Sequence[Word], parsed: Parsed) -> None:
    (weekday,) = numbers(run, Kind.WEEKDAY)
    parsed.dates.append(coming(weekday, parsed))


def _read_loose_days(run: Sequence[Word], parsed: Parsed) -> None:
    """Read "1st and 15th": days of the month, where they are written with figures."""
    if not all(word.text[0].isdigit() for word in run if word.kind is Kind.ORDINAL):
        raise puzzle(run[0], parsed)
    _read_month_days(run, parsed)


def _read_range(run: Sequence[Word], parsed: Parsed) -> None:
    first, last = numbers(run, Kind.WEEKDAY)
    if first == last:
        name = DAY_NAMES[first]
        example = parsed.examples.repeating("daily 09:00")
        raise parsed.ambiguous(f"From {name} to {name}: every day, or only then?", example)
    days = {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    parsed.days.update(days)
    parsed.named.update(days)


def _read_nth(run: Sequence[Word], parsed: Parsed) -> None:
    (weekday,) = numbers(run, Kind.WEEKDAY)
    name = DAY_NAMES[weekday]
    nths = numbers(run, Kind.ORDINAL)
    for nth in nths:
        if nth == 5:
            example = parsed.examples.repeating(f"last {name} of the month 09:00")
            raise parsed.ambiguous(f"Some months have no fifth {name}. The last one?", example)
        if nth not in NTH_NAMES:
            example = parsed.examples.repeating(f"first {name} of the month 09:00")
            raise parsed.refused(f"No month has {nth} {name}s.", example)
    months = _months(run, parsed)
    parsed.rules.append(NthWeekday(nths[0], weekday, frozenset(nths[1:]), months))


def _read_working_day(run: Sequence[Word], parsed: Parsed) -> None:
    (nth,) = numbers(run, Kind.ORDINAL)
    days = next(word for word in run if word.kind is Kind.DAYS)
    if days.text != "weekdays":
        raise puzzle(days, parsed)
    if nth != LAST and not 1 <= nth <= MOST_WORKING_DAYS:
        example = parsed.examples.repeating("last working day of the month 09:00")
        reason = f"I count working days up to the {MOST_WORKING_DAYS}th, and the last one."
        raise parsed.refused(reason, example)
    parsed.rules.append(WorkingDay(nth, months=_months(run, parsed)))


def _read_month_days(run: Sequence[Word], parsed: Parsed) -> None:
    days = frozenset(numbers(run, Kind.NUMBER, Kind.ORDINAL))
    example = parsed.examples.repeating("last day of the month 09:00")
    if len(days) > MOST_MONTH_DAYS:
        reason = f"{MOST_MONTH_DAYS} days of the month are the most. Days of the week, perhaps?"
        raise parsed.refused(reason, parsed.examples.days)
    for day in sorted(days):
        if 28 < day <= 31:
            reason = f"Some months have no day {day}. The last day, perhaps?"
            raise parsed.ambiguous(reason, example)
        if day != LAST and not 1 <= day <= 28:
            raise parsed.refused(f"No month has a day {day}.", example)
    parsed.rules.append(MonthDays(days, _months(run, parsed)))


def _read_month_named_once(run: Sequence[Word], parsed: Parsed) -> None:
    (month,) = numbers(run, Kind.MONTH_NAME)
    name = MONTH_NAMES[month - 1]
    shown = " ".join(word.text for word in run if word.kind is not Kind.OF).removesuffix(name)
    example = parsed.examples.repeating(f"every {shown.strip()} of {name} 09:00")
    raise parsed.ambiguous(f"Only that of the next {name}, or of every {name}?", example)


def _months(run: Sequence[Word], parsed: Parsed) -> frozenset[int]:
    """Return the months that are named; where it is quarters, that is noted."""
    parsed.quarterly = parsed.quarterly or any(word.kind is Kind.QUARTER for word in run)
    return frozenset(numbers(run, Kind.MONTH_NAME))


def _read_relative(run: Sequence[Word], parsed: Parsed) -> None:
    parsed.dates.append(parsed.today + timedelta(days=run[0].numbers[0]))


def _read_iso(run: Sequence[Word], parsed: Parsed) -> None:
    year, month, day = run[0].numbers
    parsed.dates.append(date_of(parsed, month, day, year))


def _read_named(run: Sequence[Word], parsed: Parsed) -> None:
    month, day, year = named_date(run)
    if year and not 2000 <= year < 2200:
        raise puzzle(run[-1], parsed)
    parsed.dates.append(date_of(parsed, month, day, year))


def _read_yearly(run: Sequence[Word], parsed: Parsed) -> None:
    months, days = numbers(run, Kind.MONTH_NAME), numbers(run, Kind.NUMBER, Kind.ORDINAL)
    dates = list(zip(months, days, strict=True))
    year = next(iter(numbers(run, Kind.YEAR)), None)
    for month, day in dates:
        name = f"{day} {MONTH_NAMES[month - 1]}"
        date_of(parsed, month, day, LEAP_YEAR)
        if year:
            raise parsed.ambiguous(f"Every {name}, or only that of {year}?", f"every {name} 09:00")
        if (month, day) == (2, 29):
            reason = "Most years have no 29 February. 28 February, perhaps, or 1 March?"
            raise parsed.ambiguous(reason, parsed.examples.repeating("every 28 February 09:00"))
    parsed.rules.append(Yearly(*dates[0], frozenset(dates[1:])))


def _read_time(run: Sequence[Word], parsed: Parsed) -> None:
    hour, minute = (*numbers(run, Kind.NUMBER, Kind.CLOCK, Kind.NOON), 0)[:2]
    half = numbers(run, Kind.HALF)
    shown = " ".join(word.text for word in run)
    if half and not 1 <= hour <= 12:
        reason = f"«{shown}» mixes two clocks. Write 13:00 or 1 pm."
        raise parsed.refused(reason)
    hour = hour % 12 + half[0] if half else hour
    if hour > 23 or minute > 59:
        raise parsed.refused(f"There is no {shown}. A day goes from 00:00 to 23:59.")
    parsed.times.append(time(hour, minute))
    parsed.midnight = parsed.midnight or run[0].text == "midnight"
    parsed.halves = parsed.halves or bool(half)
    if (
        not half
        and 1 <= hour <= 11
        and run[-1].kind is not Kind.NOON
        and not run[-1].text.startswith("0")
    ):
        parsed.bare.append(time(hour, minute))
        parsed.hours = parsed.hours or run[0].kind is Kind.NUMBER
    if "." in shown and hour < 32 and 1 <= minute <= 12:
        parsed.dotted = shown


def _read_neighbours(run: Sequence[Word], parsed: Parsed) -> None:
    reason = f"After «{run[0].text}» comes another number. One time, or two? Write them as 08:55."
    raise parsed.ambiguous(reason, parsed.examples.times)


def _skip(run: Sequence[Word], parsed: Parsed) -> None:
    """Take a word that only joins others."""


def _read_puzzle(run: Sequence[Word], parsed: Parsed) -> None:
    raise puzzle(run[0], parsed)


_Reader = Callable[[Sequence[Word], Parsed], None]
_Run = tuple[Sequence[Word], _Reader]
_OF_DAYS = (
    *(_read_days, _read_range, _read_nth, _read_month_days, _read_relative, _read_iso),
    *(_read_named, _read_yearly, _read_working_day, _read_coming, _read_loose_days),
    read_days_interval,
)

_CLAUSES = (
    *(read_first, read_first_month, read_last, read_span, read_within),
    *(read_left_out, read_month_out, _read_except),
)

_OF_MONTH = "(NUMBER|ORDINAL)"
_OF_YEAR = f"({_OF_MONTH} OF? MONTH_NAME|MONTH_NAME {_OF_MONTH})"
_NO_DAY = "(?!ORDINAL|NUMBER(?!HALF))"  # of a date that begins with the last month's name
_MONTHS = f"OF? MONTH_NAME (AND+ MONTH_NAME)+ {_NO_DAY}"
_OF_EACH = f"(OF? EVERY? (MONTH|QUARTER)|{_MONTHS})"
_NTH = "ORDINAL (AND+ ORDINAL)*"
_OF_ONE = f"OF? MONTH_NAME (?!AND+ MONTH_NAME) {_NO_DAY}"
_MONTH_DAY = "(DAY NUMBER|DAY? ORDINAL DAY?)"
_NAMED = f"{_OF_YEAR} (AND? YEAR)?"
_DAY = f"(WEEKDAY? AND? (ISO_DATE|{_NAMED}|RELATIVE))"
_DATE = f"({_DAY}|WEEKDAY)"
_DAYS_OUT = f"(FROM? {_DAY} (TO|UNTIL) {_DAY}|{_DAY}|NUMBER (AND+ NUMBER)+ OF? MONTH_NAME)"
_NO_TIME = "(?!HALF|NOON)"

# Tried in this order at every word. A name is a word of that kind; the rest is as in any pattern.
_GRAMMAR: tuple[tuple[str, _Reader], ...] = (
    ("FROM? WEEKDAY (TO|UNTIL) WEEKDAY", _read_range),
    (f"FROM {_DATE} (TO|UNTIL) {_DATE}|{_DAY} (TO|UNTIL) {_DAY}", read_span),
    (f"FROM COMING? {_DATE}", read_first),
    ("FROM MONTH_NAME", read_first_month),
    (f"UNTIL {_DATE}", read_last),
    (
        f"EXCEPT FOR? {_DAYS_OUT} (AND+ ({_DAYS_OUT}|(NUMBER|ORDINAL) {_NO_TIME}))*",
        read_left_out,
    ),
    ("EXCEPT FOR? MONTH_NAME (AND+ MONTH_NAME)*", read_month_out),
    ("EXCEPT FOR? (WEEKDAY|DAYS) (AND+ (WEEKDAY|DAYS))*", _read_except),
    (f"WITHIN MONTH_NAME (AND MONTH_NAME (?!{_OF_MONTH}))? YEAR?", read_within),
    ("COMING WEEKDAY (?!AND* (ISO_DATE|RELATIVE|NUMBER OF? MONTH_NAME))", _read_coming),
    ("FOR? NUMBER TIMES|FOR NUMBER (DAY|WEEK|MONTH)", read_count),
    ("EVERY (NUMBER|ORDINAL|OTHER) WEEK|EVERY OTHER WEEKDAY|EVERY? FORTNIGHT", read_interval),
    ("EVERY (NUMBER|ORDINAL|OTHER) (?=MONTH)", read_month_interval),
    (f"EVERY (NUMBER|ORDINAL|OTHER|YEAR) DAY (?!{_OF_EACH})", read_days_interval),
    ("ISO_DATE", _read_iso),
    (f"EVERY {_OF_YEAR} (AND+ EVERY? {_OF_YEAR})* (AND? YEAR)?", _read_yearly),
    (f"EVERY {_NTH} WEEKDAY {_OF_ONE}", _read_nth),
    (f"EVERY ORDINAL DAYS {_OF_ONE}", _read_working_day),
    (f"ORDINAL (DAYS|DAY) {_OF_ONE}|{_NTH} WEEKDAY {_OF_ONE}", _read_month_named_once),
    (f"AT NUMBER (?=MONTH_NAME {_OF_MONTH})", _read_time),
    (f"{_MONTH_DAY} {_MONTHS}", _read_month_days),
    (_NAMED, _read_named),
    ("RELATIVE", _read_relative),
    (f"((MONTH|QUARTER) AND*)? {_NTH} WEEKDAY {_OF_EACH}?", _read_nth),
    (f"(MONTH|QUARTER) AND* ORDINAL DAYS {_OF_EACH}?|ORDINAL DAYS {_OF_EACH}", _read_working_day),
    (f"(MONTH|QUARTER) AND* {_MONTH_DAY} (AND {_MONTH_DAY})* {_OF_EACH}?", _read_month_days),
    (f"DAY? {_OF_MONTH} DAY? (AND DAY? {_OF_MONTH} DAY?)+ {_OF_EACH}", _read_month_days),
    (f"{_MONTH_DAY} {_OF_EACH}|NUMBER OF EVERY? MONTH", _read_month_days),
    (f"DAYS|WEEKDAY|EVERY DAY (?!{_OF_MONTH} {_OF_EACH})", _read_days),
    ("NUMBER (?=NUMBER|CLOCK|NOON)", _read_neighbours),
    ("NUMBER (?=WEEK)", _read_puzzle),
    ("(CLOCK|NUMBER) HALF|CLOCK|NUMBER|NOON", _read_time),
    ("ONCE", read_once),
    ("ORDINAL (AND+ ORDINAL)+ (?!AND* (OF|MONTH_NAME|WEEK|DAY|DAYS))", _read_loose_days),
    ("AND|AT|EVERY|OF|ZONE|WEEK", _skip),
    (" | ".join(Kind), _read_puzzle),
)


def _pattern(text: str) -> re.Pattern[str]:
    """Return a line of the grammar as a pattern over kinds, each with a space behind it."""
    names = set(re.findall("[A-Z_]+", text))
    if unknown := names - set(Kind):
        raise ValueError(f"no kinds of words: {unknown}")
    named = re.sub("[A-Z_]+", r"(?:\g<0>~)", text)
    return re.compile(named.replace(" ", "").replace("~", " "))


_PATTERNS = tuple((_pattern(text), reader) for text, reader in _GRAMMAR)
