"""Schedules and their occurrences: what should happen, when, and what became of drawing it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from scheduler.calendar.recurrence import Recurrence
from scheduler.reasons import Cause

GRACE = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Schedule:
    """What should happen again and again, and where.

    ``args`` is what drawing needs; ``memory`` is what the last drawing left for the next one.
    """

    id: str
    platform: str
    tenant: str
    place: str
    intent: str
    recurrence: Recurrence
    owner_id: str
    next_at: datetime | None
    args: Mapping[str, Any] = field(default_factory=dict)
    memory: Mapping[str, Any] = field(default_factory=dict)
    grace: timedelta = GRACE
    enabled: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One moment of one schedule; its key is the same however often it is worked out.

    ``is_last``: it is known that no other follows.
    """

    schedule: Schedule
    at: datetime
    is_last: bool = False

    @property
    def key(self) -> str:
        """Return ``<schedule>@<local wall time>[<zone>]``: autumn's repeated hour is one key."""
        return occurrence_key(self.schedule.id, self.schedule.recurrence, self.at)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What an occurrence sends: an opaque body, and what to remember for the next time.

    With ``not_before`` it is sent then, a little after its moment, and not late by it. ``instead``
    is sent where this one is too late, and no other follows.
    """

    body: Mapping[str, Any]
    memory: Mapping[str, Any]
    lane: str
    not_before: datetime | None = None
    instead: "Drawn | None" = None


@dataclass(frozen=True, slots=True)
class Skip:
    """Why an occurrence sends nothing; kept as a record. ``instead`` as in ``Drawn``."""

    cause: Cause
    instead: Drawn | None = None


def occurrence_key(schedule_id: str, recurrence: Recurrence, at: datetime) -> str:
    """Return the key of an occurrence."""
    return f"{schedule_id}@{recurrence.wall(at)}[{recurrence.zone}]"


Draw = Callable[[Occurrence], Drawn | Skip]
