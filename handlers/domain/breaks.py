"""What is said behind pause, resume and skip: a day, so many days, or the next ones."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.phrases.moment import parse_moment
from scheduler.phrases.refusals import PhraseError
from scheduler.phrases.spelling.figures import with_figures
from scheduler.phrases.vocabulary import DAY_SPELLINGS, MONTH_SPELLINGS

MOST_SKIPPED = 10
MOST_DAYS = 366

_NUMBER = r"(?:\d{1,3}|an?)"
_LENGTH = re.compile(rf"(?:for )?(?:the next )?({_NUMBER}) (day|week|month)s?")
_NEXT = re.compile(rf"(?:the )?next(?: ({_NUMBER})(?: times| ones)?| one)?")
_UNTIL = re.compile(r"(?:until|till|through|up to|to) (.+)")
_UNITS = re.compile(r"(?:day|week|month|time)s?|" + "|".join(MONTH_SPELLINGS))


@dataclass(frozen=True, slots=True)
class Break:
    """Some days on which nothing is sent: ``whole`` is the day that a word alone names.

    ``weekday`` tells that it may be meant as the day on which something begins.
    """

    until: datetime | None = None
    whole: date | None = None
    weekday: bool = False


def read_break(words: str, zone: str, now: datetime) -> Break:
    """Return how long to pause; nothing in it where no words are given.

    Raises PhraseError for a day that can't be read.
    """
    text = with_figures(words.lower())
    if not text:
        return Break()
    if found := _LENGTH.fullmatch(text):
        days = {"day": 1, "week": 7, "month": 30}[found[2]] * _count(found[1])
        if 0 < days <= MOST_DAYS:
            return Break(until=now + timedelta(days=days))
    if text in ("until", "till", "through", "up to", "to", "for"):
        raise PhraseError("Until when?", "friday")
    if found := _UNTIL.fullmatch(text):
        return Break(until=parse_moment(f"{found[1]} 23:59", zone, now))
    day = day_ahead(text, zone, now)
    return Break(whole=day, weekday=text.removeprefix("on ") in DAY_SPELLINGS)


def day_ahead(words: str, zone: str, now: datetime) -> date:
    """Return the day to come that is named; raises PhraseError where it can't be read."""
    return parse_moment(f"{words} 23:59", zone, now).astimezone(ZoneInfo(zone)).date()


def read_count(words: str) -> int | None:
    """Return how many to skip: 1 of nothing and "next", 3 of "next 3"; None of other words."""
    text = with_figures(words.lower())
    if not text:
        return 1
    found = _NEXT.fullmatch(text)
    return (_count(found[1]) if found[1] else 1) if found else None


def is_length(words: str) -> bool:
    """Tell whether a number with these words behind it is no reminder's: 2 days, 24 dec."""
    first = words.lower().partition(" ")[0].strip(".,!")
    return bool(_UNITS.fullmatch(first))


def _count(word: str) -> int:
    return int(word) if word.isdecimal() else 1
