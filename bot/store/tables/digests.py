"""When drafts of thanks come to managers, and where the last ones stand."""

from sqlalchemy import Column, Index, Integer, String, Table

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

thanks_digests = Table(
    "thanks_digests",
    metadata,
    *tenant_columns(),
    Column("manager_id", String(128), primary_key=True),
    Column("hour", String(5), nullable=False),  # of their own clock; empty: the usual one
    Column("next_at", Moment),  # none: nothing waits
    Column("last_at", Moment),
    Column("last_day", String(10), nullable=False),  # where they were then
    Column("message", String(255), nullable=False),  # where the last one stands
    Column("shows", String(64), nullable=False),  # the draft that was opened in it
    Column("version", Integer, nullable=False),
)
waiting = thanks_digests.c.next_at.is_not(None)
Index(
    "ix_thanks_digests_due",
    thanks_digests.c.next_at,
    sqlite_where=waiting,
    postgresql_where=waiting,
)
