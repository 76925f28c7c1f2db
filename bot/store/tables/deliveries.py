"""Deliveries: the outbox, and the record of what became of it."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    FromClause,
    Index,
    Integer,
    String,
    Table,
    false,
    literal_column,
    true,
)

from bot.store.columns import ROW_ID, Moment
from bot.store.tables.metadata import metadata

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", ROW_ID, primary_key=True, autoincrement=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("platform", String(16), nullable=False),
    Column("tenant", String(64), nullable=False),
    Column("lane", String(255), nullable=False),
    Column("schedule_id", String(64)),  # none: posted by a turn
    Column("body", JSON(none_as_null=True)),  # none: never drawn, or forgotten after a while
    Column("occurs_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    # attempts that the platform only put off
    Column("waits", Integer, nullable=False, server_default="0"),
    Column("started_at", Moment),
    Column("claimed_by", BigInteger),  # the process that is making an attempt, on PostgreSQL
    Column("reason", String(255)),  # a scheduler.reasons.Reason
    Column("detail", String(255)),  # of the reason: who, which, the platform's own code
    Column("sent_at", Moment),
    Column("ref", String(255)),  # the platform's own name for the message
    # somebody still has to be told what became of it
    Column("receipt", Boolean, nullable=False, server_default=false()),
)


def still_open(rows: FromClause) -> ColumnElement[bool]:
    """Return the condition for deliveries on their way, in the words of the partial indexes.

    Literals, not parameters: SQLite uses a partial index only for the very same words.
    """
    return rows.c.state.in_((literal_column("'pending'"), literal_column("'unknown'")))


def not_closed(rows: FromClause) -> ColumnElement[bool]:
    """Return the same condition in the words of the index of lanes alone.

    PostgreSQL concludes these from those of ``still_open``, but not the other way round: a query
    with these words can use no other partial index, whatever the statistics say of their sizes.
    """
    states = ("sent", "skipped", "expired", "dead")
    return rows.c.state.not_in([literal_column(f"'{state}'", String) for state in states])


is_open = still_open(deliveries)
is_dead = deliveries.c.state == literal_column("'dead'")
is_awaited = deliveries.c.receipt.is_(true())
_claimed = deliveries.c.claimed_by.is_not(None)
_kept = deliveries.c.sent_at.is_not(None) & deliveries.c.body.is_not(None)
Index(
    "ix_deliveries_due",
    deliveries.c.due_at,
    deliveries.c.id,
    sqlite_where=is_open,
    postgresql_where=is_open,
)
Index(
    "ix_deliveries_lane",
    deliveries.c.lane,
    deliveries.c.id,
    sqlite_where=not_closed(deliveries),
    postgresql_where=not_closed(deliveries),
)
# What is being sent just now, however much waits; on SQLite nothing. No statement of the hot path
# says these words: whoever believes the index empty would read all of it for each row.
Index(
    "ix_deliveries_claimed",
    deliveries.c.claimed_by,
    sqlite_where=_claimed,
    postgresql_where=_claimed,
)
Index("ix_deliveries_sent", deliveries.c.sent_at, sqlite_where=_kept, postgresql_where=_kept)
Index("ix_deliveries_schedule", deliveries.c.schedule_id, deliveries.c.occurs_at)
Index(
    "ix_deliveries_receipt",
    deliveries.c.id,
    sqlite_where=is_awaited,
    postgresql_where=is_awaited,
)
Index(
    "ix_deliveries_dead",
    deliveries.c.platform,
    deliveries.c.tenant,
    deliveries.c.id,
    sqlite_where=is_dead,
    postgresql_where=is_dead,
)
