"""How the database would execute the statements of the hot path: by an index, or row by row."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, event
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.engine.deliveries import Deliveries
from bot.store.engine.next_due import next_due, work_due
from bot.store.engine.schedules import Schedules
from bot.store.tables.all_tables import metadata

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # nothing is due, so nothing is changed
_ALIAS = re.compile(r"_\d+$")  # deliveries_1 is deliveries
_EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN (FORMAT JSON)"}


class Statement(NamedTuple):
    """A statement as it was executed, in the words of its driver."""

    sql: str
    values: tuple[Any, ...]


class Plans(NamedTuple):
    """How many statements were looked at, and the tables that one of them reads to the end."""

    looked_at: int
    read_whole: tuple[str, ...]


async def hot_plans(database: Database) -> Plans:
    """Return how the statements of a beat and of a round of sending would be executed; Busy."""
    with _recorded() as found:
        await work_due(database, _LONG_AGO)
        await next_due(database, _LONG_AGO)
        outbox = Deliveries(database)
        await outbox.due_lanes(_LONG_AGO, "", 1)
        await outbox.untold(1)
        await outbox.mark((), _LONG_AGO)
        async with Schedules(database).due(_LONG_AGO, 1):
            pass
    queries = [each for each in found if each.sql.lstrip().startswith(("SELECT", "WITH"))]
    whole: set[str] = set()
    async with database.read_transaction(ENGINE_TIMEOUT) as connection:
        for query in queries:
            whole.update(await _read_whole(connection, query))
    return Plans(len(queries), tuple(sorted(whole)))


@contextmanager
def _recorded() -> Iterator[list[Statement]]:
    """Note what is executed meanwhile, by any engine of this process."""
    found: list[Statement] = []

    def note(
        connection: object,
        cursor: object,
        sql: str,
        values: Any,  # noqa: ANN401 - a driver's own
        context: object,
        many: bool,  # noqa: FBT001 - SQLAlchemy calls it with the flag
    ) -> None:
        found.append(Statement(sql, tuple(values)))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def _read_whole(connection: AsyncConnection, query: Statement) -> Iterator[str]:
    """Return the tables that a query would read from end to end."""
    dialect = connection.dialect.name
    explained = await connection.exec_driver_sql(f"{_EXPLAIN[dialect]} {query.sql}", query.values)
    rows = explained.all()
    if dialect == "sqlite":
        return _scanned([str(row[-1]) for row in rows])
    return (
        str(node["Relation Name"])
        for node in _nodes(rows[0][0][0]["Plan"])
        if node["Node Type"] == "Seq Scan"
    )


def _scanned(steps: Sequence[str]) -> Iterator[str]:
    """Yield the tables of ``SCAN deliveries``; what is read in the order of an index isn't one."""
    for step in steps:
        what, _, how = step.removeprefix("SCAN ").partition(" ")
        table = _ALIAS.sub("", what)
        if step.startswith("SCAN ") and table in metadata.tables and "USING" not in how:
            yield table


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)
