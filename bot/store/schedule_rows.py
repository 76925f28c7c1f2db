"""Schedules as rows, and back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from scheduler.calendar.recurrence import Recurrence
from scheduler.occurrence import Schedule


def load_schedule(row: Row[Any]) -> Schedule:
    """Return the schedule of a row of the table."""
    return Schedule(
        id=row.id,
        platform=row.platform,
        tenant=row.tenant,
        place=row.place,
        intent=row.intent,
        recurrence=Recurrence.load(row.recurrence),
        owner_id=row.owner_id,
        next_at=row.next_at,
        args=row.args,
        memory=row.memory,
        grace=timedelta(seconds=row.grace_s),
        enabled=row.enabled,
        version=row.version,
    )


def schedule_values(schedule: Schedule) -> Mapping[str, Any]:
    """Return the columns of a schedule that a turn may change."""
    return {
        "recurrence": schedule.recurrence.dump(),
        "args": dict(schedule.args),
        "memory": dict(schedule.memory),
        "next_at": schedule.next_at,
        "grace_s": int(schedule.grace.total_seconds()),
        "enabled": schedule.enabled,
        "version": schedule.version,
    }
