"""Each dialect's own INSERT, for only that knows what to do ON CONFLICT."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Table
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
