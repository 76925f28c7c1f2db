"""Who takes the turn and where: the person, the workspace and the open cases, in one query."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.scope import Scope
from bot.store.sqlite.prepared import BoundStatement, execute
from bot.store.sqlite.statements import PROFILE
from bot.store.tables.people import people
from bot.store.tables.workspaces import read_settings, workspaces
from content.flow import Variant
from handlers.domain.people import CardLength, Membership, Person, Role, Tenant
from handlers.ports.member import Member
from scheduler.pace import usual_rate


def profile_query(tenant: Tenant, person: Person) -> BoundStatement:
    """Return the query for a person, their workspace and their open cases."""
    return PROFILE.bind(Scope(tenant).parameters | {"person": person.id})


class Profile:
    """What one turn knows of its person and their workspace; asked for once, and when needed."""

    def __init__(
        self,
        connection: AsyncConnection,
        scope: Scope,
        person: Person,
        admins: Collection[str],
        query: BoundStatement | None = None,
    ) -> None:
        """Read for a person of a tenant; ``query`` is the profile query if it was executed."""
        self._admins = admins
        self._connection = connection
        self._scope = scope
        self._person = person
        self._rows = None if query is None else query.rows
        self._member: Member | None = None

    async def rows(self) -> Sequence[Row[Any]]:
        """Return a row for each open case, or one without a case; the same until it changes."""
        if self._rows is None:
            query = profile_query(self._scope.tenant, self._person)
            await execute(self._connection, query)
            self._rows = query.rows
        return self._rows

    async def member(self) -> Member:
        """Return what we know of the person and their workspace."""
        if self._member is None:
            rows = await self.rows()
            self._member = self._read(rows[0])
        return self._member

    async def save_workspace(self, values: Mapping[str, Any]) -> None:
        """Set some columns of this workspace."""
        await self._connection.execute(self._scope.upsert(self._connection, workspaces, values))
        self.changed()

    async def prefer(self, variant: Variant) -> None:
        """Remember how this person's customers reach them."""
        await self._save_own({"variant": variant.value})

    async def _save_own(self, values: Mapping[str, Any]) -> None:
        """Set some columns of this person."""
        values = {**values, "name": self._person.name}
        await self._connection.execute(
            self._scope.upsert(
                self._connection, people, values, id=self._person.id, role=Role.AGENT.value
            )
        )

    def changed(self) -> None:
        """Read the person and their workspace anew when they are next asked for."""
        self._rows = self._member = None

    def _read(self, row: Row[Any]) -> Member:
        return Member(
            role=self._role(row),
            zone=self._person.zone or row.person_zone or row.workspace_zone or "UTC",
            variant=Variant(row.usual_variant or Variant.VOICE),
            card_length=CardLength(row.card_length or CardLength.AUTO),
            has_zone=bool(row.workspace_zone),
            closed_cases=row.closed_cases or 0,
            **({"rate_per_s": usual_rate(self._scope.tenant.platform)} | read_settings(row)),
        )

    def _role(self, row: Row[Any]) -> Role:
        """Return the role: from the settings of whoever runs us, else from our own table.

        Where the settings name no admin, those who run this workspace are ours. A guest of another
        firm is one, unless somebody here gave them a role. Whom the platform can't place just now
        keeps what we knew last.
        """
        if self._person.id in self._admins:
            return Role.ADMIN
        membership = self._person.membership or (row.membership and Membership(row.membership))
        if membership is Membership.ADMIN and not self._admins:
            return Role.ADMIN
        given = Role(row.role or Role.AGENT)
        if given.may(Role.MANAGER) and membership is not Membership.LEFT:
            return given
        match membership:
            case Membership.MEMBER | Membership.ADMIN:
                return given
            case Membership.GUEST | Membership.LEFT:
                return Role.GUEST
            case _:
                return Role.UNPLACED
