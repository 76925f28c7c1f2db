"""Promises within reach of a turn."""

from typing import Protocol

from handlers.domain.case import Case
from handlers.domain.promise import Promise


class Promises(Protocol):
    """The promises of the person whose turn it is, and those that their lead was told of."""

    async def open(self, *, adding: bool = False) -> tuple[Promise, ...]:
        """Return this person's open promises, by their time.

        Two turns that are ``adding`` one at the same moment see each other's.
        """
        ...

    async def get(self, promise_id: str) -> Promise | None:
        """Return one of this person's promises, closed ones too, or None."""
        ...

    async def of_case(self, case: Case) -> tuple[Promise, ...]:
        """Return this person's promises of one of their cases, closed ones too.

        Those made in it, and those that were typed with its number since it was opened.
        """
        ...

    async def case_of(self, promise: Promise) -> str | None:
        """Return the id of this person's case of a promise, as in ``of_case``; None of none."""
        ...

    async def make(self, promise: Promise) -> Promise:
        """Insert a promise and return it with its number; a known id returns what stands."""
        ...

    async def save(self, promise: Promise) -> None:
        """Update one of this person's promises."""
        ...

    async def take_back(self, promise: Promise) -> bool:
        """Send no notice of this time that still waits; tell if the lead's was among them."""
        ...

    async def reported(self, promise_id: str) -> Promise | None:
        """Return a promise of this workspace of which the lead was told, or None."""
        ...

    async def save_reported(self, promise: Promise) -> None:
        """Update a promise that ``reported`` returned."""
        ...
