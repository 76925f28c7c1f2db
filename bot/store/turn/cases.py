"""The complaints of one person in one turn; the open ones come with the profile."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import Conflict
from bot.store.scope import Scope
from bot.store.sqlite.prepared import defer, execute, may_defer
from bot.store.sqlite.statements import (
    CASE_COLUMNS,
    CASE_NAMES,
    CHANGING,
    CLOSED_CASE,
    OPEN_CASE,
    SAVE_CASE,
)
from bot.store.tables.cases import cases
from bot.store.turn.profile import Profile
from content.flow import Variant
from handlers.domain.case import Case, CaseState
from handlers.domain.people import Person


class CaseRows:
    """Reads and writes them; scoped to a tenant and a person."""

    def __init__(
        self,
        connection: AsyncConnection,
        scope: Scope,
        person: Person,
        profile: Profile,
        *,
        fresh: bool,
    ) -> None:
        """Speak for a person of a tenant.

        Of a turn that is ``fresh``, taken for the first time for certain, what is written may go
        with the commit; Conflict is raised then.
        """
        self._connection = connection
        self._scope = scope
        self._person = person
        self._profile = profile
        self._fresh = fresh
        self._known_revs: dict[str, int] = {}
        self._written: dict[str, Case] = {}  # by this turn
        self._rows: Sequence[Row[Any]] = ()
        self._open: tuple[Case, ...] = ()
        self._next_number = 0
        self._newest = 0  # the highest number among those that this turn knows

    async def open(self) -> tuple[Case, ...]:
        """Return this person's cases that are not closed, newest first."""
        rows = await self._profile.rows()
        if rows is not self._rows:
            self._rows, self._next_number = rows, rows[0].next_number
            self._open = tuple(self._read(row) for row in rows if row.id is not None)
            self._newest = max((self._newest, *(each.number for each in self._open)))
        return self._open

    async def get(self, case_id: str) -> Case | None:
        """Return one of this person's cases, closed ones too, or None: as this turn left it."""
        if (written := self._written.get(case_id)) is not None:
            return written
        for case in await self.open():
            if case.id == case_id:
                return case
        found = await CLOSED_CASE.rows(self._connection, self._values(case_id))
        return self._read(found[0]) if found else None

    async def numbered(self, number: int) -> Case | None:
        """Return this person's case of this number, closed or not, or None."""
        for case in await self.open():
            if case.number == number:
                return case
        found = await self._found(cases.c.number == number)
        return found[0] if found else None

    async def closed(self, since: datetime) -> tuple[Case, ...]:
        """Return this person's cases that were closed from then on, newest first."""
        return await self._found(
            cases.c.state == CaseState.CLOSED.value, cases.c.closed_at >= since
        )

    async def throw_away(self, case: Case) -> None:
        """Delete a case; Conflict when somebody changed it since it was read."""
        done = await self._connection.execute(
            self._scope.delete(cases).where(
                cases.c.agent_id == self._person.id,
                cases.c.id == case.id,
                cases.c.rev == self._known_revs.get(case.id, case.rev),
            )
        )
        if done.rowcount != 1:
            raise Conflict

    async def add(self, case: Case) -> Case:
        """Insert a case and return it with its number; the same id again returns what stands.

        Conflict when this person has opened another since their cases were read.
        """
        await self.open()  # for the numbers
        values = self._values(case.id) | {"person": case.agent_id, **_new_values(case)}
        values["newest"] = self._newest
        insert = OPEN_CASE.bind(values, expects_row=self._fresh)
        if self._fresh and may_defer(self._connection):
            await defer(self._connection, insert)
            number, self._next_number = self._next_number, self._next_number + 1
        else:
            await execute(self._connection, insert)
            if not insert.rows:
                return await self._existing(case.id)
            number = insert.rows[0].number
        self._known_revs[case.id] = case.rev
        self._newest = max(self._newest, number)
        self._written[case.id] = replace(case, number=number)
        return self._written[case.id]

    async def save(self, case: Case) -> None:
        """Update a case; Conflict when somebody changed it since it was read."""
        known = self._known_revs.get(case.id, case.rev)
        values = self._values(case.id) | {"known_rev": known, **_new_values(case)}
        update = SAVE_CASE.bind(values, expects_row=True)
        await (defer if self._fresh else execute)(self._connection, update)
        self._known_revs[case.id] = case.rev
        self._written[case.id] = case

    async def _found(self, *conditions: ColumnElement[bool]) -> tuple[Case, ...]:
        rows = await self._connection.execute(
            self._scope.select(cases, *CASE_COLUMNS)
            .where(cases.c.agent_id == self._person.id, *conditions)
            .order_by(cases.c.closed_at.desc(), cases.c.number.desc())
        )
        return tuple(self._read(row) for row in rows)

    async def _existing(self, case_id: str) -> Case:
        if (case := await self.get(case_id)) is None:
            raise Conflict
        return case

    def _read(self, row: Row[Any]) -> Case:
        values = dict(zip(CASE_NAMES, row[-len(CASE_NAMES) :], strict=True))
        values["variant"] = Variant(values["variant"])
        values["state"] = CaseState(values["state"])
        case = Case(**values)
        self._known_revs[case.id] = case.rev
        return case

    def _values(self, case_id: str) -> dict[str, Any]:
        return {**self._scope.parameters, "case_id": case_id, "person": self._person.id}


def _new_values(case: Case) -> Mapping[str, Any]:
    """Return the new values of a case, as the statements name them."""
    return {f"new_{name}": getattr(case, name) for name in CHANGING}
