"""Due moments become deliveries, once, together with the next moment of their schedule."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from scheduler.calendar.recurrence import latest_due
from scheduler.delivery import Delivery, DeliveryState
from scheduler.occurrence import Draw, Drawn, Occurrence, Schedule, Skip
from scheduler.pace import Pace
from scheduler.reasons import Cause, Reason

LIMIT = 500  # schedules in one transaction
FIRST = 50  # in the first of several, which shows whether somebody waits
BREATH = 20  # schedules drawn before others get their turn on the event loop

log = logging.getLogger(__name__)

Workspace = tuple[str, str]  # platform, tenant


@dataclass(frozen=True, slots=True)
class Fired:
    """Where a schedule stands now; one with ``set_aside`` is out of use until a person looks."""

    schedule: Schedule
    next_at: datetime | None
    memory: Mapping[str, Any]
    set_aside: Cause | None = None


class Batch(Protocol):
    """Some due schedules that are ours alone until the transaction ends; a pace for each."""

    @property
    def schedules(self) -> Sequence[Schedule]:
        """Return the schedules, in the order in which they are due."""
        ...

    @property
    def paces(self) -> Mapping[Workspace, Pace]:
        """Return the pace of each of their workspaces."""
        ...

    @property
    def is_in_the_way(self) -> bool:
        """Tell whether somebody can't write before the transaction ends."""
        ...

    async def keep(self, deliveries: Sequence[Delivery], fired: Sequence[Fired]) -> None:
        """Insert deliveries whose key is new, and save schedules that nobody changed, and paces."""
        ...


class Calendar(Protocol):
    """Where schedules are kept."""

    def due(self, at: datetime, limit: int) -> AbstractAsyncContextManager[Batch]:
        """Open a transaction on the schedules due by then; committed when left without error."""
        ...


async def fire_all(
    at: datetime, calendar: Calendar, draw: Draw, leeway: timedelta = timedelta()
) -> int:
    """Fire until nothing is due; return how many schedules there were.

    A batch that was cut short for somebody's sake is followed by a small one.
    """
    total, limit = 0, FIRST
    while fired := await fire(at, calendar, draw, limit, leeway):
        total, limit = total + fired, min(2 * fired, LIMIT)
        await asyncio.sleep(0)  # a breath for people's turns between two batches
    return total


async def fire(
    at: datetime,
    calendar: Calendar,
    draw: Draw,
    limit: int = LIMIT,
    leeway: timedelta = timedelta(),
) -> int:
    """Turn one batch of due schedules into deliveries; return how many schedules there were.

    It ends early when somebody waits for it: what is left is due all the same. With ``leeway`` a
    moment may be so much later than its grace: the clock was set forward.
    """
    async with calendar.due(at, limit) as batch:
        deliveries: list[Delivery] = []
        fired: list[Fired] = []
        for number, schedule in enumerate(batch.schedules, 1):
            pace = batch.paces[schedule.platform, schedule.tenant]
            try:
                sent, stand = _fire(schedule, at, draw, pace, leeway)
            except Exception as error:  # noqa: BLE001 - one bad schedule must not stop the others
                sent, stand = _set_aside(schedule, at, type(error).__name__)
            deliveries += sent
            fired.append(stand)
            if number % BREATH == 0:
                await asyncio.sleep(0)
                if batch.is_in_the_way:
                    break
        if fired:
            await batch.keep(deliveries, fired)
    return len(fired)


def _fire(
    schedule: Schedule, at: datetime, draw: Draw, pace: Pace, leeway: timedelta
) -> tuple[list[Delivery], Fired]:
    """Return what a schedule sends or leaves on record, and where it stands then."""
    due = latest_due(schedule.recurrence, schedule.next_at or at, at)
    latest = due.latest or at  # there is one: the schedule was chosen because it is due
    records = [
        _unsent(Occurrence(schedule, missed), draw, _missed(due.missed)) for missed in due.recent
    ]
    occurrence = Occurrence(schedule, latest, is_last=due.next is None)
    drawn = Skip(Cause(pace.paused)) if pace.paused else draw(occurrence)
    is_late = latest + schedule.grace + leeway <= at
    if isinstance(drawn, Drawn) and not is_late:
        records.append(_delivery(occurrence, drawn, pace.slot(at), leeway))
        return records, Fired(schedule, due.next, drawn.memory)
    if isinstance(drawn, Skip):
        records.append(_record(occurrence, DeliveryState.SKIPPED, drawn.cause))
    else:
        records.append(_record(occurrence, DeliveryState.EXPIRED, _late(schedule.grace)))
    if drawn.instead:
        records.append(_last_word(occurrence, drawn.instead, at))
    return records, Fired(schedule, due.next, schedule.memory)


def _unsent(occurrence: Occurrence, draw: Draw, cause: Cause) -> Delivery:
    """Return the record of a moment that has passed; one that was to be left out is not missed."""
    drawn = draw(occurrence)
    if isinstance(drawn, Skip):
        return _record(occurrence, DeliveryState.SKIPPED, drawn.cause)
    return _record(occurrence, DeliveryState.EXPIRED, cause)


def _last_word(occurrence: Occurrence, drawn: Drawn, at: datetime) -> Delivery:
    """Return what is sent in the place of the last occurrence, which never was."""
    schedule = occurrence.schedule
    return Delivery(
        key=f"{occurrence.key}:over",
        platform=schedule.platform,
        tenant=schedule.tenant,
        lane=drawn.lane,
        body=drawn.body,
        occurs_at=at,
        due_at=at,
        expires_at=at + schedule.grace,
    )


def _set_aside(schedule: Schedule, at: datetime, error: str) -> tuple[list[Delivery], Fired]:
    """Put a schedule that can't be drawn out of use; the log has the error's type, no content."""
    log.error("schedule.set_aside id=%s error=%s", schedule.id, error)
    cause = Cause(Reason.NOT_DRAWN, error)
    record = _record(Occurrence(schedule, schedule.next_at or at), DeliveryState.SKIPPED, cause)
    return [record], Fired(schedule, None, schedule.memory, set_aside=cause)


def _delivery(
    occurrence: Occurrence, drawn: Drawn, due_at: datetime, leeway: timedelta
) -> Delivery:
    schedule, at = occurrence.schedule, drawn.not_before or occurrence.at
    return Delivery(
        key=occurrence.key,
        platform=schedule.platform,
        tenant=schedule.tenant,
        lane=drawn.lane,
        body=drawn.body,
        occurs_at=at,
        due_at=max(at, due_at),
        expires_at=occurrence.at + schedule.grace + leeway,
        schedule_id=schedule.id,
    )


def _record(occurrence: Occurrence, state: DeliveryState, cause: Cause) -> Delivery:
    """Return a delivery that is not to be made, and why; it is what `why` reads."""
    schedule = occurrence.schedule
    return Delivery(
        key=occurrence.key,
        platform=schedule.platform,
        tenant=schedule.tenant,
        lane=schedule.place,
        body=None,
        occurs_at=occurrence.at,
        due_at=occurrence.at,
        expires_at=occurrence.at + schedule.grace,
        state=state,
        cause=cause,
        schedule_id=schedule.id,
    )


def _missed(count: int) -> Cause:
    return Cause(Reason.MISSED, str(count - 1) if count > 1 else "")


def _late(grace: timedelta) -> Cause:
    return Cause(Reason.PAST_GRACE, str(grace // timedelta(minutes=1)))
