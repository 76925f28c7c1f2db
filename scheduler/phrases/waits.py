"""How long somebody waits: "in 2 hours", "within 20 minutes", "in an hour and a half"."""

import re
from datetime import datetime, timedelta

from scheduler.phrases.refusals import Examples, PhraseError

_HOURS = (
    r"(?P<hours>half an?|an?|\d{1,4}(?:[.,](?:5|25|75))?) ?(?:hours?|hrs?|h)(?![a-z])"
    r"(?P<half> and (?:a )?half)?"
)
_AND_A_HALF = r"(?P<more>\d{1,2}|one) and a half hours?"
_MINUTES = r"(?P<minutes>\d{1,4}|a|one) ?(?:minutes?|mins?|m)(?![a-z])"
_QUARTERS = r"(?:a |(?P<three>3|three) )?quarters? of an hour"
_BEGINS = r"(?:in|within|inside|in the next|within the next)"
_WAIT = re.compile(
    rf"(?:{_BEGINS} )?(?:{_QUARTERS}|{_AND_A_HALF}|{_HOURS}(?:,? ?(?:and )?{_MINUTES})?"
    rf"|{_MINUTES.replace('minutes>', 'alone>')})(?P<later> from now)?"
)
_JOINED = re.compile(r"^(?:by|until|till|at|before) (?=in |within )")
_BARE = re.compile(rf"{_BEGINS} (?P<number>\d{{1,4}})")
_LONGER = re.compile(
    rf"{_BEGINS} (?:an?|\w+) (?:(?:working|business|week) ?)?"
    r"(?:days?|weeks?|fortnights?|months?|years?)\b"
)
_PARTS = {"half a": 0.5, "half an": 0.5, "a": 1.0, "an": 1.0, "one": 1.0}


def wait_of(text: str, examples: Examples) -> timedelta | None:
    """Return how long the text means, or None if it isn't of that kind.

    Raises PhraseError for a number of nothing, and for days and weeks, which need a time.
    """
    text = _JOINED.sub("", text)
    if found := _LONGER.match(text):
        reason = f"«{found.group().capitalize()}» needs a date and a time."
        raise PhraseError(reason, examples.date, "ambiguous")
    if found := _BARE.fullmatch(text):
        number = found["number"]
        reason = f"In {number} minutes, or in {number} hours?"
        raise PhraseError(reason, f"in {number} minutes", "ambiguous")
    found = _WAIT.fullmatch(text)
    if found is None or not (text.startswith(("in", "within")) or found["later"]):
        return None
    wait = _length(found)
    if not wait:
        raise PhraseError("That is now. I can only look ahead.", "in 5 minutes", "refused")
    return wait


def whole_minute(moment: datetime) -> datetime:
    """Return the nearest whole minute, which is all that people are shown of a moment."""
    return (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)


def _length(found: re.Match[str]) -> timedelta:
    if found["more"]:
        return timedelta(hours=_number(found["more"]) + 0.5)
    if found["hours"] is None and found["alone"] is None:
        return timedelta(minutes=45 if found["three"] else 15)
    hours = _number(found["hours"]) + (0.5 if found["half"] else 0)
    return timedelta(hours=hours, minutes=_number(found["minutes"] or found["alone"]))


def _number(text: str | None) -> float:
    if text is None:
        return 0.0
    return _PARTS.get(text) or float(text.replace(",", "."))
