"""One moment to come, as people type it: "tomorrow at 9", "half past four", "in 2 hours".

A text is read from left to right as a day, a part of the day and a time of the clock, each once and
in any order. What could be another moment is asked about, never guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from scheduler.calendar.day_rules import Once
from scheduler.calendar.recurrence import Recurrence
from scheduler.phrases.clock_times import SURE_FROM, ClockTime, NoSuchTimeError, Part, clock_time
from scheduler.phrases.days import DayReading, day_at
from scheduler.phrases.parsed import date_in
from scheduler.phrases.refusals import Examples, PhraseError
from scheduler.phrases.spelling.figures import with_figures, with_minutes
from scheduler.phrases.vague import check_vague
from scheduler.phrases.vocabulary import (
    DAY_SPELLINGS,
    MONTH_SPELLINGS,
    plain,
)
from scheduler.phrases.waits import wait_of, whole_minute
from scheduler.phrases.zone_names import without_zone, zone_at_end

_MORNING = time(9)  # of "tomorrow morning"
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_FILLERS = re.compile(
    r"(?:at|by|b4|before|until|till?|on|in|the|of|no later than|latest|sharp|due|exactly|max"
    r"|please|pls|plz|thanks|thx)\b"
    r"|[,;@]|[-–](?!\S)"
)
_PARTS = (
    (re.compile(r"(?:in the |this )?mornings?\b"), Part.MORNING),
    (re.compile(r"(?:in the |this )?afternoons?\b"), Part.AFTERNOON),
    (re.compile(r"(?:in the |this )?evenings?\b"), Part.EVENING),
    (re.compile(r"(?:at )?night\b"), Part.NIGHT),
)
_KNOWN = (*DAY_SPELLINGS, *MONTH_SPELLINGS, "today", "tomorrow", "tonight", "noon", "midday")
_END_OF_DAY = re.compile(
    r"\b(?:(?:the )?end of (?:(?:the|your|my) )?(?:working |business )?(?:day|business)"
    r"|(?:the )?close of (?:business|day)|eod|cob|eob)\b"
)
_TWO_WAYS = re.compile(  # at nine on 10 December, or at ten on the ninth
    rf"\bat \d\d? (?:{'|'.join(MONTH_SPELLINGS)}) \d\d?\b(?![:.]\d| ?[ap]m)"
)
_MIDNIGHT = re.compile(r"(?:12 )?midnight\b")


@dataclass(slots=True)
class _Reading:
    """What a text says, as far as it has been read."""

    days: DayReading
    examples: Examples
    part: Part | None = None
    clock: ClockTime | None = None
    shown: str = ""  # the words of the clock
    midnight: bool = False
    zone: str = ""  # that the text names

    def asked(self, reason: str, example: str = "") -> PhraseError:
        """Return the question about what could mean two things."""
        return PhraseError(reason, example or self.examples.usual, "ambiguous")

    def several(self) -> PhraseError:
        """Return the question about more than one moment, or what looks like it."""
        reason = "I need one moment, and I see several times."
        return PhraseError(reason, self.examples.usual, "several")

    def refused(self, reason: str, example: str = "") -> PhraseError:
        """Return the error for what we understand and won't do."""
        return PhraseError(reason, example or self.examples.usual, "refused")


def parse_moment(text: str, zone: str, now: datetime, day_ends: time | None = None) -> datetime:
    """Return the one moment to come, in UTC, that a text means in ``zone``.

    ``day_ends`` is what "end of day" means; people are asked without it.
    Raises PhraseError with a reason and an example, and ValueError if ``zone`` is unknown.
    """
    date_in(zone, now)  # an unknown one is a mistake of ours, whatever was typed
    usual = "tomorrow 10:00"
    tomorrow = date_in(zone, now) + timedelta(days=1)
    examples = Examples(usual, usual, usual, f"{tomorrow} 10:00", repeats=False)
    cleaned = with_figures(with_minutes(plain(text, examples)))
    if day_ends:
        cleaned = _END_OF_DAY.sub(f"{day_ends:%H:%M}", cleaned)
    if wait := wait_of(cleaned, examples):
        return whole_minute(now + wait).astimezone(UTC)
    cleaned, named = zone_at_end(cleaned.rstrip(" ,;:"))
    if not named:
        cleaned, named = without_zone(cleaned)
    zone = named or zone
    reading = _Reading(DayReading(date_in(zone, now), examples), examples, zone=named)
    if found := _TWO_WAYS.search(cleaned):
        raise reading.asked(f"«{found.group()}» can be read in two ways. Which day is it?")
    _read(cleaned, reading)
    return _moment(reading, zone, now)


def _read(text: str, reading: _Reading) -> None:
    """Read a clean text to its end; raise PhraseError at the first thing that isn't clear."""
    position = 0
    while position < len(text):
        end = _read_next(text, position, reading)
        if end is None:
            check_vague(text, reading.examples)
            raise _unknown(text[position:].split(" ", maxsplit=1)[0], reading)
        position = end
        while text[position : position + 1] in (" ", ","):
            position += 1


def _read_next(text: str, position: int, reading: _Reading) -> int | None:
    """Read what stands there; return where it ends, or None if nothing is known of it."""
    for pattern, part in _PARTS:
        if found := pattern.match(text, position):
            if found.group().startswith("this"):
                reading.days.dates.append(reading.days.today)
            if reading.part not in (None, part):
                raise reading.asked(f"Is it the {reading.part}, or the {part}?")
            reading.part = part
            return found.end()
    if found := _MIDNIGHT.match(text, position):
        reading.midnight = True
        return found.end()
    if (end := day_at(text, position, reading.days)) is not None:
        return end
    if timed := clock_time(text, position):
        clock, end = timed
        if reading.clock is not None:
            raise reading.several()
        reading.clock, reading.shown = clock, text[position:end].strip()
        return end
    filler = _FILLERS.match(text, position)
    return filler.end() if filler else None


def _moment(reading: _Reading, zone: str, now: datetime) -> datetime:
    if reading.midnight:
        return _midnight(reading, zone, now)
    day, times = reading.days.day(), _times(reading)
    if len(times) > 1 and times[0].hour >= SURE_FROM and _ahead(day, times[0], zone, now):
        times = times[:1]
    days = [day, day + _WEEK] if reading.days.is_this_weekday else [day]
    meant = [found for each in days for at in times if (found := _ahead(each, at, zone, now))]
    if len(meant) == 1 and (len(times) == 1 or _is_clear(reading, times)):
        return meant[0]
    if len(times) > 1 and not reading.days.is_named:
        over = [at for at in times if not _ahead(day, at, zone, now)]
        meant += [found for at in over if (found := _ahead(day + _DAY, at, zone, now))]
    if not meant:
        at = times[0] if times[0].hour >= SURE_FROM else times[-1]
        reason = f"{day} {at:%H:%M} is over. I can only look ahead."
        raise reading.refused(reason, _later(reading, day, times, zone, now))
    reason = f"{times[0]:%H:%M} or {times[-1]:%H:%M}?"
    if reading.days.is_this_weekday:
        reason = f"It is {day:%A}. Do you mean today, or {day:%A} in a week, {day + _WEEK}?"
    example = _phrase(meant[0], reading, zone)
    raise PhraseError(reason, example, "ambiguous", tuple(meant))


def _ahead(day: date, at: time, zone: str, now: datetime) -> datetime | None:
    """Return the moment in UTC, if it is still to come."""
    return Recurrence(Once(day), (at,), zone).next_after(now)


def _is_clear(reading: _Reading, times: Sequence[time]) -> bool:
    """Tell whether the one of two times that is still to come is meant: today at 4."""
    return reading.days.is_named and times[0].hour < SURE_FROM


def _later(reading: _Reading, day: date, times: Sequence[time], zone: str, now: datetime) -> str:
    """Return an example for a time that is over: the same in the afternoon, else tomorrow."""
    at = times[-1]
    bare = not reading.days.is_named and reading.clock and not reading.clock.half
    if bare and at.hour < 12 and (found := _ahead(day, at.replace(hour=at.hour + 12), zone, now)):
        return _phrase(found, reading, zone)
    return f"tomorrow {at:%H:%M} {reading.zone}".strip()


def _phrase(moment: datetime, reading: _Reading, zone: str) -> str:
    """Return how a moment can be typed."""
    local = moment.astimezone(ZoneInfo(zone))
    words = {0: "today", 1: "tomorrow"}
    day = words.get((local.date() - reading.days.today).days, local.date().isoformat())
    return f"{day} {local:%H:%M} {reading.zone}".strip()


def _midnight(reading: _Reading, zone: str, now: datetime) -> datetime:
    """Return the midnight that ends today; of another day there are two."""
    today = reading.days.today
    if reading.clock is not None or reading.part is not None:
        raise reading.several()
    if reading.days.is_named and reading.days.day() != today:
        name = f"{reading.days.day():%A}"
        reason = f"Midnight at the beginning of {name}, or at its end? Write 23:59, perhaps."
        raise reading.asked(reason, f"{reading.days.day()} 23:59")
    moment = Recurrence(Once(today + timedelta(days=1)), (time(0),), zone).next_after(now)
    if moment is None:
        raise reading.refused("That midnight is over. I can only look ahead.")
    return moment


def _times(reading: _Reading) -> tuple[time, ...]:
    """Return the times of day that may be meant, the earlier first: one or two.

    Raises PhraseError where there is none.
    """
    part = reading.part or (Part.NIGHT if reading.days.tonight else None)
    if reading.clock is None:
        return (_without_a_clock(reading, part),)
    try:
        times = reading.clock.meanings(part)
    except NoSuchTimeError as error:
        raise reading.refused(f"There is no {reading.shown}. {error}") from None
    said = reading.clock.spoken and times[0].hour < SURE_FROM
    return times[-1:] if said or times[0].hour == 0 else times


def _without_a_clock(reading: _Reading, part: Part | None) -> time:
    if part is Part.MORNING and reading.days.is_named:
        return _MORNING
    if part is not None:
        shown = "tonight" if reading.days.tonight else part
        raise reading.asked(f"«{shown}» is different for everybody. At what time exactly?")
    day = reading.days.day()
    over = day <= reading.days.today
    raise reading.asked("At what time?", reading.examples.usual if over else f"{day} 10:00")


def _unknown(word: str, reading: _Reading) -> PhraseError:
    shown = word if len(word) <= 40 else word[:40] + "…"
    if word[:1].isdigit():
        reason = f"I can't read «{shown}» as a time or a date. Write times like 08:55."
    else:
        near = get_close_matches(word, _KNOWN, 1, 0.75) if 4 <= len(word) <= 40 else []
        hint = f" Did you mean {near[0]}?" if near else ""
        reason = f"I don't know the word «{shown}».{hint}"
    return PhraseError(reason, reading.examples.usual)
