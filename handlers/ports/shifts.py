"""When people work, and what they hear at a start and at an end."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.domain.shifts import Hours, Working


@dataclass(frozen=True, slots=True)
class OwnShift:
    """What one person has set, and up to when starts and ends have been looked at."""

    hours: Hours | None = None  # none: those of their team
    wants_deck: bool = False
    told_at: datetime | None = None


class Shifts(Protocol):
    """The shifts of the workspace of a turn."""

    async def of(self, person_ids: Collection[str]) -> Mapping[str, Working]:
        """Return when people work, by id; whom nobody has given hours is left out."""
        ...

    async def working(self) -> Mapping[str, Working]:
        """Return it of everybody who has hours."""
        ...

    async def own(self) -> OwnShift:
        """Return what this person has set."""
        ...

    async def save_own(self, own: OwnShift, at: datetime) -> None:
        """Set it; its next start or end is looked for with the beat."""
        ...

    async def told(self, at: datetime, next_at: datetime | None) -> None:
        """Note that starts and ends have been looked at up to a moment, and when next."""
        ...

    async def of_team(self, manager_id: str) -> Hours | None:
        """Return the hours of a manager's team, or None."""
        ...

    async def save_team(self, hours: Hours | None, at: datetime) -> None:
        """Set the hours of the team of the person whose turn it is, for all on its list."""
        ...

    async def joined(self, person_ids: Collection[str], at: datetime) -> None:
        """Look with the beat for the hours of people who came to a list, or left one."""
        ...
