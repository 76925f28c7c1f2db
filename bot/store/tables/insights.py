"""What was passed on: rules that were bent, and what-ifs."""

from sqlalchemy import JSON, Boolean, Column, Index, String, Table, Text, false

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

rules = Table(
    "rules",
    metadata,
    *tenant_columns(),
    Column("id", String(64), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("owner_id", String(128)),  # none: nobody looks after it yet
    Column("state", String(16), nullable=False),  # watched, changed, kept
    Column("why", Text, nullable=False),  # said by its owner
    Column("made_at", Moment, nullable=False),
    Column("decided_at", Moment),
    Column("told_at", Moment),  # when its owner was last told how often it is bent
    Column("told", JSON(none_as_null=True)),  # what they were told, in numbers
    Column("next_at", Moment),  # when it is counted again; none: nothing new
)
_counted = rules.c.next_at.is_not(None)
Index("ix_rules_due", rules.c.next_at, sqlite_where=_counted, postgresql_where=_counted)
bends = Table(
    "bends",
    metadata,
    *tenant_columns(),
    Column("id", String(64), primary_key=True),
    Column("rule_id", String(64), nullable=False),
    Column("case_id", String(64)),
    Column("agent_id", String(128), nullable=False),
    Column("cause", String(40)),
    Column("is_named", Boolean, nullable=False, server_default=false()),  # by the agent's own tap
    Column("at", Moment, nullable=False),
    Index("ix_bends_rule", "platform", "tenant", "rule_id", "at"),
    Index("ix_bends_at", "at"),
)
ideas = Table(
    "ideas",
    metadata,
    *tenant_columns(),
    Column("id", String(64), primary_key=True),
    Column("text", Text, nullable=False),
    Column("from_id", String(128), nullable=False),
    Column("is_named", Boolean, nullable=False, server_default=false()),
    Column("rule_id", String(64)),
    Column("case_id", String(64)),
    Column("cause", String(40)),
    Column("state", String(16), nullable=False),  # new, trying, done, no
    Column("why", Text, nullable=False),
    Column("decided_by", String(128), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("ix_ideas_changed_at", "changed_at"),
)
