"""Known words to days, dates and times: patterns over the words' letters, tried in order."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from scheduler.calendar.day_rules import EVERY_DAY, LAST, MonthDay, NthWeekday, Rule, Yearly
from scheduler.calendar.recurrence import zone_named
from scheduler.phrases.dates_ahead import LEAP_YEAR, NoSuchDateError, dated, next_dated
from scheduler.phrases.refusals import Examples, PhraseError
from scheduler.phrases.vocabulary import DAY_NAMES, MONTH_NAMES, NTH_NAMES, Word, words_of


@dataclass(slots=True)
class Parsed:
    """What a text says, as far as it has been read."""

    examples: Examples
    zone: str
    today: date
    letters: str
    days: set[int] = field(default_factory=set)
    rules: list[Rule] = field(default_factory=list)
    dates: list[date] = field(default_factory=list)
    times: list[time] = field(default_factory=list)
    named: set[int] = field(default_factory=set)  # days of the week, by their names
    groups: set[int] = field(default_factory=set)  # those of "weekdays" and the like
    bare: list[time] = field(default_factory=list)  # without am or pm, and not like 04:00
    halves: bool = False  # others have am or pm
    order: str = ""
    dotted: str = ""

    def refused(self, reason: str, example: str = "") -> PhraseError:
        """Return the error for what we understand and won't do."""
        return PhraseError(reason, example or self.examples.usual, "refused")

    def ambiguous(self, reason: str, example: str = "") -> PhraseError:
        """Return the error for what could mean two things."""
        return PhraseError(reason, example or self.examples.usual, "ambiguous")


def read(text: str, zone: str, now: datetime, examples: Examples) -> Parsed:
    """Return what a plain text says, in ``zone`` unless it names its own.

    Raises PhraseError at the first thing that can't be understood.
    """
    words = words_of(text, examples)
    zones = list(dict.fromkeys(word.text for word in words if word.letter == "z")) or [zone]
    letters = "".join(word.letter for word in words)
    parsed = Parsed(examples, zones[0], date_in(zones[0], now), letters)
    if len(zones) > 1:
        example = f"{examples.usual} {zones[0]}"
        raise parsed.ambiguous(f"I see {len(zones)} time zones. Is it {zones[0]}?", example)
    position = 0
    while position < len(letters):
        found, reader = next(
            (found, reader)
            for pattern, reader in _PATTERNS
            if (found := pattern.match(letters, position))
        )
        reader(words[position : found.end()], parsed)
        if reader is not _skip:
            parsed.order += "t" if reader is _read_time else "d"
        position = found.end()
    return parsed


def date_in(zone: str, now: datetime) -> date:
    """Return the date that it is in a zone; raise ValueError for an unknown one."""
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    return now.astimezone(zone_named(zone)).date()


def _numbers(run: Sequence[Word], letters: str) -> tuple[int, ...]:
    """Return the numbers of the words of these classes, in order."""
    return tuple(number for word in run if word.letter in letters for number in word.numbers)


def _read_days(run: Sequence[Word], parsed: Parsed) -> None:
    days = set(_numbers(run, "ds") or EVERY_DAY)
    parsed.days.update(days)
    if run[0].letter == "s":
        parsed.groups.update(days)
    elif run[0].letter == "d":
        parsed.named.update(days)


def _read_range(run: Sequence[Word], parsed: Parsed) -> None:
    first, last = _numbers(run, "d")
    if first == last:
        name = DAY_NAMES[first]
        example = parsed.examples.repeating("daily 09:00")
        raise parsed.ambiguous(f"From {name} to {name}: every day, or only then?", example)
    days = {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    parsed.days.update(days)
    parsed.named.update(days)


def _read_nth(run: Sequence[Word], parsed: Parsed) -> None:
    nth, weekday = _numbers(run, "od")
    name = DAY_NAMES[weekday]
    if nth == 5:
        example = parsed.examples.repeating(f"last {name} of the month 09:00")
        raise parsed.ambiguous(f"Some months have no fifth {name}. The last one?", example)
    if nth not in NTH_NAMES:
        example = parsed.examples.repeating(f"first {name} of the month 09:00")
        raise parsed.refused(f"No month has {nth} {name}s.", example)
    parsed.rules.append(NthWeekday(nth, weekday))


def _read_month_day(run: Sequence[Word], parsed: Parsed) -> None:
    (day,) = _numbers(run, "no")
    example = parsed.examples.repeating("last day of the month 09:00")
    if 28 < day <= 31:
        raise parsed.ambiguous(f"Some months have no day {day}. The last day, perhaps?", example)
    if day != LAST and not 1 <= day <= 28:
        raise parsed.refused(f"No month has a day {day}.", example)
    parsed.rules.append(MonthDay(day))


def _read_relative(run: Sequence[Word], parsed: Parsed) -> None:
    parsed.dates.append(parsed.today + timedelta(days=run[0].numbers[0]))


def _read_iso(run: Sequence[Word], parsed: Parsed) -> None:
    year, month, day = run[0].numbers
    parsed.dates.append(_date(parsed, month, day, year))


def _read_named(run: Sequence[Word], parsed: Parsed) -> None:
    (month,), (day,), years = _numbers(run, "m"), _numbers(run, "no"), _numbers(run, "y")
    if years and not 2000 <= years[0] < 2200:
        raise _puzzle(run[-1], parsed)
    parsed.dates.append(_date(parsed, month, day, *years))


def _read_yearly(run: Sequence[Word], parsed: Parsed) -> None:
    (month,), (day,), years = _numbers(run, "m"), _numbers(run, "no"), _numbers(run, "y")
    name = f"{day} {MONTH_NAMES[month - 1]}"
    _date(parsed, month, day, LEAP_YEAR)
    if years:
        raise parsed.ambiguous(f"Every {name}, or only that of {years[0]}?", f"every {name} 09:00")
    if (month, day) == (2, 29):
        reason = "Most years have no 29 February. 28 February, perhaps, or 1 March?"
        raise parsed.ambiguous(reason, parsed.examples.repeating("every 28 February 09:00"))
    parsed.rules.append(Yearly(month, day))


def _date(parsed: Parsed, month: int, day: int, year: int | None = None) -> date:
    """Return a date, the next one without a year."""
    try:
        if year is None:
            return next_dated(month, day, parsed.today)
        return dated(year, month, day, parsed.today)
    except NoSuchDateError as error:
        example = f"{error.instead} 09:00" if error.instead else parsed.examples.date
        raise parsed.refused(str(error), example) from None


def _read_time(run: Sequence[Word], parsed: Parsed) -> None:
    hour, minute = (*_numbers(run, "ntN"), 0)[:2]
    half = _numbers(run, "h")
    shown = " ".join(word.text for word in run)
    if half and not 1 <= hour <= 12:
        reason = f"«{shown}» mixes two clocks. Write 13:00 or 1 pm."
        raise parsed.refused(reason)
    hour = hour % 12 + half[0] if half else hour
    if hour > 23 or minute > 59:
        raise parsed.refused(f"There is no {shown}. A day goes from 00:00 to 23:59.")
    parsed.times.append(time(hour, minute))
    parsed.halves = parsed.halves or bool(half)
    if not half and 1 <= hour <= 11 and run[-1].letter != "N" and not run[-1].text.startswith("0"):
        parsed.bare.append(time(hour, minute))
    if "." in shown and hour < 32 and 1 <= minute <= 12:
        parsed.dotted = shown


def _read_neighbours(run: Sequence[Word], parsed: Parsed) -> None:
    reason = f"After «{run[0].text}» comes another number. One time, or two? Write them as 08:55."
    raise parsed.ambiguous(reason, parsed.examples.times)


def _skip(run: Sequence[Word], parsed: Parsed) -> None:
    """Take a word that only joins others."""


def _puzzle(word: Word, parsed: Parsed) -> PhraseError:
    """Return the question about a word that we know but can't place."""
    examples = parsed.examples
    reason, example = {
        "o": (f"I can't tell what «{word.text}» belongs to. One day at a time?", examples.date),
        "m": (f"Which day of {word.text}?", examples.date),
        "y": (f"Is «{word.text}» a time or a year? Write times like 08:55.", examples.usual),
        "h": (f"«{word.text}» needs an hour before it.", examples.usual),
        "-": (f"I can't tell what «{word.text}» joins.", examples.days),
        "D": ("Which day? If you mean every month, add «of the month».", examples.date),
        "M": ("Which day of the month?", examples.date),
    }.get(word.letter, (f"I can't place «{word.text}» here. Which days?", examples.days))
    return parsed.ambiguous(reason, example)


def _read_puzzle(run: Sequence[Word], parsed: Parsed) -> None:
    raise _puzzle(run[0], parsed)


_Reader = Callable[[Sequence[Word], Parsed], None]
# Tried in this order at every word; the letters are those of scheduler.phrases.vocabulary.
_PATTERNS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile("i"), _read_iso),
    (re.compile("E(?:[no]O?m|m[no])(?:&?y)?"), _read_yearly),
    (re.compile("an(?=m[no])"), _read_time),
    (re.compile("[no]O?m(&?y)?|m[no](&?y)?"), _read_named),
    (re.compile("r"), _read_relative),
    (re.compile("M?od(O?E?M)?"), _read_nth),
    (re.compile("M(D[no]|oD?)|(D[no]|oD?)O?E?M|nOE?M"), _read_month_day),
    (re.compile("d-d"), _read_range),
    (re.compile("[ds]|ED(?![no]O?E?M)"), _read_days),
    (re.compile("n(?=[ntN])"), _read_neighbours),
    (re.compile("[tn]h|[tnN]"), _read_time),
    (re.compile("[&aEOz]"), _skip),
    (re.compile("."), _read_puzzle),
)
