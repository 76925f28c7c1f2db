"""What one person practises: what they said to a customer who isn't one, for a day."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

practice_runs = Table(
    "practice_runs",
    metadata,
    *tenant_columns(),
    Column("person_id", String(128), primary_key=True),
    Column("scenario_id", String(60), primary_key=True),
    Column("id", String(64), nullable=False),
    Column("said", JSON, nullable=False),  # turn by turn, and what was heard in it
    Column("rev", Integer, nullable=False),
    Column("is_stopped", Boolean, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("ix_practice_runs_changed_at", "changed_at"),
)
