"""What became of the deliveries of one tenant (``handlers.ports.deliveries.Deliveries``)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery_rows import (
    DROPPED,
    cause_values,
    load_cause,
    named_key,
    not_an_alert,
    sent_again,
)
from bot.store.scope import Scope
from bot.store.tables.deliveries import deliveries, is_dead, is_open
from handlers.ports.deliveries import DeadLetter, MomentRecord
from scheduler.delivery import DeliveryState
from scheduler.reasons import Cause, Reason

_MOMENT_RECORD = (
    deliveries.c.occurs_at,
    deliveries.c.state,
    deliveries.c.reason,
    deliveries.c.detail,
    deliveries.c.sent_at,
    deliveries.c.attempts,
)


_DEAD_LETTER = (
    deliveries.c.id,
    deliveries.c.lane,
    deliveries.c.schedule_id,
    deliveries.c.occurs_at,
    deliveries.c.reason,
    deliveries.c.attempts,
)


class Deliveries:
    """The deliveries of a tenant, for one turn."""

    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._connection = connection
        self._scope = scope

    async def last(self, schedule_id: str, limit: int) -> Sequence[MomentRecord]:
        """Return what became of the last moments of a schedule, newest first."""
        query = self._of_schedule(schedule_id).order_by(deliveries.c.occurs_at.desc())
        return await self._read(query.limit(limit))

    async def between(
        self, schedule_id: str, start: datetime, end: datetime
    ) -> Sequence[MomentRecord]:
        """Return what became of a schedule's moments from ``start`` to before ``end``, in order."""
        query = self._of_schedule(schedule_id).order_by(deliveries.c.occurs_at)
        within = and_(deliveries.c.occurs_at >= start, deliveries.c.occurs_at < end)
        return await self._read(query.where(within))

    async def withdraw(self, schedule_id: str, cause: Cause) -> None:
        """Leave out what a schedule has on its way and nobody has tried to send yet."""
        await self._connection.execute(
            self._scope.update(deliveries)
            .where(
                deliveries.c.schedule_id == schedule_id,
                deliveries.c.state == DeliveryState.PENDING.value,
                deliveries.c.attempts == 0,
            )
            .values(state=DeliveryState.SKIPPED.value, **cause_values(cause))
        )

    async def take_back(self, name: str) -> None:
        """Leave out the post of this name unless it is out, or on its way at this moment."""
        superseded = cause_values(Cause(Reason.SUPERSEDED))
        await self._connection.execute(
            self._scope.update(deliveries)
            .where(
                deliveries.c.key == named_key(self._scope.tenant, name),
                is_open,
                deliveries.c.started_at.is_(None),
            )
            .values(state=DeliveryState.SKIPPED.value, receipt=False, **superseded)
        )

    async def dead(self, limit: int) -> tuple[DeadLetter, ...]:
        """Return what was given up, the newest first."""
        found = await self._connection.execute(
            self._scope.select(deliveries, *_DEAD_LETTER)
            .where(is_dead, not_an_alert)
            .order_by(deliveries.c.id.desc())
            .limit(limit)
        )
        return tuple(
            DeadLetter(
                row.id,
                row.lane,
                row.schedule_id or "",
                row.occurs_at,
                why.reason if (why := load_cause(row.reason, None)) else None,
                row.attempts,
            )
            for row in found
        )

    async def retry(self, delivery_id: int, at: datetime) -> bool:
        """Send what was given up once more; False if it is not there or not given up."""
        return await self._change(delivery_id, deliveries.c.body.is_not(None), sent_again(at))

    async def drop(self, delivery_id: int) -> bool:
        """Give it up for good; False if it is not there or not given up."""
        return await self._change(delivery_id, true(), DROPPED)

    async def _change(
        self, delivery_id: int, condition: ColumnElement[bool], values: Mapping[str, Any]
    ) -> bool:
        done = await self._connection.execute(
            self._scope.update(deliveries)
            .where(deliveries.c.id == delivery_id, is_dead, condition)
            .values(**values)
        )
        return bool(done.rowcount == 1)

    def _of_schedule(self, schedule_id: str) -> Select[Any]:
        of_schedule = deliveries.c.schedule_id == schedule_id
        return self._scope.select(deliveries, *_MOMENT_RECORD).where(of_schedule)

    async def _read(self, query: Select[Any]) -> Sequence[MomentRecord]:
        found = await self._connection.execute(query)
        return [
            MomentRecord(
                row.occurs_at,
                DeliveryState(row.state),
                load_cause(row.reason, row.detail),
                row.sent_at,
                row.attempts,
            )
            for row in found
        ]
