"""When a schedule is due: pure arithmetic on local wall time, no clock and no database."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from scheduler.calendar.day_rules import (
    Rule,
    Spaced,
    Weekly,
    days_of,
    dump_rule,
    load_rule,
    unmoved,
)

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Some days, some times of those days, and the time zone whose wall clock shows them.

    It begins on ``first`` and ends with ``last``, where they are given; the days or weeks of a rule
    that skips some are counted from the first. On the days ``without`` it doesn't come. A time that
    summer time skips moves forward by the gap; one that it repeats counts the first time.
    ``times`` are sorted and unique, whatever order they came in.
    """

    rule: Rule
    times: tuple[time, ...]
    zone: str
    first: date | None = None
    last: date | None = None
    without: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        zone_named(self.zone)
        rule = unmoved(self.rule)
        if isinstance(rule, Weekly | Spaced) and rule.every > 1 and self.first is None:
            raise ValueError("days and weeks that are skipped need a first one to count from")
        if not self.times or any(each != time(each.hour, each.minute) for each in self.times):
            raise ValueError("a recurrence needs times of day, in whole minutes, without a zone")
        times = sorted({time(each.hour, each.minute) for each in self.times})
        object.__setattr__(self, "times", tuple(times))

    def next_after(self, after: datetime) -> datetime | None:
        """Return the first moment later than ``after``, in UTC, or None when it is all over."""
        return _next_after(self, after)

    def wall(self, moment: datetime) -> str:
        """Return the intended local time of a moment, such as ``2026-11-23T08:55``, for its key.

        Each occurrence has one, whatever summer time does: a moment that a gap moved bears
        the time it was meant for. A moment that is none of ours bears its local time.
        """
        return _wall(self, moment)

    def dump(self) -> dict[str, object]:
        """Return the recurrence as plain JSON values."""
        times = [f"{each:%H:%M}" for each in self.times]
        days = {"first": self.first, "last": self.last}
        span = {key: day.isoformat() for key, day in days.items() if day}
        without = [day.isoformat() for day in sorted(self.without)]
        left_out = {"without": without} if without else {}
        return {**dump_rule(self.rule), "times": times, "zone": self.zone, **span, **left_out}

    @classmethod
    def load(cls, mapping: Mapping[str, object]) -> "Recurrence":
        """Return what ``dump`` wrote; raise ValueError if it isn't that."""
        match mapping:
            case {"times": [*times], "zone": str(zone)}:
                parsed = tuple(time.fromisoformat(str(each)) for each in times)
                first, last = (_loaded(mapping.get(key)) for key in ("first", "last"))
                without = frozenset(map(date.fromisoformat, _listed(mapping.get("without"))))
                return cls(load_rule(mapping), parsed, zone, first, last, without)
        raise ValueError(f"not a recurrence: {dict(mapping)!r:.200}")


@dataclass(frozen=True, slots=True)
class Due:
    """Where a schedule stands: the moment to act on, those that were missed, and the next one."""

    latest: datetime | None
    missed: int
    recent: tuple[datetime, ...]
    next: datetime | None


@lru_cache(maxsize=4096)
def latest_due(recurrence: Recurrence, first: datetime, now: datetime, keep: int = 5) -> Due:
    """Return the latest moment up to ``now``, counting from ``first``, the stored next one.

    ``missed`` counts the older ones, and ``recent`` holds the last ``keep`` of them, oldest
    first. Before ``first`` nothing is due. ``next`` is None when it is all over.
    """
    if first > now:
        return Due(None, 0, (), first)
    count, seen, following = 1, deque([first], maxlen=keep + 1), None
    for moment in _moments(recurrence, first):
        if moment > now:
            following = moment
            break
        count += 1
        seen.append(moment)
    latest = seen.pop()
    return Due(latest, count - 1, tuple(seen), following)


def upcoming(recurrence: Recurrence, after: datetime, count: int) -> list[datetime]:
    """Return the next moments later than ``after``, in UTC: ``count`` of them, if there are."""
    return list(islice(_moments(recurrence, after), count))


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """Return the time zone of an IANA name; raise ValueError if there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"no such time zone: {name!r:.60}") from None


@lru_cache(maxsize=16384)
def _next_after(recurrence: Recurrence, after: datetime) -> datetime | None:
    return next(_moments(recurrence, after), None)


@lru_cache(maxsize=16384)
def _wall(recurrence: Recurrence, moment: datetime) -> str:
    zone = zone_named(recurrence.zone)
    local = _aware(moment).astimezone(zone)
    slots = [
        datetime.combine(day, each)
        for day in (local.date() - _ONE_DAY, local.date())
        if next(_days(recurrence, day), None) == day
        for each in recurrence.times
        if _placed(day, each, zone) == moment
    ]
    # Two slots share a moment when a gap moves one onto the other; the later one was not moved.
    intended = max(slots, default=local.replace(tzinfo=None))
    return intended.isoformat(timespec="minutes")


def _moments(recurrence: Recurrence, after: datetime) -> Iterator[datetime]:
    """Yield the moments later than ``after``, in order, each once.

    A gap can move a slot past the ones behind it, even past midnight, so we start a day
    early, and a day's moments wait until the next day's are known.
    """
    zone = zone_named(recurrence.zone)
    start = _aware(after).astimezone(zone).date() - _ONE_DAY
    waiting: set[datetime] = set()
    for day in _days(recurrence, start):
        placed = {_placed(day, each, zone) for each in recurrence.times}
        if waiting:
            earliest = min(placed)
            yield from sorted(moment for moment in waiting if moment < earliest)
            placed.update(moment for moment in waiting if moment >= earliest)
        waiting = {moment for moment in placed if moment > after}
    yield from sorted(waiting)


def _days(recurrence: Recurrence, start: date) -> Iterator[date]:
    """Yield its days from ``start`` on, in order."""
    days = days_of(recurrence.rule, start, recurrence.first, recurrence.last)
    return (day for day in days if day not in recurrence.without)


def _loaded(day: object) -> date | None:
    return date.fromisoformat(str(day)) if day else None


def _listed(days: object) -> list[str]:
    return [str(day) for day in days] if isinstance(days, list) else []


def _placed(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the wall time in UTC; fold 0 means: out of a gap forward, of a repeat the first."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment
