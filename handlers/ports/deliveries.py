"""What became of the deliveries of a workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from scheduler.delivery import DeliveryState
from scheduler.reasons import Cause, Reason


@dataclass(frozen=True, slots=True)
class MomentRecord:
    """What became of one moment of a schedule, and why."""

    occurs_at: datetime
    state: DeliveryState
    cause: Cause | None
    sent_at: datetime | None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A delivery that was given up, without its body."""

    id: int
    lane: str
    schedule_id: str  # empty: posted by a turn
    occurs_at: datetime
    reason: Reason | None
    attempts: int


class Deliveries(Protocol):
    """What became of the deliveries of this tenant."""

    async def last(self, schedule_id: str, limit: int) -> Sequence[MomentRecord]:
        """Return what became of the last moments of a schedule, newest first."""
        ...

    async def between(
        self, schedule_id: str, start: datetime, end: datetime
    ) -> Sequence[MomentRecord]:
        """Return what became of a schedule's moments from ``start`` to before ``end``, in order."""
        ...

    async def withdraw(self, schedule_id: str, cause: Cause) -> None:
        """Leave out what a schedule has on its way and nobody has tried to send yet."""
        ...

    async def take_back(self, name: str) -> None:
        """Leave out the post of this name unless it is out, or on its way at this moment."""
        ...

    async def dead(self, limit: int) -> tuple[DeadLetter, ...]:
        """Return what was given up, the newest first."""
        ...

    async def retry(self, delivery_id: int, at: datetime) -> bool:
        """Send what was given up once more; False if it is not there or not given up."""
        ...

    async def drop(self, delivery_id: int) -> bool:
        """Give it up for good; False if it is not there or not given up."""
        ...
