"""When drafts of thanks come to managers."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from handlers.domain.shoutouts.digest import Digest
from handlers.domain.shoutouts.shoutout import Shoutout


class Digests(Protocol):
    """The digests of the managers of the workspace of a turn."""

    async def of(self, manager_ids: Collection[str]) -> tuple[Digest, ...]:
        """Return one for each of them, in this order; the usual one where nothing is kept yet."""
        ...

    async def save(self, digest: Digest) -> None:
        """Keep one that nobody changed since it was read."""
        ...

    async def drafts(self, manager_id: str, since: datetime) -> tuple[Shoutout, ...]:
        """Return the drafts that wait for a manager, of no earlier than that, oldest first.

        Not those whose complaint was taken up again, or whose agent has left.
        """
        ...
