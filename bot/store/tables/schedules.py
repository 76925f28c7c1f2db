"""Schedules: what shall happen again and again, and when next."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table

from bot.store.columns import Moment
from bot.store.tables.metadata import metadata

schedules = Table(
    "schedules",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("platform", String(16), nullable=False),
    Column("tenant", String(64), nullable=False),
    Column("place", String(255), nullable=False),
    Column("intent", String(64), nullable=False),
    Column("recurrence", JSON, nullable=False),
    Column("args", JSON, nullable=False),  # what drawing needs
    Column("memory", JSON, nullable=False),  # what drawing left for the next time
    Column("next_at", Moment),
    Column("grace_s", Integer, nullable=False, server_default="3600"),
    Column("enabled", Boolean, nullable=False),
    Column("paused_reason", String(255)),  # why it can't be drawn: a Reason
    Column("owner_id", String(128), nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", Moment, nullable=False),
)
Index(
    "ix_schedules_due",
    schedules.c.next_at,
    sqlite_where=schedules.c.next_at.is_not(None),
    postgresql_where=schedules.c.next_at.is_not(None),
)
Index("ix_schedules_place", schedules.c.platform, schedules.c.tenant, schedules.c.place)
