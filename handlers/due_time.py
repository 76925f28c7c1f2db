"""The time by which something is promised: pressed on a button, or typed in a form."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.cards import Field, FieldKind, picked_date, picked_time
from handlers.turn import Refusal, Turn
from scheduler.phrases.moment import parse_moment
from scheduler.phrases.phrase import PhraseError
from scheduler.phrases.vocabulary import MAX_PHRASE_LENGTH
from scheduler.phrases.waits import whole_minute

MAX_WAIT = timedelta(days=14)  # of a button that counts minutes from its press
DUE_FIELDS = ("day", "at", "when")  # of a form
EXAMPLES = "today 16:30, tomorrow 10:00, in 2 hours, Friday noon"


class TimeIsOverError(Refusal):
    """The time on the button had passed when it was pressed, or the day on its label had."""


def pressed_time(turn: Turn, command: str) -> datetime:
    """Return the moment of an ``Offer`` that was pressed; always one that is still ahead.

    Refusal when it can't be read, TimeIsOverError when it has passed; both name the command to
    type for another one.
    """
    try:
        if "minutes" in turn.args:
            wait = timedelta(minutes=int(turn.args["minutes"][:6]))
            due = whole_minute(turn.at + min(wait, MAX_WAIT)) if wait else turn.at
        else:
            due = datetime.fromisoformat(turn.arg("due"))
        until = turn.args.get("until")
        is_over = due <= turn.at or (until and datetime.fromisoformat(until) <= turn.at)
    except (ValueError, TypeError):  # a TypeError: it has no zone
        raise Refusal(f"That time can't be read. Type {command} and pick another.") from None
    if is_over:
        raise TimeIsOverError(f"That time is over. Type {command} and pick another.")
    return due


def due_fields(
    values: Mapping[str, str], problems: Mapping[str, str], zone: str = ""
) -> tuple[Field, ...]:
    """Return the questions for a time: words, or a time and a day to pick instead.

    With a zone, they say that it is meant there.
    """

    def field(name: str, label: str, kind: FieldKind, hint: str) -> Field:
        value, error = values.get(name, ""), problems.get(name, "")
        return Field(
            name,
            label,
            kind,
            value,
            hint,
            optional=True,
            max_length=MAX_PHRASE_LENGTH,
            error=error,
            either=True,
        )

    where = f"In {zone}." if zone else ""
    return (
        field("when", "By when?", FieldKind.LINE, EXAMPLES),
        field("at", "Or pick a time", FieldKind.TIME, where),
        field("day", "Its day", FieldKind.DATE, "Left empty, it is today."),
    )


def due_values(turn: Turn) -> dict[str, str]:
    """Return what stands in these questions."""
    return {name: turn.args.get(name, "").strip() for name in DUE_FIELDS}


def read_due(
    values: Mapping[str, str], turn: Turn, zone: str, day_ends: time | None
) -> tuple[datetime | None, dict[str, str]]:
    """Return the moment meant, or None and what is wrong at which question.

    ``day_ends`` is what "end of day" means to the team.
    """
    day, at, when = (values.get(name, "") for name in DUE_FIELDS)
    if when and (day or at):
        question = "This line, or the time below? Empty one of the two."
        return None, {"when": question}
    if day and not at:
        return None, {"at": "By what time on that day?"}
    if not when and not at:
        return None, {"when": "Say when, for example: today 16:30."}
    try:
        if when:
            return parse_moment(when, zone, turn.at, day_ends), {}
        return _picked(day, at, zone, turn.at), {}
    except PhraseError as error:
        if when:
            return None, {"when": f"{error} For example: {error.example}"}
        return None, {"at": f"{error} Pick another time, or a day."}


def _picked(day: str, at: str, zone: str, now: datetime) -> datetime:
    """Return the moment of a day and a time that were picked; PhraseError says what is wrong."""
    on = picked_date(day) if day else now.astimezone(ZoneInfo(zone)).date()
    clock = picked_time(at)
    if on is None or clock is None:
        raise PhraseError("I can't read that time.", EXAMPLES)
    try:
        is_over = datetime.combine(on, clock, ZoneInfo(zone)) <= now
    except OverflowError:
        raise PhraseError("I can't look that far.", EXAMPLES) from None
    if is_over:
        raise PhraseError(f"{on} {at} is over.", EXAMPLES)
    return parse_moment(f"{on} {at}", zone, now)
