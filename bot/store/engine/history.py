"""The history of deliveries, for people: why, what is stuck, send it again, forget it in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Update, bindparam, delete, false, not_, select, update

from bot.store.audit_rows import Errand
from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.delivery_rows import DROPPED, load_cause, not_an_alert, sent_again
from bot.store.tables.deliveries import deliveries, is_dead, is_open
from handlers.domain.people import Platform, Tenant
from handlers.domain.retention import KEEP_DELIVERY_RECORDS, KEEP_SENT_BODIES
from handlers.ports.audit import Act
from scheduler.delivery import DeliveryState
from scheduler.reasons import Cause, Reason

_PRUNE_BATCH = 500  # rows in one transaction


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """What became of one delivery, without its body."""

    id: int
    key: str
    lane: str
    state: DeliveryState
    occurs_at: datetime
    due_at: datetime
    attempts: int
    cause: Cause | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Something in a lane was given up for a reason, in some hour."""

    tenant: Tenant
    lane: str
    reason: Reason | None
    hour: str


_SELECT_RECORD: Select[Any] = select(
    deliveries.c.id,
    deliveries.c.key,
    deliveries.c.lane,
    deliveries.c.state,
    deliveries.c.occurs_at,
    deliveries.c.due_at,
    deliveries.c.attempts,
    deliveries.c.reason,
    deliveries.c.detail,
    deliveries.c.sent_at,
)
_MAY_RETRY = deliveries.c.state.in_((DeliveryState.DEAD.value, DeliveryState.EXPIRED.value))
_OLDEST = select(deliveries).order_by(deliveries.c.id).limit(_PRUNE_BATCH).subquery()
_FORGOTTEN = (
    select(deliveries.c.id)
    .where(
        deliveries.c.sent_at < bindparam("before"),
        deliveries.c.sent_at.is_not(None),
        deliveries.c.body.is_not(None),
        deliveries.c.receipt.is_(false()),
    )
    .limit(_PRUNE_BATCH)
)


class DeliveryHistory:
    """The history of every tenant, for ``careloop outbox`` and for ``why``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_schedule(self, schedule_id: str, limit: int = 10) -> Sequence[DeliveryRecord]:
        """Return what became of a schedule's last moments, newest first."""
        query = _SELECT_RECORD.where(deliveries.c.schedule_id == schedule_id)
        return await self._read(query.order_by(deliveries.c.occurs_at.desc()).limit(limit))

    async def on_the_way(self, limit: int = 100) -> Sequence[DeliveryRecord]:
        """Return deliveries still to be sent, the first due first."""
        query = _SELECT_RECORD.where(is_open).order_by(deliveries.c.due_at, deliveries.c.id)
        return await self._read(query.limit(limit))

    async def dead(self, limit: int = 100) -> Sequence[DeliveryRecord]:
        """Return deliveries that were given up, the newest first."""
        query = _SELECT_RECORD.where(deliveries.c.state == DeliveryState.DEAD.value)
        return await self._read(query.order_by(deliveries.c.id.desc()).limit(limit))

    async def given_up(self, since: datetime, limit: int = 500) -> Sequence[GivenUp]:
        """Return what was given up since then, a line for each lane, reason and hour."""
        query = (
            select(
                deliveries.c.platform,
                deliveries.c.tenant,
                deliveries.c.lane,
                deliveries.c.reason,
                deliveries.c.due_at,
            )
            .where(is_dead, deliveries.c.due_at >= since, not_an_alert)
            .order_by(deliveries.c.id.desc())
            .limit(limit)
        )
        async with self._database.read_transaction(ENGINE_TIMEOUT) as connection:
            rows = (await connection.execute(query)).all()
        found = (
            GivenUp(
                Tenant(Platform(platform), tenant), lane, _reason(reason), f"{due_at:%Y-%m-%dT%H}"
            )
            for platform, tenant, lane, reason, due_at in rows
        )
        return list(dict.fromkeys(found))

    async def retry(self, key: str, errand: Errand) -> bool:
        """Send what was given up or came too late after all; False if there is no such thing."""
        statement = (
            update(deliveries)
            .where(deliveries.c.key == key, _MAY_RETRY, deliveries.c.body.is_not(None))
            .values(**sent_again(errand.at))
        )
        return await self._changed(statement, Act.DELIVERY_RETRIED, errand)

    async def drop(self, key: str, errand: Errand) -> bool:
        """Give up for good what is waiting or dead; False if there is no such thing."""
        statement = (
            update(deliveries)
            .where(
                deliveries.c.key == key, is_open | (deliveries.c.state == DeliveryState.DEAD.value)
            )
            .values(**DROPPED)
        )
        return await self._changed(statement, Act.DELIVERY_DROPPED, errand)

    async def prune(self, at: datetime) -> int:
        """Forget the bodies of what was sent, and records, in their time; return how many."""
        total = 0
        while pruned := await self._prune(at):
            total += pruned
        return total

    async def _prune(self, at: datetime) -> int:
        """Take one small bite, so that nobody waits for long."""
        old = select(_OLDEST.c.id).where(
            _OLDEST.c.occurs_at < at - KEEP_DELIVERY_RECORDS,
            _OLDEST.c.state.not_in((DeliveryState.PENDING.value, DeliveryState.UNKNOWN.value)),
        )
        forget = update(deliveries).where(deliveries.c.id.in_(_FORGOTTEN)).values(body=None)
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            forgotten = await connection.execute(forget, {"before": at - KEEP_SENT_BODIES})
            deleted = await connection.execute(
                delete(deliveries).where(deliveries.c.id.in_(old), not_(is_open))
            )
            return forgotten.rowcount + deleted.rowcount

    async def _changed(self, statement: Update, act: Act, errand: Errand) -> bool:
        """Change one delivery and put it on record; False where there is none."""
        whose = (deliveries.c.id, deliveries.c.platform, deliveries.c.tenant)
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            row = (await connection.execute(statement.returning(*whose))).one_or_none()
            if row is not None:
                tenant = Tenant(Platform(row.platform), row.tenant)
                await errand.record(connection, tenant, act, target=str(row.id))
        return row is not None

    async def _read(self, query: Select[Any]) -> Sequence[DeliveryRecord]:
        async with self._database.read_transaction() as connection:
            rows = (await connection.execute(query)).all()
        return [_record(row) for row in rows]


def _record(row: Row[Any]) -> DeliveryRecord:
    values = row._asdict()
    cause = load_cause(values.pop("reason"), values.pop("detail"))
    return DeliveryRecord(**{**values, "state": DeliveryState(row.state), "cause": cause})


def _reason(code: str | None) -> Reason | None:
    cause = load_cause(code, None)
    return cause.reason if cause else None
