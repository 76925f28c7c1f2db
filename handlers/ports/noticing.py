"""A manager's weekly card: whom of their own team they haven't thanked."""

from datetime import datetime
from typing import Protocol

from handlers.domain.shoutouts.noticing import Noticing, Teammate
from handlers.domain.shoutouts.shoutout import Shoutout


class NoticingPort(Protocol):
    """The weekly card of the person whose turn it is."""

    async def own(self) -> Noticing:
        """Return when theirs comes; the usual one, which nobody has begun, where none is kept."""
        ...

    async def save(self, after: Noticing) -> None:
        """Keep it, if nobody changed it since it was read."""
        ...

    async def team(self) -> tuple[Teammate, ...]:
        """Return who is on their list and hasn't left, each with when they were last thanked.

        Of what others said to them only what this manager could read counts.
        """
        ...

    async def drafts(self, since: datetime) -> tuple[Shoutout, ...]:
        """Return the proposals and drafts that wait for them, of no earlier than that."""
        ...
