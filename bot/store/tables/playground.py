"""What the playground shows and remembers."""

from sqlalchemy import JSON, Column, Float, Index, Integer, String, Table

from bot.store.columns import ROW_ID, Moment
from bot.store.tables.metadata import metadata

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
