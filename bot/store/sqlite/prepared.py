"""The statements of nearly every turn: on SQLite compiled once, and few trips to its thread.

SQLAlchemy makes four trips of a statement, and thinks every time anew about what is always the
same. A write whose answer nobody waits for goes with the next trip, at last with the commit.
PostgreSQL's driver has no thread to go to, and takes the usual road.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, ReturnsRows, text
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import Conflict
from bot.store.sqlite.batch import Trip

COUNT = "count"  # what counts a trip, in a connection's info
LATE = "late"  # the questions that go with the next trip, in a connection's info

_Values = Mapping[str, Any]


class Prepared:
    """A statement for each dialect, with the names of its parameters as keys of its values."""

    def __init__(self, statements: Mapping[str, Any]) -> None:
        self._statements = statements
        self._compiled: _Compiled | None = None

    async def rows(self, connection: AsyncConnection, values: _Values) -> Sequence[Any]:
        """Return what the statement selects or returns: rows with a name for each column."""
        question = Question(self, values)
        await ask(connection, question)
        return question.rows

    def on(self, dialect: Dialect) -> Any:  # noqa: ANN401 - the two dialects share no type
        """Return the statement for a dialect."""
        return self._statements[dialect.name]

    def compiled(self, dialect: Dialect) -> "_Compiled":
        """Return the statement as SQLite's driver takes it."""
        if self._compiled is None:
            self._compiled = _Compiled(self.on(dialect), dialect)
        return self._compiled


@dataclass(slots=True)
class Question:
    """A prepared statement with its values, and its rows once it was asked.

    One that ``must`` be answered is a Conflict if it finds no row.
    """

    statement: Prepared
    values: _Values
    must: bool = False
    rows: Sequence[Any] = ()


# A writer's, on SQLite: to lock the file at the first write would be too late for what was read.
BEGIN = Prepared({"sqlite": text("BEGIN IMMEDIATE").columns()})
COMMIT = Prepared({"sqlite": text("COMMIT").columns()})


async def ask(connection: AsyncConnection, *questions: Question) -> None:
    """Ask questions in their order, on SQLite in one trip; Conflict where one must find a row."""
    dialect = connection.dialect
    if dialect.name != "sqlite":
        for each in questions:
            each.rows = (await connection.execute(each.statement.on(dialect), each.values)).all()
            if each.must and not each.rows:
                raise Conflict
        return
    questions = (*_taken(connection.info), *questions)
    if any(each.statement is not BEGIN for each in questions):
        connection.info[COUNT]()
    found = await _driver(connection).execute_fetchall(_trip(questions, dialect))
    for question, rows in zip(questions, found, strict=True):
        question.rows = question.statement.compiled(dialect).read(rows)


async def leave(connection: AsyncConnection, question: Question) -> None:
    """Ask a question whose rows nobody reads: on SQLite with whatever is asked next."""
    if may_wait(connection):
        connection.info[LATE].append(question)
    else:
        await ask(connection, question)


def may_wait(connection: AsyncConnection) -> bool:
    """Tell whether what is left for later finds what it would find now: nobody else writes."""
    return connection.dialect.name == "sqlite"


def hurry(connection: Connection) -> None:
    """Ask what was left, before SQLAlchemy asks something; for its events, on SQLite."""
    if late := _taken(connection.info):
        trip, pooled = _trip(late, connection.dialect), connection.connection
        adapted: Any = pooled.dbapi_connection
        adapted.run_async(lambda sqlite: sqlite.execute_fetchall(trip))


def _driver(connection: AsyncConnection) -> Any:  # noqa: ANN401 - each database has its own
    """Return the driver's own connection."""
    pooled: Any = connection.sync_connection
    return pooled.connection.driver_connection


def _trip(questions: Sequence[Question], dialect: Dialect) -> Trip:
    return Trip(
        (*each.statement.compiled(dialect).bound(each.values), each.must) for each in questions
    )


def _taken(info: dict[Any, Any]) -> Sequence[Question]:
    """Return what was left, which is left no more."""
    late: Sequence[Question] = info[LATE]
    info[LATE] = []
    return late


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

    def bound(self, values: _Values) -> tuple[str, Sequence[Any]]:
        return self._sql, [parameter(values) for parameter in self._parameters]

    def read(self, rows: Sequence[Any]) -> Sequence[Any]:
        return [self._row(*map(_read, self._readers, row)) for row in rows]


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
