"""What lies ahead of a reminder: the moments it will be sent, and those left out, with why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from handlers.domain.times import in_words
from scheduler.calendar.recurrence import upcoming, zone_named
from scheduler.calendar.rest import Rest
from scheduler.occurrence import Occurrence, Schedule

UNTIL, SKIPPED = "paused_until", "skip"  # in a schedule's args: ISO moments
REST = "rest"  # in a schedule's args: what its channel has set
AROUND = "around"  # in a schedule's args: minutes it may be late on purpose
FOREVER = "9999-12-31T00:00:00+00:00"

_FARTHEST = 400  # moments
_NAMED = 4  # moments left out that are told one by one


@dataclass(frozen=True, slots=True)
class Outlook:
    """The next moments of a reminder, and those before the last of them that are left out."""

    moments: tuple[datetime, ...]
    left_out: tuple[tuple[datetime, str], ...]


def outlook(schedule: Schedule, now: datetime, count: int) -> Outlook:
    """Return the next moments; a pause without an end is looked past, for nobody knows it."""
    moments: list[datetime] = []
    left_out: list[tuple[datetime, str]] = []
    after, seen = now, 0
    while len(moments) < count and seen < _FARTHEST:
        batch = upcoming(schedule.recurrence, after, count + _NAMED)
        if not batch:
            break
        for moment in batch:
            if len(moments) == count:
                break
            reason = why_left_out(schedule, moment, endless=False)
            if reason:
                left_out.append((moment, reason))
            else:
                moments.append(moment)
        after, seen = batch[-1], seen + len(batch)
    return Outlook(tuple(moments), tuple(left_out) if moments else tuple(left_out[:_NAMED]))


def why_left_out(schedule: Schedule, at: datetime, *, endless: bool = True) -> str:
    """Return why nothing is sent at a moment, or nothing; ``endless`` counts every pause."""
    args = schedule.args
    until = args.get(UNTIL)
    if until and at <= datetime.fromisoformat(until) and (endless or until != FOREVER):
        return f"paused by {args.get('paused_by', 'somebody')}"
    if args.get(SKIPPED) == at.isoformat():
        return f"left out by {args.get('skipped_by', 'somebody')}"
    return rest_of(schedule).reason(at, schedule.recurrence.zone)


def around(occurrence: Occurrence) -> datetime:
    """Return when to send it: at its moment, or some minutes later, the same for the same key.

    It stays on its day and out of the quiet hours; where that fails, it comes at its moment.
    """
    schedule = occurrence.schedule
    minutes = int(schedule.args.get(AROUND) or 0)
    chance = blake2b(occurrence.key.encode(), digest_size=8).digest()
    wait = timedelta(seconds=int.from_bytes(chance) % (minutes * 60 + 1))
    at, zone = occurrence.at + wait, zone_named(schedule.recurrence.zone)
    same_day = at.astimezone(zone).date() == occurrence.at.astimezone(zone).date()
    fits = same_day and wait < schedule.grace and not rest_of(schedule).quiet_reason(at)
    return at if fits else occurrence.at


def rest_of(schedule: Schedule) -> Rest:
    """Return when the channel of a schedule is left in peace."""
    return Rest.load(schedule.args.get(REST, {}))


def told(schedule: Schedule, moment: datetime, now: datetime, zone: str) -> str:
    """Return a moment in words: ``tomorrow 08:55``, or ``tomorrow around 08:55``."""
    day, _, clock = in_words(moment, now, zone).rpartition(" ")
    return f"{day} around {clock}" if schedule.args.get(AROUND) else f"{day} {clock}"


def left_out_words(ahead: Outlook, now: datetime, zone: str) -> list[str]:
    """Return the moments left out, as ``Fri 25 Dec 08:55 (Christmas Day)``; the first few."""
    words = [
        f"{in_words(moment, now, zone)} ({_short(reason)})"
        for moment, reason in ahead.left_out[:_NAMED]
    ]
    more = len(ahead.left_out) - _NAMED
    return [*words, f"and {more} more"] if more > 0 else words


def _short(reason: str) -> str:
    """Return a reason without what its heading says already."""
    return reason.partition(": ")[2] or reason.removeprefix("left out ")
