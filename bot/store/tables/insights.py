"""What was passed on: rules that were bent, what-ifs, and the weeks as they were shown."""

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, String, Table, Text, false

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
    Column("told_again_at", Moment),  # when somebody let them know of that once more
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
weeks = Table(
    "weeks",
    metadata,
    *tenant_columns(),
    Column("scope", String(128), primary_key=True),  # empty: the workspace; else whose team
    Column("starts_on", Date, primary_key=True),
    Column("weeks", Integer, primary_key=True),  # one, or the twelve over which pages are counted
    Column("figures", JSON, nullable=False),  # as shown: what is hidden isn't in them
    Column("made_at", Moment, nullable=False),
    Index("ix_weeks_made_at", "made_at"),
)
week_digests = Table(
    "week_digests",
    metadata,
    *tenant_columns(),
    Column("place", String(255)),  # none: it goes nowhere
    Column("zone", String(64), nullable=False),
    Column("weekday", Integer, nullable=False),  # Monday is 0
    Column("hour", String(5), nullable=False),
    Column("set_by", String(128), nullable=False),
    Column("next_at", Moment),
    Column("last_on", Date),  # the first day of the week that was told last
    Column("held_on", Date),  # the last day on which it was put off, and why
    Column("held", String(255), nullable=False),
    Column("version", Integer, nullable=False),
)
_week_waits = week_digests.c.next_at.is_not(None)
Index(
    "ix_week_digests_due",
    week_digests.c.next_at,
    sqlite_where=_week_waits,
    postgresql_where=_week_waits,
)
