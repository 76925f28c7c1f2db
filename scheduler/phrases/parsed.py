"""What a phrase says, as far as it has been read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from scheduler.calendar.day_rules import WEEKDAYS, Rule
from scheduler.calendar.recurrence import zone_named
from scheduler.phrases.dates_ahead import NoSuchDateError, dated, next_dated
from scheduler.phrases.refusals import Examples, PhraseError
from scheduler.phrases.vocabulary import DAY_NAMES, Kind, Word


@dataclass(slots=True)
class Parsed:
    """What a text says, as far as it has been read."""

    examples: Examples
    zone: str
    today: date
    zone_is_named: bool
    week: frozenset[int] = WEEKDAYS  # what "weekdays" means
    days: set[int] = field(default_factory=set)
    rules: list[Rule] = field(default_factory=list)
    dates: list[date] = field(default_factory=list)
    times: list[time] = field(default_factory=list)
    excluded: set[int] = field(default_factory=set)  # days of the week
    left_out: list[tuple[date, date]] = field(default_factory=list)  # from and until
    months_out: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)  # days of the week, by their names
    groups: set[int] = field(default_factory=set)  # those of "weekdays" and the like
    bare: list[time] = field(default_factory=list)  # without am or pm, and not like 04:00
    hours: bool = False  # some of them without their minutes
    halves: bool = False  # others have am or pm
    midnight: bool = False  # one is called so
    order: str = ""  # of days and times: d and t
    dotted: str = ""
    every: int = 1  # weeks
    spaced: int = 1  # days
    months: int = 1  # from one to the next
    once: bool = False
    each: bool = False  # "every" is said of something
    quarterly: bool = False  # by the quarters of the calendar
    first: date | None = None
    last: date | None = None
    count: int = 0  # after so many it ends
    lasts: tuple[int, Kind] | None = None  # so many days, weeks, months

    @property
    def is_weekly(self) -> bool:
        """Tell whether it says days of every week and times, and nothing else."""
        ends = self.first or self.last or self.count or self.lasts
        return not (
            self.rules
            or self.dates
            or self.left_out
            or ends
            or self.every > 1
            or self.spaced > 1
            or self.months > 1
            or self.once
        )

    def refused(self, reason: str, example: str = "") -> PhraseError:
        """Return the error for what we understand and won't do."""
        return PhraseError(reason, example or self.examples.usual, "refused")

    def ambiguous(self, reason: str, example: str = "") -> PhraseError:
        """Return the error for what could mean two things."""
        return PhraseError(reason, example or self.examples.usual, "ambiguous")

    def check_weekday(self, day: date, weekdays: set[int]) -> None:
        """Let a date bear its weekday's name, and no other."""
        if weekdays and weekdays != {day.weekday()}:
            reason = f"{day} is a {DAY_NAMES[day.weekday()]}. Which day do you mean?"
            raise self.ambiguous(reason, self.examples.date)


def date_in(zone: str, now: datetime) -> date:
    """Return the date that it is in a zone; raise ValueError for an unknown one."""
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    return now.astimezone(zone_named(zone)).date()


def numbers(run: Sequence[Word], *kinds: Kind) -> tuple[int, ...]:
    """Return the numbers of the words of these kinds, in order."""
    return tuple(number for word in run if word.kind in kinds for number in word.numbers)


def named_date(run: Sequence[Word]) -> tuple[int, int, int | None]:
    """Return the month, the day and the year, if there is one, of a date with a month's name."""
    (month,), (day,) = numbers(run, Kind.MONTH_NAME), numbers(run, Kind.NUMBER, Kind.ORDINAL)
    return month, day, next(iter(numbers(run, Kind.YEAR)), None)


def date_of(parsed: Parsed, month: int, day: int, year: int | None = None) -> date:
    """Return a date, the next one without a year; raise PhraseError if there is none."""
    try:
        if year is None:
            return next_dated(month, day, parsed.today)
        return dated(year, month, day, parsed.today)
    except NoSuchDateError as error:
        example = f"{error.instead} 09:00" if error.instead else parsed.examples.date
        raise parsed.refused(str(error), example) from None


def puzzle(word: Word, parsed: Parsed) -> PhraseError:
    """Return the question about a word that we know but can't place."""
    examples = parsed.examples
    reason, example = {
        Kind.ORDINAL: (
            f"I can't tell what «{word.text}» belongs to. One day at a time?",
            examples.date,
        ),
        Kind.MONTH_NAME: (f"Which day of {word.text}?", examples.date),
        Kind.YEAR: (f"Is «{word.text}» a time or a year? Write times like 08:55.", examples.usual),
        Kind.HALF: (f"«{word.text}» needs an hour before it.", examples.usual),
        Kind.TO: (f"I can't tell what «{word.text}» joins.", examples.days),
        Kind.EXCEPT: ("Which days are left out?", examples.repeating("daily 09:00 except Sunday")),
        Kind.WITHIN: ("Within which month?", examples.date),
        Kind.COMING: ("Which day? Write the date, please.", examples.date),
        Kind.FROM: ("From which day?", f"{examples.days} from {examples.date[:10]}"),
        Kind.UNTIL: ("Until which day?", f"{examples.days} until {examples.date[:10]}"),
        Kind.DAY: ("Which day? If you mean every month, add «of the month».", examples.date),
        Kind.MONTH: ("Which day of the month?", examples.date),
        Kind.QUARTER: (
            "Which day of the quarter?",
            examples.repeating("first working day of the quarter 09:00"),
        ),
    }.get(word.kind, (f"I can't place «{word.text}» here. Which days?", examples.days))
    return parsed.ambiguous(reason, example)
