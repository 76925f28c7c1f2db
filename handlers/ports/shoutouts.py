"""Shout-outs, and where people want them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from handlers.domain.shoutouts.places import ThanksPlace
from handlers.domain.shoutouts.shoutout import Shoutout


class Shoutouts(Protocol):
    """The shout-outs of the workspace of a turn."""

    async def add(self, shoutout: Shoutout) -> bool:
        """Insert one; False when there is one with this id already."""
        ...

    async def get(self, shoutout_id: str) -> Shoutout | None:
        """Return one, or None: whether the person may see it is for the handler to say."""
        ...

    async def save(self, shoutout: Shoutout) -> Shoutout:
        """Update one, and return it as it stands now."""
        ...

    async def given_since(self, since: datetime) -> tuple[Shoutout, ...]:
        """Return what the person whose turn it is gave from then on, newest first."""
        ...

    async def passed_on(self, case_id: str) -> tuple[Shoutout, ...]:
        """Return the thanks that were passed on from a case, but for those taken back."""
        ...

    async def wishes(self, person_ids: Collection[str]) -> Mapping[str, ThanksPlace]:
        """Return where these people want thanks to go; who hasn't said is left out."""
        ...

    async def wish(self, place: ThanksPlace) -> None:
        """Remember where the person whose turn it is wants thanks to go."""
        ...
