"""The memory of one turn; ``bot`` provides it, and what it is made of stands beside this."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from content.flow import Variant
from handlers.domain.case import Case
from handlers.ports.answers import Answers
from handlers.ports.asks import Asks
from handlers.ports.audit import Audit
from handlers.ports.channels import Channels
from handlers.ports.deliveries import Deliveries
from handlers.ports.digests import Digests
from handlers.ports.disagreements import Disagreements
from handlers.ports.handovers import Handovers
from handlers.ports.insights import Insights
from handlers.ports.lessons import Lessons
from handlers.ports.member import Member
from handlers.ports.noticing import NoticingPort
from handlers.ports.people import People
from handlers.ports.personal import Personal
from handlers.ports.practice import Practice
from handlers.ports.promises import Promises
from handlers.ports.reminders import Reminders
from handlers.ports.shifts import Shifts
from handlers.ports.shoutouts import Shoutouts
from handlers.ports.staff import Staff
from handlers.ports.weeks import Weeks


class Store(Protocol):
    """The memory of one turn of one person: read and write freely, committed if it ends well.

    It is opened for one tenant and one person; nothing of another tenant can be reached.
    """

    @property
    def deliveries(self) -> Deliveries:
        """Return what became of deliveries."""
        ...

    @property
    def channels(self) -> Channels:
        """Return what holds for channels."""
        ...

    @property
    def reminders(self) -> Reminders:
        """Return the reminders of this workspace."""
        ...

    @property
    def promises(self) -> Promises:
        """Return the promises within reach."""
        ...

    @property
    def disagreements(self) -> Disagreements:
        """Return which reminders of this workspace are seen differently."""
        ...

    @property
    def handovers(self) -> Handovers:
        """Return the promises that are offered within reach."""
        ...

    @property
    def shifts(self) -> Shifts:
        """Return when the people of this workspace work."""
        ...

    async def member(self) -> Member:
        """Return what we know of the person whose turn it is."""
        ...

    @property
    def people(self) -> People:
        """Return the people of this workspace."""
        ...

    @property
    def staff(self) -> Staff:
        """Return the roles and teams of this workspace."""
        ...

    @property
    def audit(self) -> Audit:
        """Return the audit log of this workspace."""
        ...

    @property
    def personal(self) -> Personal:
        """Return what is kept of this person."""
        ...

    @property
    def asks(self) -> Asks:
        """Return the asks of this workspace."""
        ...

    @property
    def answers(self) -> Answers:
        """Return what people answer to reminders."""
        ...

    @property
    def shoutouts(self) -> Shoutouts:
        """Return the shout-outs of this workspace."""
        ...

    @property
    def digests(self) -> Digests:
        """Return when drafts of thanks come to managers."""
        ...

    @property
    def noticing(self) -> NoticingPort:
        """Return the weekly card of a manager."""
        ...

    @property
    def insights(self) -> Insights:
        """Return what was passed on in this workspace."""
        ...

    @property
    def lessons(self) -> Lessons:
        """Return the lessons of this person, and the questions of this workspace."""
        ...

    @property
    def weeks(self) -> Weeks:
        """Return the weeks of this workspace, in figures."""
        ...

    @property
    def practice(self) -> Practice:
        """Return what this person practises."""
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

    async def numbered_case(self, number: int) -> Case | None:
        """Return this person's case of this number, closed or not, or None."""
        ...

    async def closed_cases(self, since: datetime) -> tuple[Case, ...]:
        """Return this person's cases that were closed from then on, newest first."""
        ...

    async def throw_away_case(self, case: Case) -> None:
        """Delete a case of this person."""
        ...

    async def prefer(self, variant: Variant) -> None:
        """Remember how this person's customers reach them."""
        ...
