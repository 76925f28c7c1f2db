"""When the people of one workspace work (``handlers.ports.shifts.Shifts``)."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import and_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.scope import Scope
from bot.store.tables.people import has_left, people, team_members, teams
from bot.store.tables.shifts import shifts
from bot.store.tables.workspaces import workspaces
from handlers.domain.people import Person, Role
from handlers.domain.shifts import Hours, Working
from handlers.ports.shifts import OwnShift

_LEADS = (Role.MANAGER.value, Role.ADMIN.value)


class ShiftRows:
    """Reads and writes them; scoped to a tenant and a person."""

    def __init__(
        self,
        connection: AsyncConnection,
        scope: Scope,
        person: Person,
        newly_due: list[datetime],
    ) -> None:
        self._newly_due = newly_due
        self._connection = connection
        self._scope = scope
        self._person = person

    async def of(self, person_ids: Collection[str]) -> Mapping[str, Working]:
        """Return when people work, by id; whom nobody has given hours is left out."""
        ids = list(person_ids)
        found = {**await self._of_teams(ids), **await self._own_of(ids)}
        zones = await self._zones(list(found))
        return {id_: Working(hours, zones[id_]) for id_, hours in found.items() if hours.days}

    async def working(self) -> Mapping[str, Working]:
        """Return it of everybody who has hours."""
        known = self._scope.select(shifts, shifts.c.person_id)
        return await self.of([row.person_id for row in await self._connection.execute(known)])

    async def own(self) -> OwnShift:
        """Return what this person has set."""
        query = self._scope.select(shifts).where(shifts.c.person_id == self._person.id)
        row = (await self._connection.execute(query)).first()
        if row is None:
            return OwnShift()
        hours = Hours.load(row.hours) if row.hours else None
        return OwnShift(hours, row.wants_deck, row.told_at)

    async def save_own(self, own: OwnShift, at: datetime) -> None:
        """Set it; its next start or end is looked for with the beat."""
        hours = own.hours.stored() if own.hours is not None else None
        values = {"hours": hours, "wants_deck": own.wants_deck, "told_at": at, "next_at": at}
        await self._connection.execute(
            self._scope.upsert(self._connection, shifts, values, person_id=self._person.id)
        )
        self._newly_due.append(at)

    async def told(self, at: datetime, next_at: datetime | None) -> None:
        """Note that starts and ends have been looked at up to a moment, and when next."""
        if next_at is not None:
            self._newly_due.append(next_at)
        await self._connection.execute(
            self._scope.update(shifts)
            .where(shifts.c.person_id == self._person.id)
            .values(told_at=at, next_at=next_at)
        )

    async def of_team(self, manager_id: str) -> Hours | None:
        """Return the hours of a manager's team, or None."""
        query = self._scope.select(teams, teams.c.hours).where(teams.c.manager_id == manager_id)
        stored = await self._connection.scalar(query)
        return Hours.load(stored) if stored else None

    async def save_team(self, hours: Hours | None, at: datetime) -> None:
        """Set the hours of the team of the person whose turn it is, for all on its list."""
        values = {"hours": hours.stored() if hours is not None else None}
        await self._connection.execute(
            self._scope.upsert(self._connection, teams, values, manager_id=self._person.id)
        )
        listed = self._scope.select(team_members, team_members.c.person_id).where(
            team_members.c.manager_id == self._person.id
        )
        rows = await self._connection.execute(listed)
        await self.joined([row.person_id for row in rows], at)

    async def joined(self, person_ids: Collection[str], at: datetime) -> None:
        """Look with the beat for the hours of people who came to a list, or left one."""
        seen = {"told_at": at, "next_at": at}  # what the new hours say of before is never said
        for each in person_ids:
            await self._connection.execute(
                self._scope.upsert(self._connection, shifts, seen, person_id=each)
            )
        if person_ids:
            self._newly_due.append(at)

    async def _own_of(self, ids: list[str]) -> dict[str, Hours]:
        query = self._scope.select(shifts, shifts.c.person_id, shifts.c.hours).where(
            shifts.c.person_id.in_(ids)
        )
        rows = (await self._connection.execute(query)).all()
        return {row.person_id: Hours.load(row.hours) for row in rows if row.hours}

    async def _of_teams(self, ids: list[str]) -> dict[str, Hours]:
        """Return the hours of the first of their teams that has some."""
        manager_id = team_members.c.manager_id
        query = (
            self._scope.select(team_members, team_members.c.person_id, teams.c.hours)
            .join(teams, and_(self._scope.matches(teams), teams.c.manager_id == manager_id))
            .join(people, and_(self._scope.matches(people), people.c.id == manager_id))
            .where(
                team_members.c.person_id.in_(ids),
                people.c.role.in_(_LEADS),
                ~has_left,
            )
            .order_by(people.c.name.desc(), people.c.id.desc())
        )
        rows = (await self._connection.execute(query)).all()
        return {row.person_id: Hours.load(row.hours) for row in rows if row.hours}

    async def _zones(self, ids: list[str]) -> dict[str, str]:
        if not ids:
            return {}
        usual = await self._connection.scalar(self._scope.select(workspaces, workspaces.c.zone))
        query = self._scope.select(people, people.c.id, people.c.zone).where(people.c.id.in_(ids))
        own = {row.id: row.zone for row in await self._connection.execute(query)}
        return {each: own.get(each) or usual or "UTC" for each in ids}
