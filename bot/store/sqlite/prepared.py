"""Prepared statements: on SQLite compiled once, and several in one round trip to its thread.

SQLAlchemy makes four round trips of a statement, and compiles every time anew what is always the
same. A write whose rows nobody reads is deferred: it goes with the next statement, at last with
the commit. PostgreSQL's driver has no thread to go to, and takes the usual road.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, Connection, ReturnsRows, text
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import Conflict
from bot.store.sqlite.batch import Batch

# Keys of a connection's info.
COUNT_ROUND_TRIP = "count_round_trip"  # what is called for each
DEFERRED = "deferred"  # the bound statements that go with the next round trip

_Values = Mapping[str, Any]


class PreparedStatement:
    """A statement for each dialect, with the names of its parameters as keys of its values."""

    def __init__(self, statements: Mapping[str, Any]) -> None:
        self._statements = statements
        self._compiled: _Compiled | None = None

    def bind(self, values: _Values, *, expects_row: bool = False) -> "BoundStatement":
        """Return the statement with its values, to be executed."""
        return BoundStatement(self, values, expects_row)

    async def rows(self, connection: AsyncConnection, values: _Values) -> Sequence[Any]:
        """Return what the statement selects or returns: rows with a name for each column."""
        bound = self.bind(values)
        await execute(connection, bound)
        return bound.rows

    def on(self, dialect: Dialect) -> Any:  # noqa: ANN401 - the two dialects share no type
        """Return the statement for a dialect."""
        return self._statements[dialect.name]

    def compiled(self, dialect: Dialect) -> "_Compiled":
        """Return the statement as SQLite's driver takes it."""
        if self._compiled is None:
            self._compiled = _Compiled(self.on(dialect), dialect)
        return self._compiled


@dataclass(slots=True)
class BoundStatement:
    """A prepared statement with its values, and its rows once it was executed.

    One that ``expects_row`` and finds none is a Conflict.
    """

    prepared: PreparedStatement
    values: _Values
    expects_row: bool = False
    rows: Sequence[Any] = ()


# A writer's, on SQLite: to lock the file at the first write would be too late for what was read.
BEGIN = PreparedStatement({"sqlite": text("BEGIN IMMEDIATE").columns()})
COMMIT = PreparedStatement({"sqlite": text("COMMIT").columns()})


async def execute(connection: AsyncConnection, *statements: BoundStatement) -> None:
    """Execute statements in their order, on SQLite in one round trip and after the deferred ones.

    Conflict when one that expects a row finds none; those after it are not executed.
    """
    dialect = connection.dialect
    if dialect.name != "sqlite":
        for each in statements:
            each.rows = (await connection.execute(each.prepared.on(dialect), each.values)).all()
            if each.expects_row and not each.rows:
                raise Conflict
        return
    info = connection.info
    statements = (*_take_deferred(info), *statements)
    if any(each.prepared is not BEGIN for each in statements):
        info[COUNT_ROUND_TRIP]()
    found = await _driver(connection).execute_fetchall(_batch(statements, dialect))
    for statement, rows in zip(statements, found, strict=True):
        statement.rows = statement.prepared.compiled(dialect).read(rows)


async def defer(connection: AsyncConnection, statement: BoundStatement) -> None:
    """Execute a statement whose rows nobody reads: on SQLite with whatever is executed next."""
    if may_defer(connection):
        connection.info[DEFERRED].append(statement)
    else:
        await execute(connection, statement)


def may_defer(connection: AsyncConnection) -> bool:
    """Tell whether a deferred statement finds what it would find now: nobody else writes."""
    return connection.dialect.name == "sqlite"


def flush(connection: Connection) -> None:
    """Execute the deferred statements before one of SQLAlchemy's; for its events, on SQLite."""
    if deferred := _take_deferred(connection.info):
        batch, pooled = _batch(deferred, connection.dialect), connection.connection
        adapted: Any = pooled.dbapi_connection
        adapted.run_async(lambda sqlite: sqlite.execute_fetchall(batch))


def _driver(connection: AsyncConnection) -> Any:  # noqa: ANN401 - each database has its own
    """Return the driver's own connection."""
    pooled: Any = connection.sync_connection
    return pooled.connection.driver_connection


def _batch(statements: Sequence[BoundStatement], dialect: Dialect) -> Batch:
    return Batch(
        (*each.prepared.compiled(dialect).bound(each.values), each.expects_row)
        for each in statements
    )


def _take_deferred(info: dict[Any, Any]) -> Sequence[BoundStatement]:
    """Return the deferred statements, which are deferred no more."""
    deferred: Sequence[BoundStatement] = info[DEFERRED]
    info[DEFERRED] = []
    return deferred


class _Compiled:
    """A statement as SQLite's driver takes it."""

    def __init__(self, statement: ReturnsRows, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        binds = (compiled.binds[name] for name in compiled.positiontup)
        columns = statement.exported_columns
        self._sql = str(compiled)
        self._parameters = [_parameter(bind, dialect) for bind in binds]
        readers = enumerate(_reader(column.type, dialect) for column in columns)
        self._readers = [(place, reader) for place, reader in readers if reader is not None]
        self._row = _row([str(column.key) for column in columns])

    def bound(self, values: _Values) -> tuple[str, Sequence[Any]]:
        return self._sql, [parameter(values) for parameter in self._parameters]

    def read(self, rows: Sequence[Any]) -> Sequence[Any]:
        return [self._read(list(row)) for row in rows]

    def _read(self, values: list[Any]) -> Any:  # noqa: ANN401 - a row of any statement
        for place, reader in self._readers:  # most columns are as the driver reads them
            values[place] = reader(values[place])
        return self._row(*values)


def _row(names: Sequence[str]) -> Callable[..., Any]:
    return namedtuple("Row", names)


def _parameter(bind: BindParameter[Any], dialect: Dialect) -> Callable[[_Values], Any]:
    """Return what takes one parameter out of the values, as the driver wants it."""
    key, prepare = bind.key, bind.type.dialect_impl(dialect).bind_processor(dialect)
    if not bind.required:  # a constant of the statement
        value = bind.value if prepare is None else prepare(bind.value)
        return lambda values: value
    if prepare is None:
        return itemgetter(key)
    return lambda values: prepare(values[key])


def _reader(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:  # noqa: ANN401 - any type
    reader: Callable[[Any], Any] | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return reader
