"""The outbox: what is on its way and how it gets on (``scheduler.delivery.Outbox``)."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    FromClause,
    Integer,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.columns import Moment
from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.delivery_rows import cause_values, load_cause
from bot.store.dialects import INSERTS
from bot.store.engine.bulk import Bulk
from bot.store.engine.lives import BURY, IS_LEFT, Life
from bot.store.engine.slowdown import slow_down
from bot.store.errors import Busy
from bot.store.tables.channels import REST, channels
from bot.store.tables.deliveries import deliveries, is_awaited, is_open, not_closed
from bot.store.tables.processes import processes
from scheduler.calendar.rest import Rest
from scheduler.delivery import Delivery, DeliveryState, Held, Outcome
from scheduler.reasons import Cause, Reason

log = logging.getLogger(__name__)

_NEW = ["key", "platform", "tenant", "lane", "schedule_id", "body", "occurs_at", "due_at"]
_NEW += ["expires_at", "state", "attempts", "reason", "detail", "receipt"]
_INSERT = {
    name: Bulk(insert(deliveries).inline().on_conflict_do_nothing(index_elements=["key"]), _NEW)
    for name, insert in INSERTS.items()
}
_COLUMNS = (
    deliveries.c.id,
    deliveries.c.key,
    deliveries.c.platform,
    deliveries.c.tenant,
    deliveries.c.lane,
    deliveries.c.body,
    deliveries.c.occurs_at,
    deliveries.c.due_at,
    deliveries.c.expires_at,
    deliveries.c.state,
    deliveries.c.reason,
    deliveries.c.detail,
    deliveries.c.attempts,
    deliveries.c.waits,
    deliveries.c.schedule_id,
    deliveries.c.receipt,
    deliveries.c.ref,
)
_NAMES = [column.name for column in _COLUMNS]
# When the channel of a schedule is left in peace; what a turn posts is not left out.
_PREFIX = func.length(deliveries.c.platform) + func.length(deliveries.c.tenant) + 3
_OF_CHANNEL = and_(
    deliveries.c.schedule_id.is_not(None),
    channels.c.platform == deliveries.c.platform,
    channels.c.tenant == deliveries.c.tenant,
    channels.c.channel == func.substr(deliveries.c.lane, _PREFIX),  # a lane is a place
)


def _heads(lanes: FromClause) -> Select[Any]:
    """Return the query for the head of each lane; a look at one index entry a lane."""
    row = deliveries.alias()
    head = (
        select(row.c.id)
        .where(
            row.c.lane == lanes.c.value,
            not_closed(row),
            or_(row.c.due_at <= bindparam("at"), row.c.attempts > 0),
        )
        .order_by(row.c.id)
        .limit(1)
        .correlate(lanes)
        .scalar_subquery()
    )
    mark = (deliveries.c.started_at, deliveries.c.claimed_by)
    return select(*_COLUMNS, *mark, *REST).select_from(
        lanes.join(deliveries, deliveries.c.id == head).outerjoin(channels, _OF_CHANNEL)
    )


_HEADS = {
    "sqlite": _heads(func.json_each(bindparam("lanes", type_=JSON)).table_valued("value")),
    "postgresql": _heads(
        func.unnest(bindparam("lanes", type_=ARRAY(Text))).table_valued("value").render_derived()
    ),
}

# By their ids, and in no words of a partial index: which rows are open is asked of each.
_STATE = deliveries.c.state + ""
_OPEN = _STATE.in_((DeliveryState.PENDING.value, DeliveryState.UNKNOWN.value))
_MARK = (
    update(deliveries)
    .where(
        deliveries.c.id.in_(
            select(deliveries.c.id)
            .where(
                deliveries.c.id.in_(bindparam("heads", expanding=True)),
                deliveries.c.started_at.is_(None),
                deliveries.c.due_at <= bindparam("at"),  # another may have put it off meanwhile
                _OPEN,
            )
            .order_by(deliveries.c.id)  # two that lock in one order never wait for each other
            .with_for_update()
        )
    )
    .values(
        attempts=deliveries.c.attempts + 1,
        started_at=bindparam("at"),
        claimed_by=bindparam("me", type_=BigInteger),
    )
    .returning(deliveries.c.id, deliveries.c.attempts)
)
_ME = select(processes.c.number).where(processes.c.number == bindparam("me", type_=BigInteger))
# Nobody is buried while it marks, and nothing is marked for one that is buried.
_CLAIM = _MARK.where(_ME.with_for_update(read=True, key_share=True).exists())
_NOT_IN_FLIGHT: dict[str, Any] = {"started_at": None, "claimed_by": None}
_SETTLE = Bulk(
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("known"),
        deliveries.c.attempts == bindparam("attempt"),
        deliveries.c.started_at.is_not(None),
    )
    .values(
        state=bindparam("became"),
        due_at=func.coalesce(bindparam("retry_at", type_=Moment), deliveries.c.due_at),
        **_NOT_IN_FLIGHT,
        reason=bindparam("because"),
        detail=bindparam("about"),
        sent_at=bindparam("arrived_at"),
        ref=bindparam("name"),
        receipt=bindparam("owed"),
        waits=deliveries.c.waits + bindparam("waited", type_=Integer),
    )
)
_SETTLED = select(
    deliveries.c.id,
    deliveries.c.attempts,
    deliveries.c.state,
    deliveries.c.due_at,
    deliveries.c.started_at,
).where(deliveries.c.id.in_(bindparam("known", expanding=True)))
_IN_DOUBT = {
    "state": DeliveryState.UNKNOWN.value,
    **_NOT_IN_FLIGHT,
    **cause_values(Cause(Reason.INTERRUPTED)),
}
_RECOVER = (
    update(deliveries)
    .where(
        deliveries.c.id.in_(
            select(deliveries.c.id)
            .where(
                _OPEN,
                deliveries.c.started_at.is_not(None),
                deliveries.c.claimed_by.is_(None),
                or_(
                    deliveries.c.started_at <= bindparam("before"),
                    deliveries.c.started_at >= bindparam("after"),
                ),
            )
            .order_by(deliveries.c.id)
            .with_for_update(skip_locked=True)
        )
    )
    .values(_IN_DOUBT)
)
_TAKE_OVER = (
    update(deliveries)
    .where(
        deliveries.c.id.in_(
            select(deliveries.c.id)
            .where(text(IS_LEFT))
            .order_by(deliveries.c.id)
            .with_for_update(skip_locked=True)
        )
    )
    .values(_IN_DOUBT)
    .returning(deliveries.c.lane)
)
_DUE_LANES = (
    select(deliveries.c.lane)
    .distinct()
    .where(
        is_open,
        deliveries.c.due_at <= bindparam("at"),
        deliveries.c.lane > bindparam("after"),
    )
    .order_by(deliveries.c.lane)
    .limit(bindparam("some"))
)
_UNKNOWN = "the other processes do not know this one"
_UNTOLD = (
    select(*_COLUMNS)
    .where(is_awaited, not_(is_open))
    .order_by(deliveries.c.id)
    .limit(bindparam("some"))
)


async def enqueue(connection: AsyncConnection, rows: Sequence[Delivery]) -> None:
    """Insert deliveries into a transaction that is open; one whose key is known changes nothing."""
    await _INSERT[connection.dialect.name].execute(connection, [_values(each) for each in rows])


class Deliveries:
    """The outbox of every tenant, for the sender and the sweep.

    With a ``life`` each attempt is claimed for this process: PostgreSQL may have several.
    """

    def __init__(self, database: Database, life: Life | None = None) -> None:
        self._database = database
        self._life = life

    async def mark(self, lanes: Sequence[str], at: datetime) -> Mapping[str, Delivery | Held]:
        """Begin an attempt at the head of each lane, durably; a lane left out has nothing due.

        One that bears our mark already is begun: the answer of the commit was lost.
        """
        me = self._number()
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            statement = _HEADS[self._database.dialect]
            found = await connection.execute(statement, {"lanes": list(lanes), "at": at})
            heads: dict[str, Delivery | Held] = {}
            ready: dict[int, Delivery] = {}
            for row in found:
                head, others = _delivery(row[: len(_COLUMNS)]), list[Any](row[len(_COLUMNS) :])
                started_at, claimed_by, *rest = others
                if rest[0] is not None:
                    head = replace(head, rest=Rest(*rest))
                is_ours = started_at is not None and me is not None and claimed_by == me
                heads[head.lane] = head if is_ours else Held(None if started_at else head.due_at)
                if started_at is None and head.due_at <= at:
                    ready[head.id] = head
            if ready:
                for id_, attempts in await self._mark(connection, list(ready), at, me):
                    head = ready[id_]
                    heads[head.lane] = replace(head, attempts=attempts)
        return heads

    async def settle(self, outcomes: Sequence[Outcome]) -> Collection[int]:
        """Write outcomes down, except those of an attempt that is no longer the current one.

        Return the ids of the deliveries of which it is so now, also if they were written before and
        only the answer was lost.
        """
        values = [_settled(each) for each in sorted(outcomes, key=lambda each: each.delivery.id)]
        asked_too_much = {
            (each.delivery.platform, each.delivery.tenant): each.at
            for each in outcomes
            if each.throttled
        }
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            await _SETTLE.execute(connection, values)
            rows = await connection.execute(_SETTLED, {"known": [each["known"] for each in values]})
            now = {row.id: row for row in rows}
            if asked_too_much:
                at = max(asked_too_much.values())
                await slow_down(connection, asked_too_much, at)
        return {
            each.delivery.id for each in outcomes if _is_written(each, now.get(each.delivery.id))
        }

    async def recover(self, at: datetime, age: timedelta) -> int:
        """Make attempts that old, never settled and claimed by nobody UNKNOWN; return how many."""
        bounds = {"before": at - age, "after": at + age}
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            recovered = await connection.execute(_RECOVER, bounds)
            return int(recovered.rowcount)

    async def take_over(self) -> Sequence[str]:
        """Make the attempts of processes that have died UNKNOWN; return their lanes."""
        dead = list(self._life.dead) if self._life else []
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            buried = (await connection.scalars(BURY, {"dead": dead})).all() if dead else ()
            lanes = (await connection.scalars(_TAKE_OVER)).all()
        for number in buried:
            log.warning("process.died number=%d", number)
        return lanes

    def _number(self) -> int | None:
        """Return the number that our attempts are claimed for, if any; Busy until we have one."""
        if self._life is None:
            return None
        if self._life.number is None:
            raise Busy(_UNKNOWN)
        return self._life.number

    async def _mark(
        self, connection: AsyncConnection, heads: Sequence[int], at: datetime, me: int | None
    ) -> Sequence[Row[int, int]]:
        """Mark those that nobody has marked meanwhile; Busy if the others know us no more."""
        statement = _MARK if me is None else _CLAIM
        marked = (await connection.execute(statement, {"heads": heads, "at": at, "me": me})).all()
        if not marked and me is not None and await connection.scalar(_ME, {"me": me}) is None:
            raise Busy(_UNKNOWN)
        return marked

    async def due_lanes(self, at: datetime, after: str, limit: int) -> Sequence[str]:
        """Return lanes with due work that come after ``after`` in order, at most ``limit``."""
        async with self._database.read_transaction(ENGINE_TIMEOUT) as connection:
            values = {"at": at, "after": after, "some": limit}
            return (await connection.scalars(_DUE_LANES, values)).all()

    async def untold(self, limit: int) -> Sequence[Delivery]:
        """Return closed deliveries whose receipt is still wanted, oldest first."""
        async with self._database.read_transaction(ENGINE_TIMEOUT) as connection:
            return [_delivery(row) for row in await connection.execute(_UNTOLD, {"some": limit})]

    async def told(self, delivery: Delivery) -> None:
        """Remember that the receipt of a delivery was handed over."""
        statement = update(deliveries).where(deliveries.c.id == delivery.id).values(receipt=False)
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            await connection.execute(statement)


def _values(delivery: Delivery) -> dict[str, Any]:
    """Return the columns of a new row."""
    return {
        "key": delivery.key,
        "platform": delivery.platform,
        "tenant": delivery.tenant,
        "lane": delivery.lane,
        "schedule_id": delivery.schedule_id,
        "body": delivery.body,
        "occurs_at": delivery.occurs_at,
        "due_at": delivery.due_at,
        "expires_at": delivery.expires_at,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        **cause_values(delivery.cause),
        "receipt": delivery.receipt,
    }


def _settled(outcome: Outcome) -> dict[str, Any]:
    """Return the parameters that write an outcome down."""
    why = cause_values(outcome.cause)
    return {
        "known": outcome.delivery.id,
        "attempt": outcome.delivery.attempts,
        "became": outcome.state.value,
        "retry_at": outcome.retry_at,
        "because": why["reason"],
        "about": why["detail"],
        "arrived_at": outcome.at if outcome.state is DeliveryState.SENT else None,
        "name": outcome.ref or None,
        "owed": outcome.owes_receipt,
        "waited": int(outcome.waited),
    }


def _is_written(outcome: Outcome, row: Row[*tuple[Any, ...]] | None) -> bool:
    """Tell whether a row is as this outcome leaves it."""
    return (
        row is not None
        and row.started_at is None
        and (row.attempts, row.state) == (outcome.delivery.attempts, outcome.state.value)
        and outcome.retry_at in (None, row.due_at)
    )


def _delivery(columns: Sequence[Any] | Row[Any]) -> Delivery:
    """Return the delivery of a row of ``_COLUMNS``."""
    known = dict(zip(_NAMES, columns, strict=True))
    state, ref = DeliveryState(known.pop("state")), known.pop("ref")
    cause = load_cause(known.pop("reason"), known.pop("detail"))
    return Delivery(state=state, cause=cause, ref=ref or "", **known)
