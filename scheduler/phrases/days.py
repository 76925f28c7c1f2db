"""The day of one moment: today, Friday, Friday week, 30 Nov, November 30th, 2026-11-30."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from scheduler.phrases.dates_ahead import NoSuchDateError, dated, next_dated
from scheduler.phrases.refusals import Examples, PhraseError
from scheduler.phrases.vocabulary import DAY_NAMES, DAY_SPELLINGS, MONTH_NAMES, MONTH_SPELLINGS


@dataclass(slots=True)
class DayReading:
    """The days that a text names, as far as it has been read; two must agree."""

    today: date
    examples: Examples
    dates: list[date] = field(default_factory=list)
    weekday: int | None = None
    tonight: bool = False

    @property
    def is_named(self) -> bool:
        """Tell whether any day was named."""
        return bool(self.dates) or self.weekday is not None

    @property
    def is_this_weekday(self) -> bool:
        """Tell whether only the weekday was named, and it is the one of today."""
        return not self.dates and self.weekday == self.today.weekday()

    def day(self) -> date:
        """Return the day: the one that was named, else today.

        Raises PhraseError when there are several.
        """
        if len(set(self.dates)) > 1:
            raise self.several()
        if self.dates:
            return self._agreed(self.dates[0])
        if self.weekday is None:
            return self.today
        return self.today + timedelta(days=(self.weekday - self.today.weekday()) % 7)

    def _agreed(self, day: date) -> date:
        if self.weekday not in (None, day.weekday()):
            reason = f"{day} is a {DAY_NAMES[day.weekday()]}. Which day do you mean?"
            raise self.asked(reason)
        return day

    def asked(self, reason: str) -> PhraseError:
        """Return a question, with a date as its example."""
        return PhraseError(reason, self.examples.date, "ambiguous")

    def several(self) -> PhraseError:
        """Return the question about more than one day, or what looks like it."""
        reason = "I need one moment, and I see more than one day."
        return PhraseError(reason, self.examples.date, "several")

    def refused(self, reason: str, example: str = "") -> PhraseError:
        """Return the error for a day that doesn't come."""
        return PhraseError(reason, example or self.examples.date, "refused")


def day_at(text: str, position: int, days: DayReading) -> int | None:
    """Note the day that stands there; return where it ends, or None if there is none.

    Raises PhraseError for a day that could be another one, and for one that doesn't come.
    """
    for pattern, reader in _READERS:
        if found := pattern.match(text, position):
            reader(found, days)
            return found.end()
    return None


def _relative(found: re.Match[str], days: DayReading) -> None:
    days.dates.append(days.today + timedelta(days=DAYS_AHEAD[found["word"]]))


def _tonight(found: re.Match[str], days: DayReading) -> None:
    days.dates.append(days.today)
    days.tonight = True


def _of_today(found: re.Match[str], days: DayReading) -> None:
    days.dates.append(days.today)


def _weekday(found: re.Match[str], days: DayReading) -> None:
    number = DAY_SPELLINGS[found["day"]]
    if days.weekday not in (None, number):
        raise days.several()
    days.weekday = number


def _in_a_week(found: re.Match[str], days: DayReading) -> None:
    ahead = (DAY_SPELLINGS[found["day"]] - days.today.weekday()) % 7
    days.dates.append(days.today + timedelta(days=ahead + 7))


def _week_from(found: re.Match[str], days: DayReading) -> None:
    days.dates.append(days.today + timedelta(days=7 + (found["word"] == "tomorrow")))


def _numbered(found: re.Match[str], days: DayReading) -> None:
    """Note "friday 27th": the next day of this number, if it is that weekday."""
    number, weekday = int(found["number"]), DAY_SPELLINGS[found["day"]]
    ahead = (days.today + timedelta(days=each) for each in range(31))
    day = next((each for each in ahead if each.day == number), None)
    if day is None or day.weekday() != weekday:
        raise days.asked(f"«{found.group().strip()}» of which month?")
    days.dates.append(day)


def _dated(found: re.Match[str], days: DayReading) -> None:
    day, named = int(found["day"]), found["month"]
    month = int(named) if named.isdigit() else MONTH_SPELLINGS[named]
    try:
        if found["year"]:
            days.dates.append(dated(int(found["year"]), month, day, days.today))
        else:
            days.dates.append(next_dated(month, day, days.today))
    except NoSuchDateError as error:
        raise days.refused(str(error), f"{error.instead} 10:00" if error.instead else "") from None


def _unclear(found: re.Match[str], days: DayReading) -> None:
    words = found.group().strip()
    raise days.asked(f"«{words}» reads differently from country to country. Write 30 Nov, please.")


def _no_month(found: re.Match[str], days: DayReading) -> None:
    raise days.asked(f"«{found.group().strip()}» of which month?")


def _no_day(found: re.Match[str], days: DayReading) -> None:
    raise days.asked(f"Which day of {MONTH_NAMES[MONTH_SPELLINGS[found['month']] - 1]}?")


def _two_days(found: re.Match[str], days: DayReading) -> None:
    words = found.group().strip()
    raise days.asked(f"«{words.capitalize()}» can mean two days. Which date is it?")


DAYS_AHEAD = {
    **dict.fromkeys(("today", "tdy", "2day"), 0),
    **dict.fromkeys(
        (
            *("tomorrow", "tmrw", "tmr", "tmw", "tomoz", "2moro", "2morrow", "tomo"),
            *("2mrw", "tmrow", "tomrw", "tomm", "2moz", "tmoz"),
            *("tommorow", "tommorrow", "tomorow", "tomorrows", "tomorrow's"),
        ),
        1,
    ),
    **dict.fromkeys(("day after tomorrow", "day after tmrw", "overmorrow"), 2),
}
_DAY = "|".join(sorted(DAY_SPELLINGS, key=len, reverse=True))
_MONTH = "|".join(sorted(MONTH_SPELLINGS, key=len, reverse=True))
_NUMBER = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>20\d\d)\b)?"

_Reader = Callable[[re.Match[str], DayReading], None]
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"(?P<year>\d{4})[-/](?P<month>\d\d?)[-/](?P<day>\d\d?)(?!\d)t?", _dated),
        (r"\d\d?/\d\d?(?:/\d\d(?:\d\d)?)?(?!\d)|\d\d?[.-]\d\d?[.-](?:\d{4}|\d\d)?(?!\d)", _unclear),
        (r"(?P<word>today|tomorrow) week\b", _week_from),
        (rf"(?:the )?(?P<word>{'|'.join(sorted(DAYS_AHEAD, key=len, reverse=True))})\b", _relative),
        (r"(?:tonight|tonite|2nite)\b", _tonight),
        (r"(?=this (?:morning|afternoon|evening)\b)", _of_today),
        (r"(?:a|1) week (?:from )?(?P<word>today|tomorrow)\b", _week_from),
        (
            rf"(?:on )?(?P<day>{_DAY})(?: the|,)? (?P<number>\d\d?)(?:st|nd|rd|th)\b"
            rf"(?! (?:of )?(?:{_MONTH}))",
            _numbered,
        ),
        (rf"(?:on )?(?P<day>{_DAY}) week\b", _in_a_week),
        (rf"(?:a week|1 week) (?:on|from|this)? ?(?P<day>{_DAY})\b", _in_a_week),
        (rf"(?:this )?(?:{_DAY}) next week\b|next week (?:on )?(?:{_DAY})\b", _two_days),
        (rf"(?:next|last|following) (?:{_DAY})\b", _two_days),
        (rf"(?:the )?{_NUMBER} (?:of )?(?P<month>{_MONTH})\b{_YEAR}", _dated),
        (rf"(?P<month>{_MONTH})\.? (?:the )?{_NUMBER}(?![\d:.]|\s?[ap]m\b){_YEAR}", _dated),
        (rf"(?:this |coming )?(?P<day>{_DAY})\b\.?", _weekday),
        (r"(?:the )?\d\d?(?:st|nd|rd|th)\b", _no_month),
        (rf"(?P<month>{_MONTH})\b", _no_day),
    )
)
