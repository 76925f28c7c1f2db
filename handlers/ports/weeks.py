"""Weeks in figures: who stands behind what, and what was shown of it once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from handlers.domain.insights.digest import WeekDigest
from handlers.domain.insights.lines import Line
from handlers.domain.insights.week import Counted, Frozen


class Weeks(Protocol):
    """The weeks of the workspace of a turn: numbers of cases, and lines it may show."""

    async def frozen(self, starts_on: date, span: int) -> Mapping[str, Frozen]:
        """Return what was shown of a week or a span, by whose team; empty: nothing so far."""
        ...

    async def freeze(self, shown: Mapping[str, Frozen], at: datetime) -> Mapping[str, Frozen]:
        """Keep what is shown, by whose team; what was kept already stands, and is returned."""
        ...

    async def counted(self, since: datetime, until: datetime) -> Sequence[Counted]:
        """Return what was closed and passed on from then until then, by person."""
        ...

    async def lines(self, since: datetime, until: datetime) -> Sequence[Line]:
        """Return what the week may show of what was given, of complaints closed in that time."""
        ...

    async def pages(self, since: datetime, until: datetime) -> Sequence[Counted]:
        """Return the pages from then until then, by whom and whether somebody came at once."""
        ...

    async def agents(self) -> frozenset[str]:
        """Return the ids of all who belong to the workspace and have no role above an agent's."""
        ...

    async def active(self) -> frozenset[str]:
        """Return the ids of all of whom anything is kept that is counted in weeks."""
        ...

    async def lists(self) -> Mapping[str, frozenset[str]]:
        """Return the people on each manager's list, without the manager."""
        ...

    async def digest(self) -> WeekDigest:
        """Return where and when the week is told; nowhere as long as nobody has set it."""
        ...

    async def save_digest(self, digest: WeekDigest) -> None:
        """Keep it, if nobody changed it since it was read."""
        ...
