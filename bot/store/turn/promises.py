"""The promises of one person in one turn (``handlers.ports.promises.Promises``)."""

import logging
from collections.abc import Collection
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery_rows import cause_values, named_key
from bot.store.errors import Conflict
from bot.store.scope import Scope
from bot.store.tables.cases import cases
from bot.store.tables.deliveries import deliveries
from bot.store.tables.handovers import handovers
from bot.store.tables.promises import promises
from handlers.domain.case import Case
from handlers.domain.handover import HandoverState
from handlers.domain.people import Person
from handlers.domain.promise import LeadNotice, Promise, PromiseState, Stage, Told
from handlers.domain.promise_messages import PromiseMessage
from handlers.domain.promise_notices import Notice, notice_name
from scheduler.delivery import DeliveryState
from scheduler.reasons import Cause, Reason

_NAMES = [field.name for field in fields(Promise)]
_COLUMNS = [*(promises.c[name] for name in _NAMES), promises.c.version]
_SUPERSEDED = cause_values(Cause(Reason.SUPERSEDED))
_FIXED = {"id", "owner_id", "number", "made_at"}

log = logging.getLogger(__name__)


class PromiseRows:
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
        self._versions: dict[str, int] = {}

    async def count_due(self, owner_ids: Collection[str], since: datetime, until: datetime) -> int:
        """Return how many open promises of these people are due from then until then."""
        counted = self._scope.select(promises, func.count()).where(
            promises.c.owner_id.in_(owner_ids),
            _OPEN,
            promises.c.due_at >= since,
            promises.c.due_at < until,
        )
        return int((await self._connection.execute(counted)).scalar_one())

    async def open(self, *, adding: bool = False) -> tuple[Promise, ...]:
        """Return this person's open promises, by their time; without one they come last.

        Whoever is ``adding`` one waits for whoever does so at the same moment: they share numbers.
        """
        if adding:
            await self._scope.one_at_a_time(self._connection, "promises")
        return await self._several(_OPEN)

    async def under_way(self) -> tuple[Promise, ...]:
        """Return the open ones, and closed ones of which a message has yet to follow."""
        return await self._several(or_(_OPEN, promises.c.next_at.is_not(None)))

    async def get(self, promise_id: str) -> Promise | None:
        """Return one of this person's promises, closed ones too, or None."""
        return await self._one(self._own(), promises.c.id == promise_id)

    async def of_case(self, case: Case) -> tuple[Promise, ...]:
        """Return this person's promises of one of their cases, closed ones too."""
        typed = and_(
            promises.c.case_id.is_(None),
            promises.c.case_number == str(case.number),
            promises.c.made_at >= case.opened_at,
        )
        found = await self._connection.execute(
            self._scope.select(promises, *_COLUMNS).where(
                self._own(), or_(promises.c.case_id == case.id, typed)
            )
        )
        read = (self._read(row) for row in found)
        return tuple(each for each in read if each is not None)

    async def case_of(self, promise: Promise) -> str | None:
        """Return the id of this person's case of a promise, by its number if need be."""
        if promise.case_id or not (promise.case_number or "").isdecimal():
            return promise.case_id
        query = self._scope.select(cases, cases.c.id).where(
            cases.c.agent_id == self._person.id,
            cases.c.number == int(promise.case_number or 0),
            cases.c.opened_at <= promise.made_at,
        )
        found: str | None = await self._connection.scalar(query)
        return found

    async def make(self, promise: Promise) -> Promise:
        """Insert a promise and return it with its number; a known id returns what stands."""
        values = _values(promise) | {name: getattr(promise, name) for name in _FIXED}
        self._note(promise)
        values["number"] = self._scope.select(
            promises, func.coalesce(func.max(promises.c.number), 0) + 1
        ).scalar_subquery()
        made = await self._connection.execute(
            self._scope.insert(self._connection, promises, **values)
            .on_conflict_do_nothing()  # of the number as well: then the turn is taken again
            .returning(promises.c.number)
        )
        number = made.scalar()
        if number is not None:
            self._versions[promise.id] = 1
            return replace(promise, number=number)
        stands = await self.get(promise.id)
        if stands is None:
            raise Conflict
        return stands

    async def save(self, promise: Promise) -> None:
        """Update one of this person's promises; Conflict when it changed since it was read."""
        await self._save(promise, self._own())

    async def take_back(self, promise: Promise) -> frozenset[Notice]:
        """Send no notice of this time that still waits; return which were taken back."""
        keys = {self._key(promise, notice): notice for notice in Notice}
        own = self._scope.select(promises).where(self._own(), promises.c.id == promise.id).exists()
        taken = await self._connection.execute(
            self._scope.update(deliveries)
            .where(
                deliveries.c.key.in_(keys),
                deliveries.c.state == DeliveryState.PENDING.value,
                deliveries.c.started_at.is_(None),
                own,
            )
            .values(state=DeliveryState.SKIPPED.value, receipt=False, **_SUPERSEDED)
            .returning(deliveries.c.key)
        )
        return frozenset(keys[row.key] for row in taken)

    async def throw_away(self, promise: Promise) -> None:
        """Delete one of this person's promises, with what still waits to be said of it."""
        await self.take_back(promise)
        await self._connection.execute(
            self._scope.delete(promises).where(self._own(), promises.c.id == promise.id)
        )

    async def open_of(self, owner_ids: Collection[str]) -> tuple[Promise, ...]:
        """Return the open promises of these people: who may know of them is for the handler."""
        found = await self._connection.execute(
            self._scope.select(promises, *_COLUMNS)
            .where(_OPEN, promises.c.owner_id.in_(list(owner_ids)))
            .order_by(promises.c.due_at, promises.c.number)
        )
        read = (self._read(row) for row in found)
        return tuple(each for each in read if each is not None)

    async def of_others(self, promise_id: str, owner_ids: Collection[str]) -> Promise | None:
        """Return a promise of one of these people, closed ones too, or None."""
        theirs = promises.c.owner_id.in_(list(owner_ids))
        return await self._one(promises.c.id == promise_id, theirs)

    async def take_left(self, promise: Promise) -> None:
        """Make this person the owner of an open one; Conflict as in ``save``, or if offered."""
        unoffered = and_(_OPEN, ~self._offer().exists())
        await self._save(promise, unoffered, owner_id=self._person.id)

    async def offered(self, promise_id: str) -> Promise | None:
        """Return a colleague's open promise that is offered to this person just now, or None."""
        return await self._one(promises.c.id == promise_id, self._offered())

    async def take_over(self, promise: Promise) -> None:
        """Make this person the owner of one that ``offered`` returned; Conflict as in ``save``."""
        await self._save(promise, self._offered(), owner_id=self._person.id)

    async def reported(self, promise_id: str) -> Promise | None:
        """Return a colleague's promise of which the lead was told, or None."""
        return await self._one(promises.c.id == promise_id, _REPORTED)

    async def save_reported(self, promise: Promise) -> None:
        """Update a promise that ``reported`` returned; Conflict as in ``save``."""
        await self._save(promise, _REPORTED)

    async def _several(self, condition: ColumnElement[bool]) -> tuple[Promise, ...]:
        timeless_last = (promises.c.due_at.is_(None), promises.c.due_at, promises.c.number)
        found = await self._connection.execute(
            self._scope.select(promises, *_COLUMNS)
            .where(self._own(), condition)
            .order_by(*timeless_last)
        )
        read = (self._read(row) for row in found)
        return tuple(each for each in read if each is not None)

    async def _one(self, *conditions: ColumnElement[bool]) -> Promise | None:
        found = await self._connection.execute(
            self._scope.select(promises, *_COLUMNS).where(*conditions)
        )
        row = found.first()
        return None if row is None else self._read(row)

    async def _save(self, promise: Promise, reachable: ColumnElement[bool], **others: str) -> None:
        known = self._versions.get(promise.id, 0)
        self._note(promise)
        done = await self._connection.execute(
            self._scope.update(promises)
            .where(reachable, promises.c.id == promise.id, promises.c.version == known)
            .values(**_values(promise), **others, version=known + 1)
        )
        if done.rowcount != 1:
            raise Conflict
        self._versions[promise.id] = known + 1

    def _read(self, row: Row[Any]) -> Promise | None:
        """Return the promise of a row; one that can't be read hides no others."""
        values = dict(zip(_NAMES, row, strict=False))
        try:
            values["state"], values["stage"] = PromiseState(row.state), Stage(row.stage)
            values["told"] = Told(row.told) if row.told else None
            values["lead"] = LeadNotice(row.lead) if row.lead else None
            values["messages"] = tuple(PromiseMessage(**each) for each in row.messages or ())
        except (TypeError, ValueError):
            log.error("promise.unreadable id=%s", row.id)
            return None
        self._versions[row.id] = row.version
        return Promise(**values)

    def _note(self, promise: Promise) -> None:
        if promise.next_at is not None:
            self._newly_due.append(promise.next_at)

    def _key(self, promise: Promise, notice: Notice) -> str:
        name = notice_name(promise, notice)
        return named_key(self._scope.tenant, name)

    def _offered(self) -> ColumnElement[bool]:
        mine = self._offer().where(
            handovers.c.from_id == promises.c.owner_id, handovers.c.to_id == self._person.id
        )
        return and_(_OPEN, mine.exists())

    def _offer(self) -> Select[Any]:
        """Return the open offer of a promise, to whomever."""
        return self._scope.select(handovers).where(
            handovers.c.promise_id == promises.c.id,
            handovers.c.state == HandoverState.OPEN.value,
        )

    def _own(self) -> ColumnElement[bool]:
        return promises.c.owner_id == self._person.id


_OPEN = promises.c.state == PromiseState.OPEN.value
_REPORTED = promises.c.lead.is_not(None)


def _values(promise: Promise) -> dict[str, Any]:
    values = {name: getattr(promise, name) for name in _NAMES if name not in _FIXED}
    return values | {"messages": [asdict(each) for each in promise.messages] or None}
