"""Removals that a platform told us of, to be asked about before anything is forgotten."""

from sqlalchemy import Column, String, Table

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

removals = Table(
    "removals",
    metadata,
    *tenant_columns(),
    Column("event_id", String(128), nullable=False),
    Column("told_at", Moment, nullable=False),
    Column("ask_at", Moment, nullable=False),
)
