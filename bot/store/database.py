"""One database: a single writer that nobody waits for in vain, and readers that never wait for it.

SQLite's own waiting happens inside a thread, where no time-out reaches it, so it is kept to a
moment and the rest of the waiting is ours, on the event loop, with a deadline.
"""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store.errors import Busy, is_transient, refused_writes, transient_as_busy
from bot.store.sqlite.batch import BatchConnection
from bot.store.sqlite.prepared import (
    BEGIN,
    COMMIT,
    COUNT_ROUND_TRIP,
    DEFERRED,
    BoundStatement,
    execute,
    flush,
)

TURN_TIMEOUT = 0.4  # s that a person's turn waits for the database
ENGINE_TIMEOUT = 5.0  # s that the engine waits: nobody looks at a screen for it
Sync = Literal["FULL", "NORMAL"]

_BUSY_TIMEOUT_MS = 20  # inside SQLite's thread
_LOCK_RETRY_INTERVAL = 0.01  # s between two tries to become the writer
_MAX_READERS = 4  # SQLite connections
_MAX_CONNECTIONS = 6  # PostgreSQL's, for everything
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Database:
    """Opens transactions on SQLite or PostgreSQL.

    ``sync`` is SQLite's: NORMAL survives ``kill -9`` but may forget the last moment at a power cut.
    ``round_trips`` counts statements and commits, BEGIN left out.
    """

    def __init__(self, url: str, sync: Sync = "FULL") -> None:
        address = make_url(url)
        self.dialect = address.get_backend_name()
        self.round_trips = 0
        self._writing = asyncio.Lock()  # SQLite has one writer: the queue for it is here
        self._writer: AsyncConnection | None = None  # kept while nobody writes
        if self.dialect == "sqlite":
            _make_private(address)
            self._engine = self._sqlite(address, sync, size=1)
            self._readers = self._sqlite(address, sync, size=_MAX_READERS)
            self._begin_to_read(self._readers)
            self._refusals: tuple[type[Exception], ...] = (OSError,)
        else:
            self._engine = self._postgresql(address)
            self._readers = self._engine.execution_options(postgresql_readonly=True)
            driver: Any = self._engine.dialect.dbapi  # raises its own errors while connecting
            self._refusals = (OSError, driver.asyncpg.PostgresError)

    @asynccontextmanager
    async def transaction(
        self, max_wait: float | None = None, opening: Sequence[BoundStatement] = ()
    ) -> AsyncIterator[AsyncConnection]:
        """Open a transaction; leave it without an error and it is committed, with one and it isn't.

        The ``opening`` statements are executed within it, on SQLite in the batch that begins it.
        Raises Busy, with nothing saved, when it cannot begin within ``max_wait`` seconds (None: as
        long as a turn waits), or when the database goes away or fills up on the way.
        """
        begin = self._begin_alone if self.dialect == "sqlite" else self._begin
        with transient_as_busy():
            async with begin(_or_as_a_turn(max_wait), opening) as connection:
                yield connection
                await self._commit(connection)

    @asynccontextmanager
    async def read_transaction(
        self, max_wait: float | None = None
    ) -> AsyncIterator[AsyncConnection]:
        """Open a read-only transaction, which no writer holds up; Busy as in ``transaction``.

        WriteRefused when something is written in it.
        """
        with refused_writes(), transient_as_busy():
            async with self._connected(self._readers, _or_as_a_turn(max_wait)) as connection:
                yield connection

    async def dispose(self) -> None:
        """Close every connection."""
        if self._writer is not None:
            await _close(self._writer)
        await self._readers.dispose()
        await self._engine.dispose()

    @asynccontextmanager
    async def _begin_alone(
        self, max_wait: float, opening: Sequence[BoundStatement]
    ) -> AsyncIterator[AsyncConnection]:
        """Queue for the writer's place in this process, then in the file."""
        deadline = asyncio.get_running_loop().time() + max_wait
        async with asyncio.timeout_at(deadline):
            await self._writing.acquire()
        try:
            connection = await self._lock_file(deadline, opening)
            try:
                yield connection
            except BaseException:
                await _close(connection)
                raise
            self._writer = connection
        finally:
            self._writing.release()

    async def _lock_file(
        self, deadline: float, opening: Sequence[BoundStatement]
    ) -> AsyncConnection:
        """Return a connection that is the file's writer; another process may hold it a while.

        No time-out here: it would have to wait for SQLite's thread all the same.
        """
        clock = asyncio.get_running_loop().time
        while True:
            connection, self._writer = self._writer or self._engine.connect(), None
            try:
                if connection.sync_connection is None:
                    await connection.start()
                connection.info[DEFERRED] = []  # of one that went wrong
                await execute(connection, BEGIN.bind({}), *opening)
            except (DBAPIError, sqlite3.Error) as error:
                await _close(connection)
                if clock() >= deadline or not is_transient(error):
                    raise
            except BaseException:
                await _close(connection)
                raise
            else:
                return connection
            await asyncio.sleep(_LOCK_RETRY_INTERVAL)

    async def _commit(self, connection: AsyncConnection) -> None:
        """Commit; SQLAlchemy knows of a transaction on SQLite only if it took part in it."""
        if self.dialect != "sqlite":
            await connection.commit()
        elif connection.in_transaction():
            if connection.info[DEFERRED]:
                await execute(connection)
            await connection.commit()
        else:
            await execute(connection, COMMIT.bind({}))

    @asynccontextmanager
    async def _begin(
        self, max_wait: float, opening: Sequence[BoundStatement]
    ) -> AsyncIterator[AsyncConnection]:
        async with self._connected(self._engine, max_wait) as connection:
            await execute(connection, *opening)
            yield connection

    @asynccontextmanager
    async def _connected(
        self, engine: AsyncEngine, max_wait: float
    ) -> AsyncIterator[AsyncConnection]:
        connection = engine.connect()
        async with _closing(connection):
            try:
                async with asyncio.timeout(max_wait):
                    await connection.start()
                    await connection.begin()
            except self._refusals as error:
                raise Busy("the database does not answer") from error
            yield connection

    def _sqlite(self, address: URL, sync: Sync, size: int) -> AsyncEngine:
        engine = create_async_engine(
            address,
            pool_size=size,
            max_overflow=0,
            json_serializer=_JSON,
            # BEGIN is ours: in the first batch of a writer, by an event for a reader.
            connect_args={"isolation_level": None, "factory": BatchConnection},
        )

        def prepare(connection: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401 - a driver's own
            record.info[COUNT_ROUND_TRIP], record.info[DEFERRED] = self._count_one, []
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute(f"PRAGMA synchronous = {sync}")
            cursor.execute("PRAGMA cache_size = -16000")
            cursor.close()

        event.listen(engine.sync_engine, "connect", prepare)
        event.listen(
            engine.sync_engine, "before_cursor_execute", lambda connection, *_: flush(connection)
        )
        self._count(engine)
        return engine

    def _begin_to_read(self, engine: AsyncEngine) -> None:
        def protect(connection: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401 - a driver's own
            connection.execute("PRAGMA query_only = ON").close()

        def start(connection: Connection) -> None:
            # One round trip to the driver's thread; a cursor of SQLAlchemy's would make it three.
            driver: Any = connection.connection.dbapi_connection
            driver.run_async(lambda sqlite: sqlite.execute("BEGIN"))

        event.listen(engine.sync_engine, "connect", protect)
        event.listen(engine.sync_engine, "begin", start)

    def _postgresql(self, address: URL) -> AsyncEngine:
        engine = create_async_engine(
            address,
            pool_size=_MAX_CONNECTIONS,
            max_overflow=0,
            json_serializer=_JSON,
            connect_args={
                "command_timeout": 3.0,  # s; for a server that has stopped answering
                "server_settings": {
                    "application_name": "careloop",
                    "lock_timeout": "400ms",
                    "statement_timeout": "2500ms",
                    # A plan made while a queue was empty stalls the burst that follows.
                    "plan_cache_mode": "force_custom_plan",
                },
            },
        )
        self._count(engine)
        return engine

    def _count(self, engine: AsyncEngine) -> None:
        event.listen(engine.sync_engine, "after_cursor_execute", self._count_one)
        event.listen(engine.sync_engine, "commit", self._count_one)

    def _count_one(self, *_: object) -> None:
        self.round_trips += 1


@asynccontextmanager
async def _closing(connection: AsyncConnection) -> AsyncIterator[None]:
    """Give the connection back, rolled back unless committed, even if we are cancelled."""
    try:
        yield
    finally:
        await _close(connection)


def _or_as_a_turn(max_wait: float | None) -> float:
    return TURN_TIMEOUT if max_wait is None else max_wait


async def _close(connection: AsyncConnection) -> None:
    if connection.sync_connection is not None:  # it got as far as connecting
        await asyncio.shield(connection.close())


def _make_private(address: URL) -> None:
    """Make the folder and the file for us alone; SQLite's side files take after the file."""
    if not address.database:
        raise ValueError("name a file: sqlite+aiosqlite:///data/careloop.db")
    file = Path(address.database)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(mode=0o600)
