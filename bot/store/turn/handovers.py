"""The promises that one person offers, or is offered (``handlers.ports.handovers.Handovers``)."""

from collections.abc import Collection
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import Conflict
from bot.store.scope import Scope
from bot.store.tables.handovers import handovers
from bot.store.tables.people import people
from handlers.domain.handover import HANDED, Handover, HandoverState
from handlers.domain.people import Person

_NAMES = tuple(each.name for each in fields(Handover) if each.name not in ("names", "state"))
_OPEN = handovers.c.state == HandoverState.OPEN.value


class HandoverRows:
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

    async def add(self, handover: Handover) -> None:
        """Insert one of this person's; the same id again changes nothing."""
        await self._insert(self._values(handover) | {"from_id": self._person.id})

    async def take(self, handover: Handover) -> None:
        """Note that this person took over a colleague's; the same id again changes nothing."""
        await self._insert(self._values(handover) | {"to_id": self._person.id})

    async def offered(self, promise_ids: Collection[str]) -> Collection[str]:
        """Return which of these promises, whosever they are, are offered to somebody just now."""
        query = self._scope.select(handovers, handovers.c.promise_id).where(
            _OPEN, handovers.c.promise_id.in_(list(promise_ids))
        )
        return {row.promise_id for row in await self._connection.execute(query)}

    async def get(self, handover_id: str) -> Handover | None:
        """Return one that this person made, or that was made to them, or None."""
        found = await self._found(self._reached(), handovers.c.id == handover_id)
        return found[0] if found else None

    async def of_offer(self, offer_id: str) -> tuple[Handover, ...]:
        """Return what was offered in one go, by or to this person, by its time."""
        return await self._found(self._reached(), handovers.c.offer_id == offer_id)

    async def open(self) -> tuple[Handover, ...]:
        """Return what this person offers just now."""
        return await self._found(self._own(), _OPEN)

    async def handed(self, promise_id: str) -> Handover | None:
        """Return how a promise of this person went to somebody else, the last time; or None."""
        handed = handovers.c.state.in_([each.value for each in HANDED])
        found = await self._found(self._own(), handed, handovers.c.promise_id == promise_id)
        return max(found, key=lambda each: each.changed_at, default=None)

    async def save(self, handover: Handover) -> None:
        """Update one; Conflict when somebody changed it since it was read."""
        values = self._values(handover) | {"version": handover.version + 1}
        done = await self._connection.execute(
            self._scope.update(handovers)
            .where(
                self._reached(),
                handovers.c.id == handover.id,
                handovers.c.version == handover.version,
            )
            .values(**values)
        )
        if done.rowcount != 1:
            raise Conflict

    async def end(self, promise_id: str, at: datetime) -> None:
        """End this person's open offer of a promise; both cards follow with the beat."""
        done = await self._connection.execute(
            self._scope.update(handovers)
            .where(self._own(), _OPEN, handovers.c.promise_id == promise_id)
            .values(
                state=HandoverState.ENDED.value,
                changed_at=at,
                is_told=False,
                next_at=at,
                version=handovers.c.version + 1,
            )
        )
        if done.rowcount:
            self._newly_due.append(at)

    async def _insert(self, values: dict[str, Any]) -> None:
        await self._connection.execute(
            self._scope.insert(self._connection, handovers, **values).on_conflict_do_nothing(
                index_elements=["platform", "tenant", "id"]
            )
        )

    async def _found(self, *conditions: ColumnElement[bool]) -> tuple[Handover, ...]:
        by_time = (handovers.c.due_at.is_(None), handovers.c.due_at, handovers.c.id)
        query = self._scope.select(handovers).where(*conditions).order_by(*by_time)
        rows = (await self._connection.execute(query)).all()
        names = await self._names({id_ for row in rows for id_ in (row.from_id, row.to_id)})
        return tuple(replace(_read(row), names=names) for row in rows)

    async def _names(self, ids: set[str]) -> dict[str, str]:
        if not ids:
            return {}
        found = await self._connection.execute(
            self._scope.select(people, people.c.id, people.c.name).where(people.c.id.in_(ids))
        )
        return {row.id: row.name for row in found}

    def _values(self, handover: Handover) -> dict[str, Any]:
        if handover.next_at is not None:
            self._newly_due.append(handover.next_at)
        values = {name: getattr(handover, name) for name in _NAMES}
        return values | {"state": handover.state.value, "next_at": handover.next_at}

    def _own(self) -> ColumnElement[bool]:
        return handovers.c.from_id == self._person.id

    def _reached(self) -> ColumnElement[bool]:
        return or_(self._own(), handovers.c.to_id == self._person.id)


def _read(row: Row[Any]) -> Handover:
    values = {name: getattr(row, name) for name in _NAMES}
    return Handover(**values, state=HandoverState(row.state))
