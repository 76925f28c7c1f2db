"""What became of the deliveries of one tenant (``handlers.ports.Letters``)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import deliveries
from handlers.ports import Record
from scheduler.delivery import State

_RECORD = (
    deliveries.c.occurs_at,
    deliveries.c.state,
    deliveries.c.reason,
    deliveries.c.sent_at,
    deliveries.c.attempts,
)


class Letters:
    """The deliveries of a tenant, for one turn."""

    def __init__(self, connection: AsyncConnection, scope: Mapping[str, str]) -> None:
        self._connection = connection
        self._scope = scope

    async def last(self, schedule_id: str, limit: int) -> Sequence[Record]:
        """Return what became of the last moments of a schedule, newest first."""
        query = self._records(schedule_id).order_by(deliveries.c.occurs_at.desc())
        return await self._read(query.limit(limit))

    async def between(self, schedule_id: str, start: datetime, end: datetime) -> Sequence[Record]:
        """Return what became of a schedule's moments from ``start`` to before ``end``, in order."""
        query = self._records(schedule_id).order_by(deliveries.c.occurs_at)
        within = and_(deliveries.c.occurs_at >= start, deliveries.c.occurs_at < end)
        return await self._read(query.where(within))

    async def withdraw(self, schedule_id: str, reason: str) -> None:
        """Leave out what a schedule has on its way and nobody has tried to send yet."""
        await self._connection.execute(
            update(deliveries)
            .where(
                self._here(),
                deliveries.c.schedule_id == schedule_id,
                deliveries.c.state == State.PENDING.value,
                deliveries.c.attempts == 0,
            )
            .values(state=State.SKIPPED.value, reason=reason)
        )

    def _records(self, schedule_id: str) -> Select[Any]:
        return select(*_RECORD).where(self._here(), deliveries.c.schedule_id == schedule_id)

    async def _read(self, query: Select[Any]) -> Sequence[Record]:
        found = await self._connection.execute(query)
        return [
            Record(row.occurs_at, row.state, row.reason or "", row.sent_at, row.attempts)
            for row in found
        ]

    def _here(self) -> ColumnElement[bool]:
        return and_(
            deliveries.c.platform == self._scope["platform"],
            deliveries.c.tenant == self._scope["tenant"],
        )
