"""What people call a channel, and when it is left in peace."""

from sqlalchemy import Column, String, Table, Text

from bot.store.columns import tenant_columns
from bot.store.tables.metadata import metadata

channels = Table(
    "channels",
    metadata,
    *tenant_columns(),
    Column("channel", String(255), primary_key=True),
    Column("name", String(150)),  # as its platform told it when something was set up there
    Column("country", String(8), nullable=False),
    Column("region", String(16), nullable=False),
    Column("days", Text, nullable=False),
    Column("quiet", String(100), nullable=False),
)
