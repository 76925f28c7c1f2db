"""Shout-outs, and who is thanked in each."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, Text

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

shoutouts = Table(
    "shoutouts",
    metadata,
    *tenant_columns(),
    Column("id", String(64), primary_key=True),
    Column("rev", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("giver_id", String(128), nullable=False),  # empty: the draft of a closed complaint
    Column("giver_name", String(150), nullable=False),
    Column("text", Text, nullable=False),
    Column("behaviour", String(60), nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("decided_by", String(128), nullable=False),
    Column("decided_name", String(150), nullable=False),
    Column("messages", JSON, nullable=False),  # where it stands, by the platform's names
    Column("closing", JSON(none_as_null=True)),  # what its complaint knows, in codes
    Column("public", Boolean, nullable=False),  # a post of it stands where others read it
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("ix_shoutouts_giver", "platform", "tenant", "giver_id", "made_at"),
    Index("ix_shoutouts_changed_at", "changed_at"),
)
shoutout_recipients = Table(
    "shoutout_recipients",
    metadata,
    *tenant_columns(),
    Column("shoutout_id", String(64), primary_key=True),
    Column("person_id", String(128), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", String(150), nullable=False),
    Column("went", String(16), nullable=False),
    Column("place", String(255), nullable=False),  # the public one; empty: their own card alone
    Column("note", String(16), nullable=False),
    Index("ix_shoutout_recipients_person", "platform", "tenant", "person_id"),
)
