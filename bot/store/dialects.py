"""What each dialect does in its own way: INSERT … ON CONFLICT, and who comes first."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

INSERTS: Mapping[str, Callable[[Any], Any]] = {
    "sqlite": sqlite_insert,
    "postgresql": postgresql_insert,
}


def insert_into(connection: AsyncConnection, table: Table) -> Any:  # noqa: ANN401 - the two share no type
    """Return an INSERT in the dialect of a connection."""
    return INSERTS[connection.dialect.name](table)


async def one_at_a_time(connection: AsyncConnection, name: str) -> None:
    """Let transactions that say the same name go on from here one after the other.

    Each then reads what those before it have committed. SQLite has one writer anyhow.
    """
    if connection.dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock(func.hashtextextended(name, 0))
        await connection.execute(select(lock))
