"""A date that somebody names, with a year or without: the next one, unless it was just now."""

from datetime import date, timedelta

from scheduler.phrases.vocabulary import MONTH_NAMES

MAX_AHEAD = timedelta(days=3653)
JUST_OVER = timedelta(days=90)  # a date this long ago is meant for this year, and over
LEAP_YEAR = 2000  # it has every date that any year has


class NoSuchDateError(ValueError):
    """A date that there isn't, or that is over or too far away; it says why.

    ``instead`` is one that may be meant, if there is one.
    """

    def __init__(self, reason: str, instead: date | None = None) -> None:
        super().__init__(reason)
        self.instead = instead


def dated(year: int, month: int, day: int, today: date) -> date:
    """Return a date, or raise NoSuchDateError."""
    if not _exists(year, month, day):
        shown = f"{day} {MONTH_NAMES[month - 1]}" if 1 <= month <= 12 else f"month {month}"
        raise NoSuchDateError(f"There is no {shown}.")
    found = date(year, month, day)
    if found - today > MAX_AHEAD:
        raise NoSuchDateError(f"{found} is more than ten years away.")
    return found


def next_dated(month: int, day: int, today: date) -> date:
    """Return the next such date, today included, or raise NoSuchDateError."""
    dated(LEAP_YEAR, month, day, today)
    years = range(today.year, today.year + 10)
    first, following, *_ = (date(year, month, day) for year in years if _exists(year, month, day))
    if first < today and today - first <= JUST_OVER:
        reason = f"{day} {MONTH_NAMES[month - 1]} is over. If you mean a later one, add the year."
        raise NoSuchDateError(reason, following)
    return first if first >= today else following


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
