"""SQLite's driver with one trip to its thread a statement, where there were four.

A trip wakes a thread and the event loop again, and costs more than what SQLite does meanwhile.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Self

import aiosqlite
from sqlalchemy.engine import URL

_Run = Callable[[sqlite3.Cursor, str, Any], sqlite3.Cursor]

_CHUNK = 64  # rows; of no account here, all are fetched at once


def connecting(address: URL) -> Callable[[], Awaitable[aiosqlite.Connection]]:
    """Return what opens a connection to a file, in autocommit: BEGIN and COMMIT are ours."""
    names, options = address.get_dialect()().create_connect_args(address)
    wanted: Any = {**options, "isolation_level": None}

    def connect() -> sqlite3.Connection:
        opened: sqlite3.Connection = sqlite3.connect(names[0], **wanted)
        return opened

    async def opened() -> aiosqlite.Connection:
        return await _Connection(connect, _CHUNK)

    return opened


class _Connection(aiosqlite.Connection):
    """Runs a statement, fetches its rows and closes its cursor in one go."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], chunk: int) -> None:
        super().__init__(connector, chunk)
        self._thread.daemon = True  # as SQLAlchemy has it

    def cursor(self) -> "_Cursor":  # type: ignore[override] # what SQLAlchemy needs, and no more
        return _Cursor(self)

    async def run(self, run: _Run, sql: str, parameters: Any) -> "_Result":  # noqa: ANN401
        """Run a statement in SQLite's thread."""
        work = self._execute(_ran, self._conn, run, sql, parameters)  # type: ignore[no-untyped-call] # aiosqlite's own
        result: _Result = await work
        return result


class _Result:
    """What a statement left behind."""

    __slots__ = ("description", "lastrowid", "rowcount", "rows")

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self.description = cursor.description
        self.rows: Sequence[Any] = cursor.fetchall() if cursor.description else ()
        self.rowcount = cursor.rowcount  # known only now: RETURNING counts while it is read
        self.lastrowid = cursor.lastrowid


class _Cursor:
    """The asynchronous cursor that SQLAlchemy drives; only ``execute`` leaves the event loop."""

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection
        self.arraysize = 1
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._rows: Sequence[Any] = ()

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Self:
        """Run a statement."""
        return self._keep(await self._connection.run(sqlite3.Cursor.execute, sql, parameters))

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Self:
        """Run a statement for each set of parameters."""
        return self._keep(await self._connection.run(sqlite3.Cursor.executemany, sql, parameters))

    async def fetchall(self) -> Sequence[Any]:
        """Return the rows, which are here already."""
        rows, self._rows = self._rows, ()
        return rows

    async def close(self) -> None:
        """Do nothing: SQLite's cursor is closed."""

    def _keep(self, result: _Result) -> Self:
        self.description, self._rows = result.description, result.rows
        self.rowcount, self.lastrowid = result.rowcount, result.lastrowid
        return self


def _ran(connection: sqlite3.Connection, run: _Run, sql: str, parameters: Any) -> _Result:  # noqa: ANN401
    cursor = connection.cursor()
    try:
        return _Result(run(cursor, sql, parameters))
    finally:
        cursor.close()
