"""The database: whether it is there, ours alone, and answers."""

import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from bot.cli.checks.finding import Finding, problem, warning, well
from bot.config.settings import PREFIX
from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.errors import Busy

NAME = "database"
_NOT_OURS = "is not a database of ours: name another, or restore a backup"
OTHERS = 0o077  # of a file's mode: what anybody but its owner may do
_REFUSALS = {  # PostgreSQL's own codes
    "28P01": "refuses the password",
    "28000": "refuses the user",
    "3D000": "has no database of that name: make it with createdb",
    "53300": "has no connection left: raise max_connections, or run fewer processes",
    "57P03": "is still starting: try again in a moment",
}


def file_there(file: Path) -> Finding | None:
    """Return what is wrong with the file of SQLite, or None: a look inside is worth it."""
    if not file.exists():
        return warning(NAME, f"{file} isn't there yet: careloop serve makes it")
    if not file.is_file():
        return problem(NAME, f"{file} is not a file: name another in {PREFIX}DATABASE_URL")
    if file.stat().st_mode & OTHERS:
        return warning(NAME, f"others on this machine can read {file}: chmod 600 {file}")
    return None


async def answers(database: Database, url: str, monotonic: Callable[[], float]) -> Finding:
    """Tell whether the database answers a query, and how soon."""
    began = monotonic()
    try:
        async with database.read_transaction(ENGINE_TIMEOUT) as connection:
            version = str(await connection.scalar(text(_VERSION[database.dialect])))
    except Busy as error:
        return problem(NAME, f"{_where(url)} {_why(error.__cause__)}")
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        return problem(NAME, f"{_where(url)} {_refusal(cause) or _NOT_OURS}")
    took = (monotonic() - began) * 1000
    return well(
        NAME, f"{_KIND[database.dialect]} {version}, {_where(url)}, answers in {took:.0f} ms"
    )


_VERSION = {"sqlite": "SELECT sqlite_version()", "postgresql": "SHOW server_version"}
_KIND = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def _where(url: str) -> str:
    """Return the file, or the server and the name; never a user or a password."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return str(address.database)
    host = address.host or address.query.get("host") or "this machine"
    port = f":{address.port}" if address.port else ""
    return f"{host}{port}/{address.database}"


def _why(error: BaseException | None) -> str:
    """Return why there was no answer, and what to do."""
    if refusal := _refusal(error):
        return refusal
    if isinstance(error, socket.gaierror):
        return f"is a host that nobody knows: look at {PREFIX}DATABASE_URL"
    if isinstance(error, ConnectionError | FileNotFoundError):
        return "takes no connection: start the server, or mend the address"
    return "does not answer: is it up, is there room, does something hold it locked?"


def _refusal(error: BaseException | None) -> str:
    """Return what PostgreSQL says by the code of an error, or nothing."""
    return _REFUSALS.get(str(getattr(error, "sqlstate", None)), "")
