"""Whether the database has the indexes that the program counts on."""

from collections.abc import Sequence

from sqlalchemy import Connection, inspect
from sqlalchemy.schema import CreateIndex

from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.tables.all_tables import metadata


async def missing_indexes(database: Database) -> Sequence[str]:
    """Return for each index that isn't there the statement that makes it, on one line; Busy."""
    async with database.read_transaction(ENGINE_TIMEOUT) as connection:
        return await connection.run_sync(_missing)


def _missing(connection: Connection) -> list[str]:
    inspector = inspect(connection)
    statements = []
    for table in metadata.sorted_tables:
        there = {each["name"] for each in inspector.get_indexes(table.name)}
        for index in sorted(table.indexes, key=lambda each: str(each.name)):
            if index.name not in there:
                made = str(CreateIndex(index).compile(dialect=connection.dialect))
                statements.append(" ".join(made.split()))
    return statements
