"""Promises; ``version`` grows with every write, ``rev`` with its owner's changes."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, UniqueConstraint

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

promises = Table(
    "promises",
    metadata,
    *tenant_columns(),
    Column("id", String(64), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("owner_id", String(128), nullable=False),
    Column("owner", String(150), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("what", String(150), nullable=False),
    Column("due_at", Moment),  # none: no time could be given yet
    Column("case_id", String(64)),  # of the complaint that it was made in
    Column("case_number", String(20)),  # as people say it
    Column("state", String(16), nullable=False),
    Column("stage", String(16), nullable=False),
    Column("next_at", Moment),  # none: nothing more has to be said
    Column("moved", Boolean, nullable=False),
    Column("told", String(16)),
    Column("said", String(150), nullable=False),
    Column("lead", String(16)),
    Column("taken_by", String(150), nullable=False),
    Column("taken_by_id", String(128), nullable=False),
    Column("taken_at", Moment),
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("asked_at", Moment),  # when its time had come and we were there
    Column("messages", JSON(none_as_null=True)),  # that tell of it; none: nothing follows
    UniqueConstraint("platform", "tenant", "number"),
    Index("ix_promises_owner", "platform", "tenant", "owner_id", "state"),
)
waiting = promises.c.next_at.is_not(None)
Index("ix_promises_due", promises.c.next_at, sqlite_where=waiting, postgresql_where=waiting)
Index("ix_promises_changed_at", promises.c.changed_at)
