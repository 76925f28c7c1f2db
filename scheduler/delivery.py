"""Deliveries: what must arrive, what became of each, and the numbers they live by."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from scheduler.calendar.rest import Rest
from scheduler.reasons import Cause

TRIES = 8  # of what fails by itself: we die of it, can't draw it, or are declined
SEND_TIMEOUT = 10.0  # s; a door that knows more raises before it
BACKOFF = timedelta(minutes=5)  # at most
URGENT_BACKOFF = timedelta(seconds=20)  # at most: somebody waits for it in trouble
DOUBT = timedelta(seconds=5)  # before what may have arrived is sent once more; then four times it
DOUBT_BACKOFF = timedelta(minutes=10)  # at most
HELD = "~"  # ends the lane of what waits for the shift of its reader, beside all else
URGENT = "!"  # ends the lane of what waits for no other post
RETRY_AFTER = timedelta(hours=1)  # at most, whatever a platform asks for
STALE = timedelta(minutes=2)  # in flight for longer, and claimed by nobody: whoever sent it is dead


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

    ``attempts`` counts this one, ``waits`` those that say nothing of the post itself: the platform
    put it off, was down, or lost its answer. ``state`` is UNKNOWN when an earlier attempt may have
    arrived, so that whoever sends may look first. A ``receipt`` is wanted by whoever must hear the
    outcome.
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
    rest: Rest | None = None  # of the channel, as it is set now; asked again when it is sent

    @property
    def urgent(self) -> bool:
        """Tell whether somebody in trouble waits for it."""
        return is_urgent(self.lane)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt; ``retry_at`` is set when there will be another.

    ``waited``: it says nothing of the post itself. ``in_doubt``: this attempt may have arrived.
    ``hopeless``: no later delivery of this schedule will arrive either. ``throttled``: the platform
    has just asked for less.
    """

    delivery: Delivery
    state: DeliveryState
    at: datetime
    cause: Cause | None = None
    retry_at: datetime | None = None
    ref: str = ""  # the platform's own name for the message
    hopeless: bool = False
    waited: bool = False
    in_doubt: bool = False
    throttled: bool = False

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
        scheduled for later blocks nothing, and what is to be tried again holds the rest. An
        attempt whose beginning could not be confirmed is returned when it is asked for again.
        """
        ...

    async def settle(self, outcomes: Sequence[Outcome]) -> Collection[int]:
        """Write outcomes down, except those of an attempt that is no longer the current one.

        Return the ids of the deliveries whose outcome it is.
        """
        ...

    async def recover(self, at: datetime, age: timedelta) -> int:
        """Make attempts that old, never settled and claimed by nobody UNKNOWN; return how many.

        Without an age all of them; one begun in the future, by a clock that was ahead, is old.
        """
        ...

    async def take_over(self) -> Sequence[str]:
        """Make the attempts of processes that have died UNKNOWN; return their lanes."""
        ...

    async def untold(self, limit: int) -> Sequence[Delivery]:
        """Return closed deliveries whose receipt is still wanted, oldest first."""
        ...

    async def told(self, delivery: Delivery) -> None:
        """Remember that the receipt of a delivery was handed over."""
        ...


def is_urgent(lane: str) -> bool:
    """Tell whether what goes to a lane comes before all that waits, also elsewhere."""
    return lane.endswith(URGENT)


def backoff(attempts: int, chance: float, most: timedelta = BACKOFF) -> timedelta:
    """Return how long to wait after so many attempts: 2, 4, 8 … s, of which up to half is luck."""
    whole = min(timedelta(seconds=2.0 ** min(attempts, 20)), most)
    return whole * (1 - chance / 2)


def backoff_in_doubt(attempts: int, chance: float, most: timedelta = DOUBT_BACKOFF) -> timedelta:
    """Return how long to wait before what may have arrived goes once more: 5, 20, 80 … s and more.

    A far side that takes posts and loses their answers is not to be flooded.
    """
    whole = min(DOUBT * 4.0 ** min(attempts - 1, 10), most)
    return max(DOUBT, whole) * (1 + chance / 2)
