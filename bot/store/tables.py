"""Every table; migrations are written against this file. All moments are UTC."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Float,
    FromClause,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    literal_column,
    true,
)

from bot.store.columns import ROW_ID, Moment, scope
from bot.store.promise_table import promise_table

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


workspaces = Table(
    "workspaces",
    metadata,
    *scope(),
    Column("zone", String(64), nullable=False, server_default="UTC"),
    Column("lead_place", String(255)),
    Column("lead_line", String(150)),  # what to do when the lead's channel can't be reached
    Column("sign_off", String(150)),
    Column("thanks_place", String(255)),  # the recognition channel
    Column("remedies", JSON(none_as_null=True)),  # lines of their own instead of the pack's
    Column("numbers", JSON(none_as_null=True)),  # branch -> whom to call here, as confirmed
    Column("rate_per_s", Float, nullable=False, server_default="5"),
    Column("next_slot_at", Moment),
    Column("paused_reason", String(255)),
)

people = Table(
    "people",
    metadata,
    *scope(),
    Column("id", String(128), primary_key=True),
    Column("name", String(150), nullable=False),
    Column("role", String(16), nullable=False, server_default="agent"),
    Column("zone", String(64)),
    Column("variant", String(16)),
    Column("thanks", String(16)),  # where thanks for them may go, as they have said
)

# A manager's own list, and the channel in which the team talks.
teams = Table(
    "teams",
    metadata,
    *scope(),
    Column("manager_id", String(128), primary_key=True),
    Column("place", String(255)),
)
team_members = Table(
    "team_members",
    metadata,
    *scope(),
    Column("manager_id", String(128), primary_key=True),
    Column("person_id", String(128), primary_key=True),
    Column("name", String(150), nullable=False),
)
Index(
    "ix_team_members_person",
    team_members.c.platform,
    team_members.c.tenant,
    team_members.c.person_id,
)

cases = Table(
    "cases",
    metadata,
    *scope(),
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
    Column("second", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("remedy", String(150)),
    Column("promised_at", Moment),
    Column("accepted", String(16)),
    Column("idea", Text),
    Column("page", String(16)),
    Column("page_ref", String(128)),  # branch:id of the page whose state that is
    Column("opened_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("closed_at", Moment),
    UniqueConstraint("platform", "tenant", "number"),
    Index("ix_cases_agent", "platform", "tenant", "agent_id", "state"),
    Index("ix_cases_changed_at", "changed_at"),
)

# The ids of requests that had their effect: a platform resends, and anybody may replay.
turns = Table(
    "turns",
    metadata,
    *scope(),
    Column("id", String(128), primary_key=True),
    Column("at", Moment, nullable=False),
    Index("ix_turns_at", "at"),
)

# Where the bot may speak first, and how; Slack needs no more than the channel.
conversations = Table(
    "conversations",
    metadata,
    Column("platform", String(16), primary_key=True),
    Column("tenant", String(64), primary_key=True),
    Column("channel", String(255), primary_key=True),  # @person: known, but no chat with them yet
    Column("kind", String(16), nullable=False),
    Column("service_url", String(500), nullable=False),
    Column("bot_id", String(255), nullable=False),
    Column("team_id", String(255), nullable=False),
    Column("person_id", String(128), nullable=False),  # of a personal chat; the directory's id
    Column("user_id", String(255), nullable=False),  # the same person, as the bot knows them
    Column("changed_at", Moment, nullable=False),
)
Index(
    "ix_conversations_person",
    conversations.c.platform,
    conversations.c.tenant,
    conversations.c.person_id,
)

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
    Column("paused_reason", String(255)),  # why we stopped it ourselves
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

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", ROW_ID, primary_key=True, autoincrement=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("platform", String(16), nullable=False),
    Column("tenant", String(64), nullable=False),
    Column("lane", String(255), nullable=False),
    Column("schedule_id", String(64)),  # none: posted by a turn
    Column("body", JSON(none_as_null=True)),  # none: never drawn, or forgotten after a while
    Column("occurs_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    # attempts that the platform only put off
    Column("waits", Integer, nullable=False, server_default="0"),
    Column("started_at", Moment),
    Column("reason", String(255)),
    Column("sent_at", Moment),
    Column("ref", String(255)),  # the platform's own name for the message
    # somebody still has to be told what became of it
    Column("receipt", Boolean, nullable=False, server_default=false()),
)


def still_open(rows: FromClause) -> ColumnElement[bool]:
    """Return the condition for deliveries on their way, in the words of the partial indexes.

    Literals, not parameters: SQLite uses a partial index only for the very same words.
    """
    return rows.c.state.in_((literal_column("'pending'"), literal_column("'unknown'")))


is_open = still_open(deliveries)
is_dead = deliveries.c.state == literal_column("'dead'")
is_awaited = deliveries.c.receipt.is_(true())
_kept = deliveries.c.sent_at.is_not(None) & deliveries.c.body.is_not(None)
Index(
    "ix_deliveries_due",
    deliveries.c.due_at,
    deliveries.c.id,
    sqlite_where=is_open,
    postgresql_where=is_open,
)
Index(
    "ix_deliveries_lane",
    deliveries.c.lane,
    deliveries.c.id,
    sqlite_where=is_open,
    postgresql_where=is_open,
)
Index("ix_deliveries_sent", deliveries.c.sent_at, sqlite_where=_kept, postgresql_where=_kept)
Index("ix_deliveries_schedule", deliveries.c.schedule_id, deliveries.c.occurs_at)
Index(
    "ix_deliveries_receipt",
    deliveries.c.id,
    sqlite_where=is_awaited,
    postgresql_where=is_awaited,
)
Index(
    "ix_deliveries_dead",
    deliveries.c.platform,
    deliveries.c.tenant,
    deliveries.c.id,
    sqlite_where=is_dead,
    postgresql_where=is_dead,
)

# What the playground shows: the far side of its wire, kept so that a reload shows it again.
web_messages = Table(
    "web_messages",
    metadata,
    Column("seq", ROW_ID, primary_key=True, autoincrement=True),
    Column("tenant", String(64), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("id", String(255), nullable=False, unique=True),
    Column("author", String(64), nullable=False),  # empty: the bot
    Column("reader", String(64), nullable=False),  # empty: everybody
    Column("body", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Column("changed", Integer, nullable=False),  # counts up over all rows: what is new since?
)
Index("ix_web_messages_changed", web_messages.c.changed)
Index("ix_web_messages_channel", web_messages.c.tenant, web_messages.c.channel, web_messages.c.seq)

playground = Table(
    "playground",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ahead_s", Float, nullable=False),  # how far its clock was moved forward
    Column("token", String(64), nullable=False),
)

promises = promise_table(metadata)
