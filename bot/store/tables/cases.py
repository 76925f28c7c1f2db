"""Complaints."""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

cases = Table(
    "cases",
    metadata,
    *tenant_columns(),
    Column("id", String(64), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("agent_id", String(128), nullable=False),
    Column("state", String(16), nullable=False),
    Column("step", String(16), nullable=False),
    Column("aside", String(60)),
    Column("branch", String(60)),
    Column("variant", String(16), nullable=False),
    Column("came_from", String(16)),
    Column("has_asks", Boolean, nullable=False, server_default=false()),  # somebody was asked for
    Column("second", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("remedy", String(150)),
    Column("promised_at", Moment),
    Column("done", Boolean, nullable=False, server_default=false()),  # the remedy, already
    Column("accepted", String(16)),
    Column("idea", Text),
    Column("cause", String(40)),  # what went wrong, by the agent's tap
    Column("given", String(16)),  # less, what was owed, or more
    Column("given_what", String(150)),
    Column("given_shared", Boolean, nullable=False, server_default=false()),  # with the week
    Column("opened_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("closed_at", Moment),
    UniqueConstraint("platform", "tenant", "number"),
    Index("ix_cases_agent", "platform", "tenant", "agent_id", "state"),
    Index("ix_cases_changed_at", "changed_at"),
)
