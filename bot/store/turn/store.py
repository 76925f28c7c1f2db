"""The memory of one turn: all that one person of one tenant may read and write, in one go.

What nearly every turn needs (the person, the workspace, the person's open cases) is one query.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Row, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.dialects import insert_into
from bot.store.errors import Conflict
from bot.store.schedule_rows import load_schedule, schedule_values
from bot.store.sqlite.prepared import Question, ask, leave, may_wait
from bot.store.sqlite.statements import (
    CASE_NAMES,
    CHANGING,
    CLOSED_CASE,
    DESK,
    FIRST_NUMBER,
    NOTE_TURN,
    OPEN_CASE,
    SAVE_CASE,
)
from bot.store.tables.people import people
from bot.store.tables.schedules import schedules
from bot.store.tables.workspaces import read_settings, workspaces
from bot.store.turn.channels import Channels
from bot.store.turn.deliveries import Deliveries
from bot.store.turn.personal import Personal
from bot.store.turn.promises import PromiseRows
from bot.store.turn.shoutouts import ShoutoutRows
from bot.store.turn.staff import StaffRows
from content.models import Variant
from handlers.domain.case import Case, Page, State
from handlers.domain.people import Person, Place, Role, Tenant
from handlers.ports.member import Member
from handlers.turn import Turn
from scheduler.occurrence import Schedule


def noted(turn: Turn) -> Question:
    """Return what notes that a turn is taken: it answers with a row if for the first time."""
    return Question(
        NOTE_TURN, _asked(turn.tenant) | {"turn_id": _ledger_id(turn.id), "turn_at": turn.at}
    )


def desk_of(tenant: Tenant, person: Person) -> Question:
    """Return what asks for a person, their workspace and their open cases."""
    return Question(DESK, _asked(tenant) | {"person": person.id})


class Unit:
    """One turn's store (``handlers.ports.store.Store``), scoped to a tenant and a person."""

    def __init__(
        self,
        connection: AsyncConnection,
        tenant: Tenant,
        person: Person,
        admins: Collection[str] = (),
        desk: Question | None = None,
        *,
        fresh: bool = False,
    ) -> None:
        """Speak for a person of a tenant; ``desk`` is their desk if it was asked for already.

        Of a turn that is ``fresh``, taken for the first time for certain, what is written of cases
        may go with the commit; Conflict is raised then.
        """
        self._fresh = fresh
        self._admins = admins
        self._connection = connection
        self._person = person
        self._tenant = tenant
        self._scope = {"platform": tenant.platform.value, "tenant": tenant.id}
        self._asked = _asked(tenant)
        self._desk: tuple[Member, tuple[Case, ...]] | None = None
        self._known_revs: dict[str, int] = {}
        self._next_number = FIRST_NUMBER
        if desk is not None:
            self._read(desk.rows)
        self.promises = PromiseRows(connection, self._scope, person)

    @property
    def staff(self) -> StaffRows:
        """Return the roles and teams of this workspace."""
        return StaffRows(self._connection, self._scope, self._person)

    @property
    def deliveries(self) -> Deliveries:
        """Return what became of deliveries."""
        return Deliveries(self._connection, self._scope)

    @property
    def channels(self) -> Channels:
        """Return what holds for channels."""
        return Channels(self._connection, self._scope)

    @property
    def shoutouts(self) -> ShoutoutRows:
        """Return the shout-outs of this workspace."""
        return ShoutoutRows(self._connection, self._scope, self._person)

    async def member(self) -> Member:
        """Return what we know of the person whose turn it is."""
        return (await self._load())[0]

    @property
    def personal(self) -> Personal:
        """Return what is kept of this person."""
        return Personal(self._connection, self._scope, self._person)

    async def save_workspace(self, values: Mapping[str, Any]) -> None:
        """Set some columns of this workspace."""
        await self._connection.execute(
            insert_into(self._connection, workspaces)
            .values(**self._scope, **values)
            .on_conflict_do_update(index_elements=["platform", "tenant"], set_=dict(values))
        )
        self._desk = None  # it is read anew

    async def cases(self) -> tuple[Case, ...]:
        """Return this person's cases that are not closed, newest first."""
        return (await self._load())[1]

    async def case(self, case_id: str) -> Case | None:
        """Return one of this person's cases, closed ones too, or None."""
        for case in await self.cases():
            if case.id == case_id:
                return case
        values = {**self._asked, "case_id": case_id, "person": self._person.id}
        found = await CLOSED_CASE.rows(self._connection, values)
        return self._case(found[0]) if found else None

    async def open_case(self, case: Case) -> Case:
        """Insert a case and return it with its number; the same id again returns what stands."""
        values = {"case_id": case.id, "person": case.agent_id, **_case_values(case)}
        question = Question(OPEN_CASE, {**self._asked, **values}, must=self._fresh)
        if self._fresh and may_wait(self._connection):
            await self._load()  # for the number
            await leave(self._connection, question)
            number, self._next_number = self._next_number, self._next_number + 1
        else:
            await ask(self._connection, question)
            if not question.rows:
                return await self._standing(case.id)
            number = question.rows[0].number
        self._known_revs[case.id] = case.rev
        return replace(case, number=number)

    async def save_case(self, case: Case) -> None:
        """Update a case; Conflict when somebody changed it since it was read."""
        known = self._known_revs.get(case.id, case.rev)
        values = {"case_id": case.id, "person": self._person.id, "known_rev": known}
        values = {**self._asked, **values, **_case_values(case)}
        question = Question(SAVE_CASE, values, must=True)
        await (leave if self._fresh else ask)(self._connection, question)
        self._known_revs[case.id] = case.rev

    async def prefer(self, variant: Variant) -> None:
        """Remember how this person's customers reach them."""
        values = {"variant": variant.value, "name": self._person.name}
        await self._connection.execute(
            insert_into(self._connection, people)
            .values(**self._scope, id=self._person.id, role=Role.AGENT.value, **values)
            .on_conflict_do_update(index_elements=["platform", "tenant", "id"], set_=values)
        )

    async def schedules(self, place: Place) -> tuple[Schedule, ...]:
        """Return the schedules of a place, oldest first."""
        found = await self._connection.execute(
            select(schedules)
            .where(self._here(), schedules.c.place == str(place))
            .order_by(schedules.c.created_at, schedules.c.id)
        )
        return tuple(load_schedule(row) for row in found)

    async def schedule_count(self) -> int:
        """Return how many schedules this workspace has."""
        counted = select(func.count()).select_from(schedules).where(self._here())
        return (await self._connection.execute(counted)).scalar_one()

    async def add_schedule(self, schedule: Schedule, at: datetime) -> None:
        """Insert a schedule; the same id again changes nothing."""
        await self._connection.execute(
            insert_into(self._connection, schedules)
            .values(
                **self._scope,
                id=schedule.id,
                place=schedule.place,
                intent=schedule.intent,
                owner_id=schedule.owner_id,
                created_at=at,
                **schedule_values(schedule),
            )
            .on_conflict_do_nothing(index_elements=["id"])
        )

    async def save_schedule(self, schedule: Schedule) -> None:
        """Update a schedule of this tenant; Conflict when it moved on since it was read."""
        done = await self._connection.execute(
            update(schedules)
            .where(
                self._here(),
                schedules.c.id == schedule.id,
                schedules.c.version == schedule.version - 1,
            )
            .values(**schedule_values(schedule))
        )
        if done.rowcount != 1:
            raise Conflict

    async def remove_schedule(self, schedule_id: str) -> None:
        """Delete a schedule of this tenant."""
        await self._connection.execute(
            schedules.delete().where(self._here(), schedules.c.id == schedule_id)
        )

    async def _load(self) -> tuple[Member, tuple[Case, ...]]:
        if self._desk is None:
            question = desk_of(self._tenant, self._person)
            await ask(self._connection, question)
            return self._read(question.rows)
        return self._desk

    async def _standing(self, case_id: str) -> Case:
        if (case := await self.case(case_id)) is None:
            raise Conflict
        return case

    def _read(self, rows: Sequence[Row[Any]]) -> tuple[Member, tuple[Case, ...]]:
        open_cases = tuple(self._case(row) for row in rows if row.id is not None)
        self._desk = self._member(rows[0]), open_cases
        self._next_number = rows[0].next_number
        return self._desk

    def _member(self, row: Row[Any]) -> Member:
        return Member(
            role=self._role(row),
            zone=self._person.zone or row.person_zone or row.workspace_zone or "UTC",
            variant=Variant(row.usual_variant or Variant.VOICE),
            **read_settings(row),
        )

    def _role(self, row: Row[Any]) -> Role:
        """Return the role: from the settings of whoever runs us, else from our own table.

        Where the settings name no admin, the workspace's own admins are ours.
        A guest of another firm is one, unless somebody here gave them a role.
        """
        if self._person.id in self._admins or (self._person.admin and not self._admins):
            return Role.ADMIN
        role = Role(row.role or Role.AGENT)
        return Role.GUEST if self._person.guest and not role.may(Role.MANAGER) else role

    def _case(self, row: Row[Any]) -> Case:
        values = dict(zip(CASE_NAMES, row[-len(CASE_NAMES) :], strict=True))
        values["variant"] = Variant(values["variant"])
        values["state"] = State(values["state"])
        values["page"] = Page(values["page"]) if values["page"] else None
        case = Case(**values)
        self._known_revs[case.id] = case.rev
        return case

    def _here(self) -> Any:  # noqa: ANN401 - SQLAlchemy's expressions are untyped here
        return and_(
            schedules.c.platform == self._scope["platform"],
            schedules.c.tenant == self._scope["tenant"],
        )


def _asked(tenant: Tenant) -> dict[str, Any]:
    """Return a tenant as the statements of a turn name it."""
    return {"in_platform": tenant.platform.value, "in_tenant": tenant.id}


def _ledger_id(turn_id: str) -> str:
    """Return an id that fits its column, however long a platform's own is."""
    return turn_id if len(turn_id) <= 128 else blake2b(turn_id.encode()).hexdigest()


def _case_values(case: Case) -> Mapping[str, Any]:
    """Return the new values of a case, as the statements above name them."""
    return {f"new_{name}": getattr(case, name) for name in CHANGING}
