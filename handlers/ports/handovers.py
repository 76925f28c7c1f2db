"""Promises that were offered to a colleague."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from handlers.domain.handover import Handover


class Handovers(Protocol):
    """The offers that the person whose turn it is made, and those that were made to them."""

    async def add(self, handover: Handover) -> None:
        """Insert one of this person's; the same id again changes nothing."""
        ...

    async def take(self, handover: Handover) -> None:
        """Note that this person took over a colleague's; the same id again changes nothing."""
        ...

    async def offered(self, promise_ids: Collection[str]) -> Collection[str]:
        """Return which of these promises, whosever they are, are offered to somebody just now."""
        ...

    async def get(self, handover_id: str) -> Handover | None:
        """Return one that this person made, or that was made to them, or None."""
        ...

    async def of_offer(self, offer_id: str) -> tuple[Handover, ...]:
        """Return what was offered in one go, by or to this person, by its time."""
        ...

    async def open(self) -> tuple[Handover, ...]:
        """Return what this person offers just now."""
        ...

    async def handed(self, promise_id: str) -> Handover | None:
        """Return how a promise of this person went to somebody else, the last time; or None."""
        ...

    async def save(self, handover: Handover) -> None:
        """Update one; Conflict when somebody changed it since it was read."""
        ...

    async def end(self, promise_id: str, at: datetime) -> None:
        """End this person's open offer of a promise; both cards follow with the beat."""
        ...
