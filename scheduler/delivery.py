"""Deliveries: what must arrive, what became of each, and the numbers they live by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from scheduler.reasons import Cause

ATTEMPTS = 8
SEND_TIMEOUT = 10.0  # s; a door that knows more raises before it
GAP = 1.0  # s between two posts to one lane
BACKOFF = timedelta(minutes=5)  # at most
RETRY_AFTER = timedelta(hours=1)  # at most, whatever a platform asks for
STALE = timedelta(minutes=2)  # in flight for longer: whoever sent it is dead


class DeliveryState(StrEnum):
    """What became of a delivery."""

    PENDING = "pending"
    SENT = "sent"
    SKIPPED = "skipped"  # nothing to send, for a reason
    EXPIRED = "expired"  # too late to be of use
    DEAD = "dead"  # given up; a person has to look
    UNKNOWN = "unknown"  # perhaps it arrived; it will be sent once more


@dataclass(frozen=True, slots=True)
class Delivery:
    """One body on its way to one lane; both are opaque here.

    ``attempts`` counts this one, ``waits`` those that the platform only put off.
    ``state`` is UNKNOWN when an earlier attempt may have arrived, so
    that whoever sends may look first. A ``receipt`` is wanted by whoever must hear the outcome.
    """

    key: str
    platform: str
    tenant: str
    lane: str
    body: Mapping[str, Any] | None
    occurs_at: datetime
    due_at: datetime
    expires_at: datetime
    state: DeliveryState = DeliveryState.PENDING
    cause: Cause | None = None
    attempts: int = 0
    waits: int = 0
    schedule_id: str | None = None
    receipt: bool = False
    id: int = 0  # given by the outbox
    ref: str = ""  # the platform's own name for the message, once it arrived


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt; ``retry_at`` is set when there will be another.

    ``waited``: the platform put it off, which is no failure.
    ``hopeless``: no later delivery of this schedule will arrive either.
    """

    delivery: Delivery
    state: DeliveryState
    at: datetime
    cause: Cause | None = None
    retry_at: datetime | None = None
    ref: str = ""  # the platform's own name for the message
    hopeless: bool = False
    waited: bool = False

    @property
    def owes_receipt(self) -> bool:
        """Tell whether somebody has to hear of it, now or at the end."""
        return self.delivery.receipt or (self.hopeless and self.delivery.schedule_id is not None)


@dataclass(frozen=True, slots=True)
class Held:
    """A lane that must wait, for its head is not to be sent before then; None: it is in flight."""

    until: datetime | None


class Outbox(Protocol):
    """Where deliveries are kept; TemporaryError when it can't be reached."""

    async def mark(self, lanes: Sequence[str], at: datetime) -> Mapping[str, Delivery | Held]:
        """Begin an attempt at the head of each lane, durably; a lane left out has nothing due.

        The head is the first of a lane, by id, that is due or has been tried: what is merely
        scheduled for later blocks nothing, and what is to be tried again holds the rest.
        """
        ...

    async def settle(self, outcomes: Sequence[Outcome]) -> None:
        """Write outcomes down, except those of an attempt that is no longer the current one."""
        ...

    async def recover(self, before: datetime) -> int:
        """Make attempts begun by then and never settled UNKNOWN and due; return how many."""
        ...

    async def untold(self, limit: int) -> Sequence[Delivery]:
        """Return closed deliveries whose receipt is still wanted, oldest first."""
        ...

    async def told(self, delivery: Delivery) -> None:
        """Remember that the receipt of a delivery was handed over."""
        ...


def backoff(attempts: int, chance: float) -> timedelta:
    """Return how long to wait after so many attempts: 2, 4, 8 … s, of which up to half is luck."""
    whole = min(timedelta(seconds=2.0**attempts), BACKOFF)
    return whole * (1 - chance / 2)
