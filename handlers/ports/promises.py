"""Promises within reach of a turn."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from handlers.domain.case import Case
from handlers.domain.promise import Promise
from handlers.domain.promise_notices import Notice


class Promises(Protocol):
    """The promises of the person whose turn it is, and those that their lead was told of."""

    async def count_due(self, owner_ids: Collection[str], since: datetime, until: datetime) -> int:
        """Return how many open promises of these people are due from then until then."""
        ...

    async def open(self, *, adding: bool = False) -> tuple[Promise, ...]:
        """Return this person's open promises, by their time; without one they come last.

        Two turns that are ``adding`` one at the same moment see each other's.
        """
        ...

    async def under_way(self) -> tuple[Promise, ...]:
        """Return the open ones, and closed ones of which a message has yet to follow."""
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

    async def take_back(self, promise: Promise) -> frozenset[Notice]:
        """Send no notice of this time that still waits; return which were taken back."""
        ...

    async def throw_away(self, promise: Promise) -> None:
        """Delete one of this person's promises, with what still waits to be said of it."""
        ...

    async def open_of(self, owner_ids: Collection[str]) -> tuple[Promise, ...]:
        """Return the open promises of these people: who may know of them is for the handler."""
        ...

    async def of_others(self, promise_id: str, owner_ids: Collection[str]) -> Promise | None:
        """Return a promise of one of these people, closed ones too, or None; as in ``open_of``."""
        ...

    async def take_left(self, promise: Promise) -> None:
        """Make this person the owner of an open one that ``of_others`` returned.

        Conflict when it changed since, or is offered to somebody.
        """
        ...

    async def offered(self, promise_id: str) -> Promise | None:
        """Return a colleague's open promise that is offered to this person just now, or None."""
        ...

    async def take_over(self, promise: Promise) -> None:
        """Make this person the owner of a promise that ``offered`` returned."""
        ...

    async def reported(self, promise_id: str) -> Promise | None:
        """Return a promise of this workspace of which the lead was told, or None."""
        ...

    async def save_reported(self, promise: Promise) -> None:
        """Update a promise that ``reported`` returned."""
        ...
