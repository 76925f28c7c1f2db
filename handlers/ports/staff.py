"""Roles and teams."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.domain.people import Place, Role


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody of this workspace."""

    id: str
    name: str
    role: Role = Role.AGENT
    has_left: bool = False  # the account is closed


@dataclass(frozen=True, slots=True)
class Team:
    """A manager's own list of people, and the channel in which they talk."""

    manager: Contact
    people: tuple[Contact, ...]
    place: Place | None


class Staff(Protocol):
    """Roles and teams of the workspace of a turn."""

    async def managers(self) -> tuple[Contact, ...]:
        """Return the managers, or the admins where there is none; nobody who has left."""
        ...

    async def with_role(self) -> tuple[Contact, ...]:
        """Return everybody with a role above an agent's: admins first, then by name."""
        ...

    async def appoint(self, people: Collection[Contact]) -> None:
        """Give each the role they carry here."""
        ...

    async def team(self, manager_id: str) -> Team:
        """Return a manager's team; an empty one if there is none."""
        ...

    async def teams_of(self, person_id: str) -> tuple[Team, ...]:
        """Return the teams a person is in, without their members."""
        ...

    async def team_at(self, place: Place) -> tuple[Team, ...]:
        """Return the teams that talk in a channel, with their people."""
        ...

    async def join(self, people: Collection[Contact], at: datetime) -> None:
        """Put people on the list of the person whose turn it is; twice is once."""
        ...

    async def leave(self, person_id: str) -> None:
        """Take somebody off the list of the person whose turn it is."""
        ...

    async def settle(self, place: Place | None) -> None:
        """Set the channel of the team of the person whose turn it is."""
        ...
