"""What can be wrong with the store, and which errors of the drivers mean it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from scheduler.errors import TemporaryError
from scheduler.reasons import Reason

_TRANSIENT_SQLITE = {5, 6, 10, 13}  # busy, locked, no room for us (a quota), full
_TRANSIENT_POSTGRESQL = ("08", "40", "53", "55P03", "57")  # line, clash, resources, lock, stopped
_READ_ONLY_SQLITE = 8
_READ_ONLY_POSTGRESQL = "25006"


class Busy(TemporaryError):  # noqa: N818 - the house's word for it
    """The database was locked, slow, full or away; nothing was saved, and it may be tried again."""

    def __init__(self, what: str) -> None:
        super().__init__(Reason.NOT_SAVED, what)
        self._what = what

    def __str__(self) -> str:
        """Return what was wrong, for a line to whoever runs us."""
        return self._what


class Conflict(Exception):  # noqa: N818 - the turn is simply taken again
    """Somebody changed the same row in between: take the turn again."""


class WriteRefused(Exception):  # noqa: N818 - it tells a look-up from the rest
    """Something was to be written in a transaction that only reads."""


class NewerError(Exception):
    """The tables belong to a newer version of the program; said to people."""


@contextmanager
def transient_as_busy(*, writes: bool = False) -> Iterator[None]:
    """Turn what may pass by itself into Busy, and leave what is a bug alone.

    ``writes``: a server that only reads, as one that has just become a standby, is such a thing.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        only_reads = writes and _codes(error)[1] == _READ_ONLY_POSTGRESQL
        if not (only_reads or is_transient(error)):
            raise
        raise Busy("the database is locked, full or away") from error
    except (TimeoutError, ConnectionError, PoolTimeoutError) as error:
        raise Busy("the database does not answer") from error


@contextmanager
def refused_writes() -> Iterator[None]:
    """Turn the database's refusal to write in a reading transaction into WriteRefused."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        primary, state = _codes(error)
        if primary == _READ_ONLY_SQLITE or state == _READ_ONLY_POSTGRESQL:
            raise WriteRefused from error
        raise


def is_transient(error: DBAPIError | sqlite3.Error) -> bool:
    """Tell whether an error may pass by itself."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    primary, state = _codes(error)
    return primary in _TRANSIENT_SQLITE or state.startswith(_TRANSIENT_POSTGRESQL)


def _codes(error: DBAPIError | sqlite3.Error) -> tuple[int, str]:
    """Return SQLite's primary code, and PostgreSQL's state; each empty where it is the other."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    primary = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the rest says where
    return primary, getattr(cause, "sqlstate", None) or ""
