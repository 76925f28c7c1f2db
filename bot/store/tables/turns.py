"""The ledger of turns."""

from sqlalchemy import Column, Index, String, Table

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

# The ids of requests that had their effect: a platform resends, and anybody may replay.
turns = Table(
    "turns",
    metadata,
    *tenant_columns(),
    Column("id", String(128), primary_key=True),
    Column("at", Moment, nullable=False),
    Index("ix_turns_at", "at"),
)
