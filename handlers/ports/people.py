"""People, as this workspace knows them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from handlers.domain.people import Person


class People(Protocol):
    """The people of the workspace of a turn."""

    async def meet(self, people: Iterable[Person], at: datetime) -> Mapping[str, Person]:
        """Note what the platform tells of people; return each as we know them, by id.

        Their names are those by which we call them here: no two are the same.
        """
        ...

    async def names(self, ids: Iterable[str]) -> Mapping[str, str]:
        """Return what people are called here, by id; whom we don't know is left out."""
        ...

    async def have_left(self, ids: Iterable[str]) -> frozenset[str]:
        """Return whose account is known to be closed."""
        ...
