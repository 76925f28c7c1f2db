"""The reminders of a workspace."""

from datetime import datetime
from typing import Protocol

from handlers.domain.people import Place
from handlers.domain.reminder import Reminder


class Reminders(Protocol):
    """The reminders of the workspace of a turn."""

    async def of(self, place: Place) -> tuple[Reminder, ...]:
        """Return those of a place, oldest first."""
        ...

    async def all(self) -> tuple[Reminder, ...]:
        """Return those of all places of the workspace, oldest first."""
        ...

    async def one(self, reminder_id: str) -> Reminder | None:
        """Return one by its id, or None."""
        ...

    async def added_since(self, place: Place, since: datetime) -> tuple[Reminder, ...]:
        """Return those of a place that were set up from then on, oldest first."""
        ...

    async def count_due(self, moment: datetime) -> int:
        """Return how many of this workspace are due within the minute of a moment."""
        ...

    async def count(self) -> int:
        """Return how many this workspace has."""
        ...

    async def add(self, reminder: Reminder, at: datetime) -> None:
        """Insert one; the same id again changes nothing."""
        ...

    async def save(self, reminder: Reminder) -> Reminder:
        """Update one that nobody changed since it was read, and return it as it is kept."""
        ...

    async def remove(self, reminder_id: str) -> None:
        """Delete one; what it has already sent stays on record."""
        ...
