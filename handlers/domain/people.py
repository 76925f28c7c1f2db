"""Who and where: tenants, places, people and their roles."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

NAMELESS = "Somebody"  # whose name nobody tells
SHORT_CARDS_AFTER = 20  # closed complaints


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

    @property
    def is_direct(self) -> bool:
        """Tell whether it is a chat with a person, also where only its address is known."""
        return self.direct or self.channel.startswith("@")

    @property
    def has_threads(self) -> bool:
        """Tell whether one can answer below a message there."""
        if self.is_direct:
            return False
        of_teams = self.platform is Platform.TEAMS and self.channel.endswith("@thread.tacv2")
        return of_teams or self.platform is Platform.SLACK

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
    UNPLACED = "unplaced"  # nobody has told us yet: what concerns only themselves; never stored
    AGENT = "agent"
    MANAGER = "manager"
    ADMIN = "admin"

    def may(self, needed: "Role") -> bool:
        """Tell whether this role reaches the needed one."""
        return _ORDER[self] >= _ORDER[needed]


_ORDER = {role: number for number, role in enumerate(Role)}
GIVEN_ROLES = (Role.AGENT, Role.MANAGER, Role.ADMIN)  # what an admin makes of somebody


class CardLength(StrEnum):
    """How much a person wants to read while somebody is on the line."""

    AUTO = "auto"  # short once they have closed some complaints
    SHORT = "short"  # title, hint and buttons
    FULL = "full"  # and a line to say

    def terse(self, closed_cases: int) -> bool:
        """Tell whether whoever has closed so many gets the short card."""
        return self is CardLength.SHORT or (
            self is CardLength.AUTO and closed_cases >= SHORT_CARDS_AFTER
        )


class Membership(StrEnum):
    """How somebody belongs to the workspace, as its platform tells us when we ask."""

    LEFT = "left"  # the account is closed
    GUEST = "guest"  # of another firm, let in
    MEMBER = "member"
    ADMIN = "admin"  # runs this very workspace


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the door knows them; ``zone`` is an IANA name or empty.

    ``membership`` is None while the platform doesn't tell. ``handle`` is what it shows besides
    the name, and tells two of one name apart.
    """

    id: str
    name: str
    zone: str = ""
    membership: Membership | None = field(default=None, compare=False)
    handle: str = field(default="", compare=False)

    @property
    def guest(self) -> bool:
        """Tell whether they are known to belong to another firm."""
        return self.membership is Membership.GUEST

    @property
    def admin(self) -> bool:
        """Tell whether they are known to run the workspace."""
        return self.membership is Membership.ADMIN

    @property
    def has_left(self) -> bool:
        """Tell whether their account is known to be closed."""
        return self.membership is Membership.LEFT


class MentionKind(StrEnum):
    """What stands behind an ``@Name``."""

    PERSON = "person"
    GROUP = "group"
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in a turn: in its text, where ``sign`` stands, or in a field of a form.

    ``name`` is the id where the platform didn't tell. ``members`` are the people of a group,
    without its bots; none when the platform doesn't give them. ``written`` is how the text of this
    turn names them where that isn't their name. The rest is as in ``Person``.
    """

    id: str
    name: str
    kind: MentionKind = MentionKind.PERSON
    members: tuple[Person, ...] = ()
    written: str = field(default="", compare=False)
    membership: Membership | None = field(default=None, compare=False)
    handle: str = field(default="", compare=False)

    @property
    def sign(self) -> str:
        """Return what stands for them in the text of their turn."""
        return f"@{self.written or self.name}"

    @property
    def person(self) -> Person:
        """Return the person, if it is one."""
        return Person(self.id, self.name, membership=self.membership, handle=self.handle)


def spoken_name(id_: str, name: str) -> str:
    """Return a name as it is said to people: never an id."""
    return NAMELESS if name in ("", id_) else name


def told_apart(
    namesakes: Sequence[tuple[str, str, str]], max_length: int = 150
) -> Mapping[str, str]:
    """Return what to call each of those who share a name, by id, of (id, name, handle).

    By the handle where it is somebody's own, else by a small number, in the order given.
    """
    if len(namesakes) == 1:
        return {id_: name[:max_length] for id_, name, _ in namesakes}
    shared = Counter(handle.casefold() for _, _, handle in namesakes)
    called: dict[str, str] = {}
    number = 0
    for id_, name, handle in namesakes:
        mark = handle
        if not handle or shared[handle.casefold()] > 1 or handle.casefold() == name.casefold():
            number += 1
            mark = str(number)
        end = f" ({mark[: max_length // 2]})"
        called[id_] = f"{name[: max_length - len(end)]}{end}"
    return called


def written_apart(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return mentions of which no two are written in the same way."""
    each_once = {each.id: each for each in mentions}
    by_name: dict[str, list[Mention]] = {}
    for mention in each_once.values():
        by_name.setdefault(mention.name.casefold(), []).append(mention)
    written: dict[str, str] = {}
    for sames in by_name.values():
        if len(sames) > 1:
            written |= told_apart([(each.id, each.name, each.handle) for each in sames])
    return tuple(
        replace(each, written=written[each.id]) if each.id in written else each
        for each in each_once.values()
    )
