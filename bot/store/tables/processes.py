"""What a process leaves behind itself: that it lives, and that it may write."""

from sqlalchemy import Column, Integer, Table

from bot.store.columns import ROW_ID, Moment
from bot.store.tables.metadata import metadata

# On PostgreSQL, those that send; a row goes when its process is taken for dead.
processes = Table(
    "processes",
    metadata,
    Column("number", ROW_ID, primary_key=True, autoincrement=True),
    Column("seen_at", Moment, nullable=False),  # by the clock of the database
)

# One row that is written to learn whether anything can be.
write_probes = Table(
    "write_probes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)
