"""The statements of nearly every turn: on SQLite compiled once, and one trip to its thread each.

SQLAlchemy makes four trips of it, and thinks every time anew about what is always the same.
PostgreSQL's driver has no thread to go to, and takes the usual road.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, ReturnsRows
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection

COUNT = "count"  # what counts a trip, in a connection's info

_Values = Mapping[str, Any]


class Prepared:
    """A statement for each dialect, with the names of its parameters as keys of its values."""

    def __init__(self, statements: Mapping[str, Any]) -> None:
        self._statements = statements
        self._compiled: _Compiled | None = None

    async def rows(self, connection: AsyncConnection, values: _Values) -> Sequence[Any]:
        """Return what the statement selects or returns: rows with a name for each column."""
        dialect = connection.dialect
        if dialect.name != "sqlite":
            found = await connection.execute(self._statements[dialect.name], values)
            return found.all()
        if self._compiled is None:
            self._compiled = _Compiled(self._statements["sqlite"], dialect)
        return await self._compiled.rows(connection, values)


class _Compiled:
    """A statement as SQLite's driver takes it."""

    def __init__(self, statement: ReturnsRows, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        binds = (compiled.binds[name] for name in compiled.positiontup)
        columns = statement.exported_columns
        self._sql = str(compiled)
        self._parameters = [_parameter(bind, dialect) for bind in binds]
        self._readers = [_reader(column.type, dialect) for column in columns]
        self._row = _row([str(column.key) for column in columns])

    async def rows(self, connection: AsyncConnection, values: _Values) -> Sequence[Any]:
        parameters = [parameter(values) for parameter in self._parameters]
        connection.info[COUNT]()
        pooled: Any = connection.sync_connection
        driver = pooled.connection.driver_connection
        found = await driver.execute_fetchall(self._sql, parameters)
        return [self._row(*map(_read, self._readers, row)) for row in found]


def _row(names: Sequence[str]) -> Callable[..., Any]:
    return namedtuple("Row", names)


def _parameter(bind: BindParameter[Any], dialect: Dialect) -> Callable[[_Values], Any]:
    """Return what takes one parameter out of the values, as the driver wants it."""
    key, prepare = bind.key, bind.type.dialect_impl(dialect).bind_processor(dialect)
    if not bind.required:  # a constant of the statement
        value = bind.value if prepare is None else prepare(bind.value)
        return lambda values: value
    if prepare is None:
        return lambda values: values[key]
    return lambda values: prepare(values[key])


def _reader(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:  # noqa: ANN401 - any type
    reader: Callable[[Any], Any] | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return reader


def _read(reader: Callable[[Any], Any] | None, value: Any) -> Any:  # noqa: ANN401 - any column
    return value if reader is None else reader(value)
