"""What the form of a reminder is filled in with, and what is read of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import NamedTuple

from content.models import ReminderKind
from handlers.cards import picked_date, picked_time
from handlers.domain.deck import BRIEFING, MIXED
from handlers.domain.redaction import redact
from handlers.domain.reminder import Reminder
from handlers.ideas.cards import TITLES
from handlers.typed import plain
from scheduler.calendar.day_rules import Weekly, unmoved
from scheduler.calendar.recurrence import Recurrence, zone_named
from scheduler.phrases.phrase import PhraseError, describe_days, parse
from scheduler.phrases.vocabulary import DAY_NAMES

TIMES = ("at", "at2", "at3")
PICKED = ("days", *TIMES)  # what one picks instead of typing a phrase
KEPT = ("deck", "around", "on_days_off", "sign_off")
NAMES = (*PICKED, "phrase", "zone", "first", "last", *KEPT)
SIGN_OFF_LENGTH = 100  # characters
AROUND_MINUTES = 10
EARLY, LATER = time(8, 55), time(14)
DAYS = tuple((str(number), name) for number, name in enumerate(DAY_NAMES))
DECKS = (
    (MIXED, "A bit of everything"),
    *((str(kind), TITLES[kind]) for kind in ReminderKind),
    (BRIEFING, "A briefing, to be read aloud"),
)
AROUND = (
    ("0", "On the minute"),
    (str(AROUND_MINUTES), f"Within {AROUND_MINUTES} minutes after"),
)
LEAVE_OUT, MOVE = "leave-out", "move"
ON_DAYS_OFF = ((LEAVE_OUT, "Leave it out"), (MOVE, "Move it to the next working day"))
_DAYS = re.compile(r"[0-6](?:,[0-6]){0,6}")
NO_DAYS = "Tick some days, or say it in your own words."


class Read(NamedTuple):
    """When a form says that a reminder comes, or what is wrong at which of its fields."""

    recurrence: Recurrence | None
    problems: Mapping[str, str]


def suggested(existing: Sequence[Reminder], zone: str, week: frozenset[int]) -> dict[str, str]:
    """Return what to fill the form of a new reminder with: a deck that no other here has."""
    taken = {each.deck for each in existing}
    free = next((name for name, _ in DECKS if name not in taken), MIXED)
    usual = Recurrence(Weekly(week), (LATER if existing else EARLY,), zone)
    others = {"deck": free, "around": "0", "on_days_off": LEAVE_OUT}
    return {**when_values(usual, week), **others}


def values_of(reminder: Reminder) -> dict[str, str]:
    """Return what the form of an existing reminder is filled in with."""
    return {
        **when_values(reminder.recurrence, reminder.rest.week),
        "deck": reminder.deck,
        "around": str(reminder.around),
        "on_days_off": MOVE if reminder.moves else LEAVE_OUT,
        "sign_off": reminder.sign_off,
    }


def when_values(recurrence: Recurrence, week: frozenset[int]) -> dict[str, str]:
    """Return when it comes as a form has it: picked where that can be, else in words.

    ``week`` are the days on which people work in its channel.
    """
    values = {
        **dict.fromkeys((*PICKED, "phrase"), ""),
        "zone": recurrence.zone,
        "first": recurrence.first.isoformat() if recurrence.first else "",
        "last": recurrence.last.isoformat() if recurrence.last else "",
    }
    rule, times = unmoved(recurrence.rule), recurrence.times
    picked = isinstance(rule, Weekly) and rule.every == 1 and not recurrence.without
    if not isinstance(rule, Weekly) or not picked or len(times) > len(TIMES):
        return {**values, "phrase": describe_days(recurrence, week)}
    clocks = (f"{each:%H:%M}" for each in times)
    return {**values, "days": days_value(rule.days), **dict(zip(TIMES, clocks, strict=False))}


def days_value(days: Iterable[int]) -> str:
    """Return days of the week as the value of their boxes: ``0,1,2``."""
    return ",".join(map(str, sorted(days)))


def days_of(value: str) -> frozenset[int]:
    """Return the days of the week of such a value; none if it isn't one."""
    return frozenset(map(int, value.split(","))) if _DAYS.fullmatch(value) else frozenset()


def with_values(reminder: Reminder, values: Mapping[str, str]) -> Reminder:
    """Return a reminder with what a form says of it, but for when it comes."""
    return replace(
        reminder,
        deck=values["deck"] if values["deck"] in dict(DECKS) else MIXED,
        sign_off=redact(values["sign_off"])[:SIGN_OFF_LENGTH],
        around=AROUND_MINUTES if values["around"] == str(AROUND_MINUTES) else 0,
    )


def shown(values: Mapping[str, str]) -> str:
    """Return what is picked, in short: what a form showed, to see whether it was changed."""
    return " ".join(values.get(name) or "-" for name in PICKED)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a form is read with: its moment, the reader's zone, the channel's working week.

    ``before`` is what was ``shown`` as picked when it was opened.
    """

    at: datetime
    zone: str
    week: frozenset[int]
    before: str = ""


def read_when(values: Mapping[str, str], frame: Frame) -> Read:
    """Return when a form says that it comes.

    A phrase counts instead of what is picked; where both were filled in, that is asked about.
    """
    try:
        zone = zone_named(values["zone"]).key if values["zone"] else frame.zone
    except ValueError:
        return Read(None, {"zone": "I know no such time zone. Pick one of the list."})
    phrase = plain(values["phrase"])
    if phrase and shown(values) not in (frame.before, shown({})):
        question = "This line, or the days and times above? Empty this one, or put those back."
        return Read(None, {"phrase": question})
    at = "phrase" if phrase else "at"
    try:
        if not phrase:
            phrase = describe_days(_picked(values, zone), frame.week)
        found = parse(phrase, zone, frame.at, frame.week)
    except _NotPickedError as error:
        return Read(None, {error.field: str(error)})
    except PhraseError as error:
        example = f" For example: {error.example}" if at == "phrase" else ""
        return Read(None, {at: f"{error}{example}"})
    return _between(found, phrase, values, frame)


def _between(found: Recurrence, phrase: str, values: Mapping[str, str], frame: Frame) -> Read:
    """Return it with the days between which it comes, read as if they were typed, too."""
    words = {"first": "from", "last": "until"}
    said = {name: f"{word} {values[name]}" for name, word in words.items() if values[name]}
    if not said:
        return Read(found, {})
    if wrong := [name for name in said if picked_date(values[name]) is None]:
        return Read(None, dict.fromkeys(wrong, "Write it like this: 2026-12-24"))
    try:
        whole = " ".join((phrase, *said.values()))
        return Read(parse(whole, found.zone, frame.at, frame.week), {})
    except PhraseError as error:
        return Read(None, {list(said)[-1]: str(error)})


class _NotPickedError(Exception):
    """Something to pick is missing; ``field`` is where."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(problem)
        self.field = field


def _picked(values: Mapping[str, str], zone: str) -> Recurrence:
    days = days_of(values["days"])
    if not days:
        raise _NotPickedError("days", NO_DAYS)
    times = []
    for name in filter(values.get, TIMES):
        at = picked_time(values[name])
        if at is None:
            raise _NotPickedError(name, "Write it like this: 08:55")
        times.append(at)
    if not times:
        raise _NotPickedError("at", "At what time?")
    return Recurrence(Weekly(days), tuple(times), zone)
