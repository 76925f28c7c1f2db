"""The conversations of Teams."""

from sqlalchemy import Column, Index, String, Table

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

# Where the bot may speak first, and how; Slack needs no more than the channel.
conversations = Table(
    "conversations",
    metadata,
    *tenant_columns(),
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
