"""Shout-outs, who is thanked in each, and what comes to managers of them, and when."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, Text, false

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
    Column("is_private", Boolean, nullable=False, server_default=false()),  # its giver chose so
    Column("is_for_team", Boolean, nullable=False, server_default=false()),  # for all of one
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
_digest_waits = thanks_digests.c.next_at.is_not(None)
Index(
    "ix_thanks_digests_due",
    thanks_digests.c.next_at,
    sqlite_where=_digest_waits,
    postgresql_where=_digest_waits,
)
# The weekly card: whom of their team a manager hasn't thanked.
noticing = Table(
    "noticing",
    metadata,
    *tenant_columns(),
    Column("manager_id", String(128), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("weekday", Integer, nullable=False),  # Monday is 0
    Column("hour", String(5), nullable=False),  # of their own clock
    Column("weeks", Integer, nullable=False),
    Column("next_at", Moment),  # none: nothing comes
    Column("last_week", String(10), nullable=False),  # of the last card, by its Monday
    Column("skipped", String(10), nullable=False),  # a week that shall have none
    Column("version", Integer, nullable=False),
)
_noticing_waits = noticing.c.next_at.is_not(None)
Index(
    "ix_noticing_due",
    noticing.c.next_at,
    sqlite_where=_noticing_waits,
    postgresql_where=_noticing_waits,
)
