"""What is kept of one person."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from handlers.domain.people import CardLength


class Personal(Protocol):
    """What is kept of the person whose turn it is."""

    async def everything(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return what is kept, by kind, as plain JSON values."""
        ...

    async def forget(self) -> None:
        """Delete it, but for what belongs to the workspace."""
        ...

    async def set_card_length(self, length: CardLength) -> None:
        """Remember how much this person wants to read on the cards of a complaint."""
        ...

    async def count_closed(self, cases: int) -> None:
        """Add to the number of complaints that this person has closed; less than none to take."""
        ...
