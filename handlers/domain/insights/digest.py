"""When the week comes to a channel: once a week, put off to the next day where people are off."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from handlers.domain.people import Place
from scheduler.calendar.day_rules import EVERY_DAY, Weekly
from scheduler.calendar.recurrence import Recurrence, zone_named
from scheduler.calendar.rest import Rest
from scheduler.occurrence import GRACE
from scheduler.reasons import Cause, Reason

FRIDAY = 4
_WEEK = timedelta(days=7)
USUAL_HOUR = "09:00"
HOURS = tuple(f"{hour:02}:{minute}" for hour in range(24) for minute in ("00", "30"))


@dataclass(frozen=True, slots=True)
class WeekDigest:
    """Where and when the week of a workspace is told; without a place it isn't.

    ``last_on`` is the first day of the week that was told last. ``held`` is why it was put off
    last, on ``held_on``.
    """

    place: Place | None = None
    zone: str = "UTC"
    weekday: int = FRIDAY
    hour: str = USUAL_HOUR
    set_by: str = ""
    next_at: datetime | None = None
    last_on: date | None = None
    held_on: date | None = None
    held: Cause | None = None
    version: int = 0


def settled(digest: WeekDigest, at: datetime) -> WeekDigest:
    """Return it with its next moment; nowhere to go, it has none."""
    return replace(digest, next_at=_next(digest, at, frozenset({digest.weekday})), held=None)


def told(digest: WeekDigest, starts_on: date, at: datetime) -> WeekDigest:
    """Return it after a week was told: the next one follows a week later."""
    return replace(settled(digest, at), last_on=starts_on, held=digest.held)


def put_off(digest: WeekDigest, why: Cause, at: datetime) -> WeekDigest:
    """Return it to come a day later at the same hour; the first reason is the one to be told."""
    day = at.astimezone(zone_named(digest.zone)).date()
    put = replace(digest, next_at=_next(digest, at, EVERY_DAY))
    if digest.held is not None and digest.held_on is not None and day - digest.held_on < _WEEK:
        return put
    return replace(put, held_on=day, held=why)


def held_by(digest: WeekDigest, rest: Rest, at: datetime) -> Cause | None:
    """Return why it doesn't come now, though its moment is here; None if it does.

    Once that is over, the same hour of each day after it will do; an hour later it is too late.
    """
    moment = _next(digest, at - GRACE, EVERY_DAY)
    if moment is None or moment > at:
        return Cause(Reason.MISSED)
    return off(rest, moment, digest.zone)


def off(rest: Rest, moment: datetime, zone: str) -> Cause | None:
    """Return why a channel is left in peace at a moment, or None."""
    if moment.astimezone(zone_named(zone)).weekday() not in rest.week:
        return Cause(Reason.DAY_OFF, "no working day")
    return rest.cause(moment, zone)


def _next(digest: WeekDigest, at: datetime, days: frozenset[int]) -> datetime | None:
    if digest.place is None:
        return None
    hour = time.fromisoformat(digest.hour)
    return Recurrence(Weekly(days), (hour,), digest.zone).next_after(at)
