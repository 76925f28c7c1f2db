"""Asks: who was asked to come to an agent's side, and who came."""

from datetime import datetime
from typing import Protocol

from handlers.domain.asks.ask import Ask, AskKind


class Asks(Protocol):
    """The asks of the workspace of a turn."""

    async def add(self, ask: Ask) -> bool:
        """Insert one; False when there is one with this id already."""
        ...

    async def get(self, ask_id: str) -> Ask | None:
        """Return one, or None: whether the person may see it is for the handler to say."""
        ...

    async def of_case(self, case_id: str) -> tuple[Ask, ...]:
        """Return what the person whose turn it is asked for in a case, newest first."""
        ...

    async def newest(self, kind: AskKind) -> Ask | None:
        """Return the newest of a kind that this person asked for without a case, or None."""
        ...

    async def save(self, ask: Ask) -> Ask:
        """Update one that nobody changed since it was read, and return it as it is kept."""
        ...

    async def named(self, ask: Ask) -> Ask:
        """Return it with what its people are called."""
        ...

    async def bend(self, ask: Ask, at: datetime) -> str:
        """Count what a lead has allowed as a rule that was bent, and return the rule's id.

        The same ask again is one.
        """
        ...
