"""The roles and teams of one workspace (``handlers.ports.staff.Staff``)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, case
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.scope import Scope
from bot.store.tables.people import has_left, people, team_members, teams
from handlers.domain.people import Person, Place, Role
from handlers.ports.staff import Contact, Team

_ADMINS_FIRST = case((people.c.role == Role.ADMIN.value, 0), else_=1)


class StaffRows:
    """The roles and teams of one workspace (``handlers.ports.staff.Staff``)."""

    def __init__(self, connection: AsyncConnection, scope: Scope, person: Person) -> None:
        self._connection = connection
        self._scope = scope
        self._person = person

    async def managers(self) -> tuple[Contact, ...]:
        """Return the managers, or the admins where there is none; nobody who has left."""
        staff = tuple(each for each in await self.with_role() if not each.has_left)
        managers = tuple(each for each in staff if each.role is Role.MANAGER)
        return managers or staff

    async def with_role(self) -> tuple[Contact, ...]:
        """Return everybody with a role above an agent's: admins first, then by name."""
        found = await self._connection.execute(
            self._scope.select(
                people, people.c.id, people.c.name, people.c.role, has_left.label("has_left")
            )
            .where(people.c.role.in_((Role.MANAGER.value, Role.ADMIN.value)))
            .order_by(_ADMINS_FIRST, people.c.name, people.c.id)
        )
        return tuple(Contact(row.id, row.name, Role(row.role), row.has_left) for row in found)

    async def appoint(self, people: Collection[Contact]) -> None:
        """Give each the role they carry here."""
        for each in people:
            await self._upsert_person(each)

    async def team(self, manager_id: str) -> Team:
        """Return a manager's team; an empty one if there is none."""
        found = await self._connection.execute(
            self._scope.select(team_members, team_members.c.person_id, team_members.c.name)
            .where(team_members.c.manager_id == manager_id)
            .order_by(team_members.c.name, team_members.c.person_id)
        )
        members = tuple(Contact(row.person_id, row.name) for row in found)
        place = await self._connection.scalar(
            self._scope.select(teams, teams.c.place).where(teams.c.manager_id == manager_id)
        )
        return Team(Contact(manager_id, ""), members, Place.parse(place) if place else None)

    async def teams_of(self, person_id: str) -> tuple[Team, ...]:
        """Return the teams a person is in, without their members.

        A manager who has lost the role, or has left, leads nobody any more.
        """
        manager_id = team_members.c.manager_id
        found = await self._connection.execute(
            self._scope.select(
                team_members, people.c.id, people.c.name, people.c.role, teams.c.place
            )
            .join(people, and_(self._scope.matches(people), people.c.id == manager_id))
            .outerjoin(teams, and_(self._scope.matches(teams), teams.c.manager_id == manager_id))
            .where(
                team_members.c.person_id == person_id,
                people.c.role.in_((Role.MANAGER.value, Role.ADMIN.value)),
                ~has_left,
            )
            .order_by(people.c.name, people.c.id)
        )
        return tuple(
            Team(
                Contact(row.id, row.name, Role(row.role)),
                (),
                Place.parse(row.place) if row.place else None,
            )
            for row in found
        )

    async def team_at(self, place: Place) -> tuple[Team, ...]:
        """Return the teams that talk in a channel, with their people."""
        found = await self._connection.execute(
            self._scope.select(teams, teams.c.manager_id)
            .where(teams.c.place == str(place))
            .order_by(teams.c.manager_id)
        )
        return tuple([await self.team(row.manager_id) for row in found])

    async def join(self, people: Collection[Contact], at: datetime) -> None:
        """Put people on the list of the person whose turn it is; twice is once."""
        for each in people:
            await self._connection.execute(
                self._scope.upsert(
                    self._connection,
                    team_members,
                    {"name": each.name},
                    manager_id=self._person.id,
                    person_id=each.id,
                    joined_at=at,
                )
            )

    async def leave(self, person_id: str) -> None:
        """Take somebody off the list of the person whose turn it is."""
        await self._connection.execute(
            self._scope.delete(team_members).where(
                team_members.c.manager_id == self._person.id,
                team_members.c.person_id == person_id,
            )
        )

    async def settle(self, place: Place | None) -> None:
        """Set the channel of the team of the person whose turn it is."""
        values = {"place": None if place is None else str(place)}
        await self._connection.execute(
            self._scope.upsert(self._connection, teams, values, manager_id=self._person.id)
        )

    async def _upsert_person(self, contact: Contact) -> None:
        values = {"role": contact.role.value}
        if contact.name:
            values["name"] = contact.name
        await self._connection.execute(
            self._scope.upsert(self._connection, people, values, id=contact.id, name=contact.id)
        )
