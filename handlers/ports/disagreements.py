"""That somebody sees a reminder differently, and which leads were told."""

from typing import Protocol

from handlers.domain.answers.disagreement import Disagreement


class Disagreements(Protocol):
    """Those of the workspace of a turn: who may read one is for the handler to say."""

    async def add(self, disagreement: Disagreement) -> Disagreement:
        """Insert one of a post, with its cards; where there is one already, return that."""
        ...

    async def get(self, on: str) -> Disagreement | None:
        """Return that of a post, or None."""
        ...

    async def save(self, disagreement: Disagreement) -> None:
        """Update one, with its cards; Conflict when somebody changed it since it was read."""
        ...
