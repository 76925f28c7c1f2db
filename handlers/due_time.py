"""The time by which something is promised: pressed on a button, or typed in a form."""

from datetime import datetime, time, timedelta

from handlers.turn import Refusal, Turn
from scheduler.phrases.moment import parse_moment, whole_minute
from scheduler.phrases.phrase import PhraseError

MAX_WAIT = timedelta(days=14)  # of a button that counts minutes from its press
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


def typed_time(
    when: str, turn: Turn, zone: str, day_ends: time | None
) -> tuple[datetime | None, str]:
    """Return the moment meant, or None and what is wrong with it; ``day_ends`` is the team's."""
    if not when:
        return None, "Say when, for example: today 16:30."
    try:
        return parse_moment(when, zone, turn.at, day_ends), ""
    except PhraseError as error:
        return None, f"{error} For example: {error.example}"
