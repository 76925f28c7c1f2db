"""How each database is connected to: its pool, its limits, what each connection begins with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic_core import from_json
from sqlalchemy import Connection, event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.json_text import json_bytes
from bot.store.sqlite.batch import BatchConnection
from bot.store.sqlite.prepared import COUNT_ROUND_TRIP, DEFERRED, flush

Sync = Literal["FULL", "NORMAL"]
Count = Callable[..., None]  # is told of each statement and commit

_BUSY_TIMEOUT_MS = 20  # inside SQLite's thread
_MAX_CONNECTIONS = 6  # PostgreSQL's, for everything


def _to_text(value: object) -> str:
    return json_bytes(value).decode()


# A fourth of what the standard library's take; a burst has 40,000 of them.
_JSON: Mapping[str, Any] = {"json_serializer": _to_text, "json_deserializer": from_json}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long PostgreSQL may take, in seconds: for a lock, a statement (0: any), an answer.

    ``idle`` is how long it waits for us within a transaction (0: for ever): a process that is
    frozen there must not hold its locks.
    """

    lock: float
    statement: float = 0.0
    command: float | None = None  # for a server that has stopped answering
    idle: float = 0.0


USUAL_LIMITS = Limits(lock=0.4, statement=2.5, command=3.0, idle=5.0)


def sqlite_engine(
    address: URL, sync: Sync, count: Count, *, size: int, reads_only: bool = False
) -> AsyncEngine:
    """Return an engine for a file; its connections begin no transaction of themselves."""
    engine = create_async_engine(
        address,
        pool_size=size,
        max_overflow=0,
        **_JSON,
        # BEGIN is ours: in the first batch of a writer, by an event for a reader.
        connect_args={"isolation_level": None, "factory": BatchConnection},
    )

    def prepare(connection: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401 - a driver's own
        record.info[COUNT_ROUND_TRIP], record.info[DEFERRED] = count, []
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute(f"PRAGMA synchronous = {sync}")
        cursor.execute("PRAGMA cache_size = -16000")
        cursor.execute("PRAGMA secure_delete = ON")  # not every build's default
        cursor.close()

    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(
        engine.sync_engine, "before_cursor_execute", lambda connection, *_: flush(connection)
    )
    _count_all(engine, count)
    if reads_only:
        _begin_to_read(engine)
    return engine


def postgresql_engine(address: URL, limits: Limits, count: Count) -> AsyncEngine:
    """Return an engine for a server."""
    engine = create_async_engine(
        address,
        pool_size=_MAX_CONNECTIONS,
        max_overflow=0,
        **_JSON,
        connect_args={
            "command_timeout": limits.command,
            "server_settings": {
                "application_name": "careloop",
                "lock_timeout": f"{limits.lock * 1000:.0f}ms",
                "statement_timeout": f"{limits.statement * 1000:.0f}ms",
                "idle_in_transaction_session_timeout": f"{limits.idle * 1000:.0f}ms",
                # A plan made while a queue was empty stalls the burst that follows.
                "plan_cache_mode": "force_custom_plan",
                # Every statement of ours has an index; statistics of a quiet month, or none yet,
                # would let a table be read from end to end all the same.
                "enable_seqscan": "off",
                # What has no index all the same is then taken for dear enough to be compiled first.
                "jit": "off",
                # An attempt is on disk before it is made, whatever the server's own setting.
                "synchronous_commit": "on",
            },
        },
    )
    _count_all(engine, count)
    return engine


def make_private(address: URL) -> None:
    """Make the folder and the file for us alone; SQLite's side files take after the file."""
    if not address.database:
        raise ValueError("name a file: sqlite+aiosqlite:///data/careloop.db")
    file = Path(address.database)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(mode=0o600)


def _begin_to_read(engine: AsyncEngine) -> None:
    def protect(connection: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401 - a driver's own
        connection.execute("PRAGMA query_only = ON").close()

    def start(connection: Connection) -> None:
        # One round trip to the driver's thread; a cursor of SQLAlchemy's would make it three.
        driver: Any = connection.connection.dbapi_connection
        driver.run_async(lambda sqlite: sqlite.execute("BEGIN"))

    event.listen(engine.sync_engine, "connect", protect)
    event.listen(engine.sync_engine, "begin", start)


def _count_all(engine: AsyncEngine, count: Count) -> None:
    event.listen(engine.sync_engine, "after_cursor_execute", count)
    event.listen(engine.sync_engine, "commit", count)
