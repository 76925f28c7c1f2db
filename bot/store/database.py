"""One database: a single writer that nobody waits for in vain, and readers that never wait for it.

SQLite's own waiting happens inside a thread, where no time-out reaches it, so it is kept to a
moment and the rest of the waiting is ours, on the event loop, with a deadline. Each turn at writing
that ends puts it off for all who queue behind it: a queue that moves is worth standing in.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.connections import (
    USUAL_LIMITS,
    Limits,
    Sync,
    make_private,
    postgresql_engine,
    sqlite_engine,
)
from bot.store.errors import Busy, is_transient, refused_writes, transient_as_busy
from bot.store.sqlite.prepared import (
    BEGIN,
    COMMIT,
    DEFERRED,
    BoundStatement,
    execute,
)

TURN_TIMEOUT = 0.4  # s that a person's turn waits for the database
ENGINE_TIMEOUT = 5.0  # s that the engine waits: nobody looks at a screen for it

_PATIENCE = 4  # times as long as it waits for one write, a turn stands in a queue that moves
_LOCK_RETRY_INTERVAL = 0.01  # s between two tries to become the writer
_MAX_READERS = 4  # SQLite connections


@dataclass(frozen=True, slots=True)
class _Patience:
    for_one_write: float  # s
    until: float  # by the loop's clock, however well the queue moves


class Database:
    """Opens transactions on SQLite or PostgreSQL.

    ``sync`` is SQLite's: NORMAL survives ``kill -9`` but may forget the last moment at a power cut.
    ``round_trips`` counts statements and commits, BEGIN left out; ``deletions`` those that delete.
    ``file`` is SQLite's.
    """

    def __init__(self, url: str, sync: Sync = "FULL") -> None:
        self._address = address = make_url(url)
        self.dialect = address.get_backend_name()
        self.file = Path(address.database or "") if self.dialect == "sqlite" else None
        self.round_trips = self.deletions = 0
        self._writing = asyncio.Lock()  # SQLite has one writer: the queue for it is here
        self._queueing: dict[asyncio.Timeout, _Patience] = {}  # whoever waits in it
        self._writer: AsyncConnection | None = None  # kept while nobody writes
        if self.dialect == "sqlite":
            make_private(address)
            opened = partial(sqlite_engine, address, sync, self._count_one)
            self._engine = opened(size=1)
            self._readers = opened(size=_MAX_READERS, reads_only=True)
            self._refusals: tuple[type[Exception], ...] = (OSError,)
        else:
            self._engine = postgresql_engine(address, USUAL_LIMITS, self._count_one)
            self._readers = self._engine.execution_options(postgresql_readonly=True)
            driver: Any = self._engine.dialect.dbapi  # raises its own errors while connecting
            self._refusals = (OSError, driver.asyncpg.PostgresError)

    @property
    def is_awaited(self) -> bool:
        """Tell whether somebody in this process waits to become SQLite's writer."""
        return bool(self._queueing)

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
        with transient_as_busy(writes=True):
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

    @asynccontextmanager
    async def maintenance(self, max_wait: float) -> AsyncIterator[AsyncConnection]:
        """Open a transaction whose statements may take as long as they need, as a migration's do.

        It waits ``max_wait`` seconds for each lock; Busy as in ``transaction``.
        """
        if self.dialect == "sqlite":
            async with self.transaction(max_wait) as connection:
                yield connection
            return
        engine = postgresql_engine(self._address, Limits(lock=max_wait), self._count_one)
        try:
            with transient_as_busy():
                async with self._connected(engine, max_wait) as connection:
                    yield connection
                    await connection.commit()
        finally:
            await engine.dispose()

    @asynccontextmanager
    async def own_connection(self) -> AsyncIterator[AsyncConnection]:
        """Open a connection beside the pool, on which each statement is a transaction; Busy.

        PostgreSQL's only.
        """
        engine = postgresql_engine(self._address, USUAL_LIMITS, self._count_one)
        alone = engine.execution_options(isolation_level="AUTOCOMMIT")
        try:
            with transient_as_busy(writes=True):
                async with self._connected(alone, ENGINE_TIMEOUT) as connection:
                    yield connection
        finally:
            await engine.dispose()

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
        deadline = await self._queue_up(max_wait)
        try:
            connection = await self._lock_file(deadline, opening)
            try:
                yield connection
            except BaseException:
                await _close(connection)
                raise
            finally:
                self._move_up()
            self._writer = connection
        finally:
            self._writing.release()

    async def _queue_up(self, max_wait: float) -> float:
        """Become the writer in this process; return until when to wait for the file, a loop time.

        TimeoutError when nobody's turn ended for ``max_wait`` seconds, or too many came before.
        """
        now = asyncio.get_running_loop().time()
        if not self._queueing and not self._writing.locked():  # the place is free: at once
            await self._writing.acquire()
            return now + max_wait
        async with asyncio.timeout_at(now + max_wait) as limit:
            self._queueing[limit] = _Patience(max_wait, now + _PATIENCE * max_wait)
            try:
                await self._writing.acquire()
            finally:
                del self._queueing[limit]
        return limit.when() or now

    def _move_up(self) -> None:
        """Give everybody who queues as long again: somebody had their turn, whatever came of it."""
        now = asyncio.get_running_loop().time()
        for limit, patience in self._queueing.items():
            if not limit.expired():
                limit.reschedule(min(now + patience.for_one_write, patience.until))

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

    def _count_one(self, *said: object) -> None:
        """Count a statement, which stands third in what is said of it, or a commit."""
        self.round_trips += 1
        self.deletions += str(said[2]).startswith("DELETE") if len(said) > 2 else 0


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
