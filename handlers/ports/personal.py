"""What is kept of one person."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Personal(Protocol):
    """What is kept of the person whose turn it is."""

    async def everything(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return what is kept, by kind, as plain JSON values."""
        ...

    async def forget(self) -> None:
        """Delete it, but for what belongs to the workspace."""
        ...
