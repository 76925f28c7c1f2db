"""The digest of a manager's drafts of thanks: one a day, on working days, at an hour of theirs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from scheduler.calendar.day_rules import WEEKDAYS, Weekly
from scheduler.calendar.recurrence import Recurrence, zone_named
from scheduler.occurrence import GRACE

USUAL_HOUR = "16:30"
HOURS = tuple(f"{hour:02}:{minute}" for hour in range(24) for minute in ("00", "30"))
MAX_AGE = timedelta(days=7)  # of a draft that nobody has decided
MAX_ROWS = 3  # drafts on one card


@dataclass(frozen=True, slots=True)
class Digest:
    """When a manager's digest comes, and what became of the last one.

    ``next_at`` is None while nothing waits. ``last_at`` is the moment that the last one was for,
    and ``last_day`` its date where the manager was then. ``message`` is where it stands, by the
    platform's name; ``shows`` the draft that was opened in it, or empty for the list.
    """

    manager_id: str
    zone: str = "UTC"
    hour: str = USUAL_HOUR
    next_at: datetime | None = None
    last_at: datetime | None = None
    last_day: str = ""
    message: str = ""
    shows: str = ""
    version: int = 0


def awaited(digest: Digest, at: datetime) -> Digest:
    """Return it with something to say: it comes at its next hour, if it isn't to come already."""
    if digest.next_at is not None:
        return digest
    return put_off(digest, at)


def put_off(digest: Digest, at: datetime) -> Digest:
    """Return it to come at its next hour after this moment."""
    return replace(digest, next_at=next(_free(digest, at), None))


def due_for(digest: Digest, at: datetime) -> datetime | None:
    """Return the moment that is due by now and less than an hour ago, or None."""
    moment = next(_free(digest, at - GRACE), None)
    return moment if moment is not None and moment <= at else None


def sent(digest: Digest, moment: datetime, at: datetime) -> Digest:
    """Return it after the one of a moment; while something waits, the next one follows."""
    day = _day(digest, moment)
    digest = replace(digest, last_at=moment, last_day=day, message="", shows="")
    return put_off(digest, at)


def at_hour(digest: Digest, hour: str, at: datetime) -> Digest:
    """Return it at another hour; one that is over today comes on the next working day."""
    digest = replace(digest, hour=hour)
    return digest if digest.next_at is None else put_off(digest, at)


def _free(digest: Digest, after: datetime) -> Iterator[datetime]:
    """Yield the moments on days that had none yet, wherever the manager was then."""
    had = {digest.last_day}
    if digest.last_at is not None:
        had.add(digest.last_at.astimezone(zone_named(digest.zone)).date().isoformat())
    recurrence = _recurrence(digest)
    moment = recurrence.next_after(after)
    while moment is not None:
        if recurrence.wall(moment)[:10] not in had:
            yield moment
        moment = recurrence.next_after(moment)


def _day(digest: Digest, moment: datetime) -> str:
    return _recurrence(digest).wall(moment)[:10]


def _recurrence(digest: Digest) -> Recurrence:
    return Recurrence(Weekly(WEEKDAYS), (time.fromisoformat(digest.hour),), digest.zone)
