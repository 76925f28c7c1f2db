"""What handlers ask of the world, on one page; ``bot`` provides it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from content.models import Variant
from handlers.domain.case import Case
from handlers.domain.people import Place, Role
from handlers.domain.promise import Promise
from handlers.domain.shoutout import Shoutout, Where
from scheduler.calendar.rest import Rest
from scheduler.occurrence import Schedule


@dataclass(frozen=True, slots=True)
class Member:
    """What we know of the person whose turn it is, and of their workspace."""

    role: Role
    zone: str  # their own zone, else the workspace's
    variant: Variant  # how their last customer reached them
    workspace_zone: str
    lead_place: Place | None
    lead_line: str
    sign_off: str
    thanks_place: Place | None = None
    remedies: tuple[str, ...] = ()  # the workspace's own; none: those of the pack
    numbers: Mapping[str, str] = field(default_factory=dict)  # branch id -> whom to call here
    rate_per_s: float = 5.0  # posts to this workspace, at most


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody of this workspace."""

    id: str
    name: str
    role: Role = Role.AGENT


@dataclass(frozen=True, slots=True)
class Team:
    """A manager's own list of people, and the channel in which they talk."""

    manager: Contact
    people: tuple[Contact, ...]
    place: Place | None


class Staff(Protocol):
    """Roles and teams of the workspace of a turn."""

    async def managers(self) -> tuple[Contact, ...]:
        """Return the managers, or the admins where there is no manager."""
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

    async def join(self, people: Collection[Contact]) -> None:
        """Put people on the list of the person whose turn it is; twice is once."""
        ...

    async def leave(self, person_id: str) -> None:
        """Take somebody off the list of the person whose turn it is."""
        ...

    async def settle(self, place: Place | None) -> None:
        """Set the channel of the team of the person whose turn it is."""
        ...


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

    async def wishes(self, person_ids: Collection[str]) -> Mapping[str, Where]:
        """Return where these people want thanks to go; who hasn't said is left out."""
        ...

    async def wish(self, where: Where) -> None:
        """Remember where the person whose turn it is wants thanks to go."""
        ...


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one moment of a schedule; ``state`` is a delivery's."""

    occurs_at: datetime
    state: str
    reason: str
    sent_at: datetime | None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """A delivery that was given up, without its body."""

    id: int
    lane: str
    schedule_id: str  # empty: posted by a turn
    occurs_at: datetime
    reason: str
    attempts: int


class Letters(Protocol):
    """What became of the deliveries of this tenant."""

    async def last(self, schedule_id: str, limit: int) -> Sequence[Record]:
        """Return what became of the last moments of a schedule, newest first."""
        ...

    async def between(self, schedule_id: str, start: datetime, end: datetime) -> Sequence[Record]:
        """Return what became of a schedule's moments from ``start`` to before ``end``, in order."""
        ...

    async def withdraw(self, schedule_id: str, reason: str) -> None:
        """Leave out what a schedule has on its way and nobody has tried to send yet."""
        ...

    async def dead(self, limit: int) -> tuple[Letter, ...]:
        """Return what was given up, the newest first."""
        ...

    async def retry(self, letter_id: int, at: datetime) -> bool:
        """Send what was given up once more; False if it is not there or not given up."""
        ...

    async def drop(self, letter_id: int) -> bool:
        """Give it up for good; False if it is not there or not given up."""
        ...


class Personal(Protocol):
    """What is kept of the person whose turn it is."""

    async def everything(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return what is kept, by kind, as plain JSON values."""
        ...

    async def forget(self) -> None:
        """Delete it, but for what belongs to the workspace."""
        ...


class Channels(Protocol):
    """What holds for a channel of this tenant."""

    async def rest(self, place: Place) -> Rest:
        """Return when a channel is left in peace; nothing is set where nobody set anything."""
        ...

    async def save_rest(self, place: Place, rest: Rest) -> None:
        """Set when a channel is left in peace."""
        ...


class Promises(Protocol):
    """The promises of the person whose turn it is, and those that their lead was told of."""

    async def open(self) -> tuple[Promise, ...]:
        """Return this person's open promises, by their time."""
        ...

    async def get(self, promise_id: str) -> Promise | None:
        """Return one of this person's promises, closed ones too, or None."""
        ...

    async def make(self, promise: Promise) -> Promise:
        """Insert a promise and return it with its number; a known id returns what stands."""
        ...

    async def save(self, promise: Promise) -> None:
        """Update one of this person's promises."""
        ...

    async def take_back(self, promise: Promise) -> bool:
        """Send no notice of this time that still waits; tell if the lead's was among them."""
        ...

    async def reported(self, promise_id: str) -> Promise | None:
        """Return a promise of this workspace of which the lead was told, or None."""
        ...

    async def save_reported(self, promise: Promise) -> None:
        """Update a promise that ``reported`` returned."""
        ...


class Store(Protocol):
    """The memory of one turn of one person: read and write freely, committed if it ends well.

    It is opened for one tenant and one person; nothing of another tenant can be reached.
    """

    @property
    def letters(self) -> Letters:
        """Return what became of deliveries."""
        ...

    @property
    def channels(self) -> Channels:
        """Return what holds for channels."""
        ...

    @property
    def promises(self) -> Promises:
        """Return the promises within reach."""
        ...

    async def member(self) -> Member:
        """Return what we know of the person whose turn it is."""
        ...

    @property
    def staff(self) -> Staff:
        """Return the roles and teams of this workspace."""
        ...

    @property
    def personal(self) -> Personal:
        """Return what is kept of this person."""
        ...

    @property
    def shoutouts(self) -> Shoutouts:
        """Return the shout-outs of this workspace."""
        ...

    async def save_workspace(self, values: Mapping[str, Any]) -> None:
        """Set some columns of this workspace: zone, lead_place, lead_line, sign_off and so on."""
        ...

    async def cases(self) -> tuple[Case, ...]:
        """Return this person's cases that are not closed: the open one, then the newest."""
        ...

    async def case(self, case_id: str) -> Case | None:
        """Return one of this person's cases, or None: a stranger's looks like none at all."""
        ...

    async def open_case(self, case: Case) -> Case:
        """Insert a case and return it with its number; the same id again returns what stands."""
        ...

    async def save_case(self, case: Case) -> None:
        """Update a case."""
        ...

    async def prefer(self, variant: Variant) -> None:
        """Remember how this person's customers reach them."""
        ...

    async def schedules(self, place: Place) -> tuple[Schedule, ...]:
        """Return the schedules of a place, oldest first."""
        ...

    async def schedule_count(self) -> int:
        """Return how many schedules this workspace has."""
        ...

    async def add_schedule(self, schedule: Schedule, at: datetime) -> None:
        """Insert a schedule; the same id again changes nothing."""
        ...

    async def save_schedule(self, schedule: Schedule) -> None:
        """Update a schedule whose ``version`` was raised by one."""
        ...

    async def remove_schedule(self, schedule_id: str) -> None:
        """Delete a schedule of this tenant; what it has already sent stays on record."""
        ...
