"""What was done: the ledger of turns, and the audit log."""

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

# Who did what to others, by ids and codes alone. Lines go by their age or with their workspace;
# in the place of whoever has their data deleted comes a pseudonym. Nothing else changes one.
audit_log = Table(
    "audit_log",
    metadata,
    *tenant_columns(),
    Column("id", String(64), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor_id", String(128), nullable=False),  # none: whoever runs the bot
    Column("act", String(32), nullable=False),  # a handlers.ports.audit.Act
    Column("place", String(255), nullable=False),
    Column("subject_id", String(128), nullable=False),
    Column("target", String(160), nullable=False),
    Index("ix_audit_log_at", "at"),
    Index("ix_audit_log_newest", "platform", "tenant", "at", "id"),
)
