"""A PostgreSQL as one has it, where the tests' own forgets what it can."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

import asyncpg
import psutil
from sqlalchemy.engine import make_url

from tests.databases import Server, create_tables, own_server

_DURABLE = """
max_connections = 60
"""


@dataclass
class Durable:
    """A server with the usual settings."""

    _server: Server
    _numbers: count = field(default_factory=count)

    async def new_database(self, *, tables: bool = True) -> str:
        """Make an empty database, with every table as a rule; return its URL."""
        address, name = make_url(self._server.url), f"bench{next(self._numbers)}"
        connection = await asyncpg.connect(
            host=address.query["host"], user="postgres", database="postgres"
        )
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()
        url = address.set(database=name).render_as_string(hide_password=False)
        if tables:
            await create_tables(url)
        return url

    def cpu(self) -> float:
        """Return the seconds of CPU of whoever serves a connection, so far."""
        pid = int((self._server.home / "data" / "postmaster.pid").read_text().split()[0])
        spent = 0.0
        for each in psutil.Process(pid).children():
            if "[local]" in " ".join(each.cmdline()):
                user, system, *_ = each.cpu_times()
                spent += user + system
        return spent


@asynccontextmanager
async def durable_server() -> AsyncIterator[Durable]:
    """Start a server, and stop it in the end."""
    async with own_server(_DURABLE) as server:
        yield Durable(server)
