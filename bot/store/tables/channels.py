"""What people call a channel, and when it is left in peace."""

from dataclasses import fields

from sqlalchemy import Column, String, Table, Text, text

from bot.store.columns import tenant_columns
from bot.store.tables.metadata import metadata
from scheduler.calendar.rest import Rest

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
    Column(
        "workdays", String(20), nullable=False, server_default=text("''")
    ),  # none: the country's
)

# The columns of a channel's ``Rest``, in the order of its fields.
REST = tuple(channels.c[each.name] for each in fields(Rest))
