"""The practice of the person whose turn it is; nobody else's can be reached."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from handlers.domain.practice.run import Run


class Practice(Protocol):
    """This person's own runs, one for each scenario."""

    async def runs(self, since: datetime) -> Sequence[Run]:
        """Return those that were changed from then on, the last one first."""
        ...

    async def begin(self, run: Run) -> None:
        """Keep a new run in the place of an older one of its scenario."""
        ...

    async def save(self, run: Run) -> None:
        """Update a run; Conflict when it was changed since it was read."""
        ...

    async def end(self, run_id: str) -> None:
        """Delete a run; one that is gone already changes nothing."""
        ...
