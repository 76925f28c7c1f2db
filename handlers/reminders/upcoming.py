"""What lies ahead of a reminder: the moments it will be sent, and those left out, with why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from handlers.domain.reminder import Reminder
from handlers.domain.times import in_words
from handlers.reminders.left_out import short_words
from scheduler.calendar.recurrence import upcoming, zone_named
from scheduler.reasons import Cause

MAX_MOMENTS_TRIED = 400  # a reminder whose every moment is left out has to end somewhere
MAX_NAMED_LEFT_OUT = 4  # moments left out that are told one by one


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next moments of a reminder, and those before the last of them that are left out."""

    moments: tuple[datetime, ...]
    left_out: tuple[tuple[datetime, Cause], ...]


def upcoming_of(reminder: Reminder, now: datetime, count: int) -> Upcoming:
    """Return the next moments; a pause without an end is looked past, for nobody knows it."""
    moments: list[datetime] = []
    left_out: list[tuple[datetime, Cause]] = []
    after, tried = now, 0
    while len(moments) < count and tried < MAX_MOMENTS_TRIED:
        batch = upcoming(reminder.recurrence, after, count + MAX_NAMED_LEFT_OUT)
        if not batch:
            break
        for moment in batch:
            if len(moments) == count:
                break
            if cause := reminder.left_out(moment, endless=False):
                left_out.append((moment, cause))
            else:
                moments.append(moment)
        after, tried = batch[-1], tried + len(batch)
    named = left_out if moments else left_out[:MAX_NAMED_LEFT_OUT]
    return Upcoming(tuple(moments), tuple(named))


def send_at(reminder: Reminder, moment: datetime, key: str) -> datetime:
    """Return when to send it: at its moment, or some minutes later, the same for the same key.

    It stays on its day and out of the quiet hours; where that fails, it comes at its moment.
    """
    chance = blake2b(key.encode(), digest_size=8).digest()
    wait = timedelta(seconds=int.from_bytes(chance) % (reminder.around * 60 + 1))
    at, zone = moment + wait, zone_named(reminder.zone)
    same_day = at.astimezone(zone).date() == moment.astimezone(zone).date()
    fits = same_day and wait < reminder.grace and not reminder.rest.quiet_at(at)
    return at if fits else moment


def moment_words(reminder: Reminder, moment: datetime, now: datetime, zone: str) -> str:
    """Return a moment in words: ``tomorrow 08:55``, or ``tomorrow around 08:55``."""
    day, _, clock = in_words(moment, now, zone).rpartition(" ")
    return f"{day} around {clock}" if reminder.around else f"{day} {clock}"


def both_zones(reminder: Reminder, moment: datetime, now: datetime, zone: str) -> str:
    """Return a moment by the reminder's own clock, and by that of a reader who has another.

    ``tomorrow 08:55``, or ``tomorrow 08:55 Europe/Berlin (02:55 here)``.
    """
    own = moment_words(reminder, moment, now, reminder.zone)
    theirs = moment_words(reminder, moment, now, zone)
    if own == theirs:
        return own
    day, _, clock = in_words(moment, now, zone).rpartition(" ")
    here = clock if own.startswith(f"{day} ") else f"{day} {clock}"
    return f"{own} {reminder.zone} ({here} here)"


def left_out_list(ahead: Upcoming, now: datetime, zone: str) -> list[str]:
    """Return the moments left out, as ``Fri 25 Dec 08:55 (Christmas Day)``; the first few."""
    words = [
        f"{in_words(moment, now, zone)} ({short_words(cause)})"
        for moment, cause in ahead.left_out[:MAX_NAMED_LEFT_OUT]
    ]
    more = len(ahead.left_out) - MAX_NAMED_LEFT_OUT
    return [*words, f"and {more} more"] if more > 0 else words
