"""Who and where: tenants, places, people and their roles."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


class Platform(StrEnum):
    """The front doors."""

    SLACK = "slack"
    TEAMS = "teams"
    WEB = "web"


@dataclass(frozen=True, slots=True)
class Tenant:
    """One workspace on one platform; every row of every table belongs to one."""

    platform: Platform
    id: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where people talk: one conversation of one tenant; ``name`` is for people only.

    ``direct``: a chat with a person, in which nothing can be set up for a channel.
    """

    platform: Platform
    tenant: str
    channel: str
    name: str = field(default="", compare=False)
    direct: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return f"{self.platform}:{self.tenant}:{self.channel}"

    def called(self, otherwise: str) -> str:
        """Return its name as people write it, or other words where only its id is known."""
        sign = "" if self.platform is Platform.TEAMS else "#"
        return f"{sign}{self.name.removeprefix(sign)}" if self.name else otherwise

    @classmethod
    def personal(cls, tenant: Tenant, person_id: str) -> Self:
        """Return the chat between the bot and one person."""
        return cls(tenant.platform, tenant.id, f"@{person_id}", direct=True)

    @classmethod
    def parse(cls, address: str) -> Self:
        """Read back what ``str`` wrote; a channel may contain colons."""
        platform, tenant, channel = address.split(":", 2)
        return cls(Platform(platform), tenant, channel)


class Role(StrEnum):
    """What a person may do; each role may do what those before it may."""

    GUEST = "guest"  # of another firm: help, and nothing else
    AGENT = "agent"
    MANAGER = "manager"
    ADMIN = "admin"

    def may(self, needed: "Role") -> bool:
        """Tell whether this role reaches the needed one."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the door knows them; ``zone`` is an IANA name or empty.

    A ``guest`` is let into the workspace, but doesn't belong to it.
    """

    id: str
    name: str
    zone: str = ""
    guest: bool = False  # the platform says that they belong to another firm
    admin: bool = False  # the platform, asked by us, says that they run the workspace


class MentionKind(StrEnum):
    """What stands behind an ``@Name``."""

    PERSON = "person"
    GROUP = "group"
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in a turn: in its text, where ``@name`` stands, or in a field of a form.

    ``name`` is the id where the platform didn't tell. ``members`` are the people of a group,
    without its bots; none when the platform doesn't give them.
    """

    id: str
    name: str
    kind: MentionKind = MentionKind.PERSON
    members: tuple[Person, ...] = ()
