"""One row that is written to learn whether anything can be."""

from sqlalchemy import Column, Integer, Table

from bot.store.columns import Moment
from bot.store.tables.metadata import metadata

write_probes = Table(
    "write_probes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)
