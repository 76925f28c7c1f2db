"""The memory of one turn: all that one person of one tenant may read and write, in one go."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.scope import Scope
from bot.store.sqlite.prepared import BoundStatement
from bot.store.turn.answers import AnswerRows
from bot.store.turn.asks import AskRows
from bot.store.turn.audit import AuditRows
from bot.store.turn.cases import CaseRows
from bot.store.turn.channels import Channels
from bot.store.turn.deliveries import Deliveries
from bot.store.turn.digests import DigestRows
from bot.store.turn.disagreements import DisagreementRows
from bot.store.turn.handovers import HandoverRows
from bot.store.turn.insights import InsightRows
from bot.store.turn.lessons import LessonRows
from bot.store.turn.noticing import NoticingRows
from bot.store.turn.people import PeopleRows
from bot.store.turn.personal import Personal
from bot.store.turn.practice import PracticeRows
from bot.store.turn.profile import Profile
from bot.store.turn.promises import PromiseRows
from bot.store.turn.reminders import ReminderRows
from bot.store.turn.shifts import ShiftRows
from bot.store.turn.shoutouts import ShoutoutRows
from bot.store.turn.staff import StaffRows
from bot.store.turn.weeks import WeekRows
from content.flow import Variant
from handlers.domain.case import Case
from handlers.domain.people import Person, Tenant
from handlers.ports.member import Member


class TurnStore:
    """One turn's store (``handlers.ports.store.Store``), scoped to a tenant and a person."""

    def __init__(
        self,
        connection: AsyncConnection,
        tenant: Tenant,
        person: Person,
        admins: Collection[str] = (),
        profile: BoundStatement | None = None,
        *,
        fresh: bool = False,
    ) -> None:
        """Speak for a person of a tenant; ``profile`` is their profile query, if executed.

        Of a turn that is ``fresh``, taken for the first time for certain, what is written of cases
        may go with the commit; Conflict is raised then.
        """
        scope = Scope(tenant)
        self.newly_due: list[datetime] = []  # moments that this turn wrote, for the alarm clock
        self._of_tenant = connection, scope
        self._of_person = connection, scope, person
        self._profile = Profile(*self._of_person, admins, profile)
        self._cases = CaseRows(*self._of_person, self._profile, fresh=fresh)
        self.asks = AskRows(*self._of_person, self.newly_due)
        self.promises = PromiseRows(*self._of_person, self.newly_due)

    @property
    def handovers(self) -> HandoverRows:
        """Return the promises that this person offers, or is offered."""
        return HandoverRows(*self._of_person, self.newly_due)

    @property
    def shifts(self) -> ShiftRows:
        """Return when the people of this workspace work."""
        return ShiftRows(*self._of_person, self.newly_due)

    @property
    def people(self) -> PeopleRows:
        """Return the people of this workspace."""
        return PeopleRows(*self._of_tenant)

    @property
    def staff(self) -> StaffRows:
        """Return the roles and teams of this workspace."""
        return StaffRows(*self._of_person)

    @property
    def deliveries(self) -> Deliveries:
        """Return what became of deliveries."""
        return Deliveries(*self._of_tenant)

    @property
    def channels(self) -> Channels:
        """Return what holds for channels."""
        return Channels(*self._of_tenant)

    @property
    def reminders(self) -> ReminderRows:
        """Return the reminders of this workspace."""
        return ReminderRows(*self._of_tenant, self.newly_due)

    @property
    def answers(self) -> AnswerRows:
        """Return what people answer to reminders."""
        return AnswerRows(*self._of_person, self.newly_due)

    @property
    def disagreements(self) -> DisagreementRows:
        """Return which reminders of this workspace are seen differently."""
        return DisagreementRows(*self._of_tenant)

    @property
    def shoutouts(self) -> ShoutoutRows:
        """Return the shout-outs of this workspace."""
        return ShoutoutRows(*self._of_person)

    @property
    def insights(self) -> InsightRows:
        """Return what was passed on in this workspace."""
        return InsightRows(*self._of_person, self.newly_due)

    @property
    def lessons(self) -> LessonRows:
        """Return the lessons of this person, and the questions of this workspace."""
        return LessonRows(*self._of_person, self.newly_due)

    @property
    def digests(self) -> DigestRows:
        """Return when drafts of thanks come to managers."""
        return DigestRows(*self._of_tenant, self.shoutouts, self.newly_due)

    @property
    def weeks(self) -> WeekRows:
        """Return the weeks of this workspace, in figures."""
        return WeekRows(*self._of_tenant, self.newly_due)

    @property
    def noticing(self) -> NoticingRows:
        """Return a manager's weekly card of thanks."""
        return NoticingRows(*self._of_person, self.shoutouts, self.newly_due)

    @property
    def practice(self) -> PracticeRows:
        """Return what this person practises."""
        return PracticeRows(*self._of_person)

    @property
    def audit(self) -> AuditRows:
        """Return the audit log of this workspace."""
        return AuditRows(*self._of_person)

    @property
    def personal(self) -> Personal:
        """Return what is kept of this person."""
        return Personal(*self._of_person, self._profile)

    async def member(self) -> Member:
        """Return what we know of the person whose turn it is."""
        return await self._profile.member()

    async def save_workspace(self, values: Mapping[str, Any]) -> None:
        """Set some columns of this workspace."""
        await self._profile.save_workspace(values)

    async def prefer(self, variant: Variant) -> None:
        """Remember how this person's customers reach them."""
        await self._profile.prefer(variant)

    async def cases(self) -> tuple[Case, ...]:
        """Return this person's cases that are not closed, newest first."""
        return await self._cases.open()

    async def case(self, case_id: str) -> Case | None:
        """Return one of this person's cases, closed ones too, or None."""
        return await self._cases.get(case_id)

    async def open_case(self, case: Case) -> Case:
        """Insert a case and return it with its number; the same id again returns what stands."""
        return await self._cases.add(case)

    async def numbered_case(self, number: int) -> Case | None:
        """Return this person's case of this number, closed or not, or None."""
        return await self._cases.numbered(number)

    async def closed_cases(self, since: datetime) -> tuple[Case, ...]:
        """Return this person's cases that were closed from then on, newest first."""
        return await self._cases.closed(since)

    async def throw_away_case(self, case: Case) -> None:
        """Delete a case; Conflict when somebody changed it since it was read."""
        await self._cases.throw_away(case)

    async def save_case(self, case: Case) -> None:
        """Update a case; Conflict when somebody changed it since it was read."""
        await self._cases.save(case)
