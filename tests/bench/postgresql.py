"""A PostgreSQL as one has it, where the tests' own forgets what it can."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count

import asyncpg
from sqlalchemy.engine import make_url

from tests.databases import create_tables, own_server

NewDatabase = Callable[[], Awaitable[str]]

_DURABLE = """
max_connections = 60
"""
_numbers = count(1)


@asynccontextmanager
async def durable_server() -> AsyncIterator[NewDatabase]:
    """Start a server with the usual settings; yield what makes an empty database and its URL."""
    async with own_server(_DURABLE) as server:

        async def new_database() -> str:
            address, name = make_url(server.url), f"bench{next(_numbers)}"
            connection = await asyncpg.connect(
                host=address.query["host"], user="postgres", database="postgres"
            )
            await connection.execute(f"CREATE DATABASE {name}")
            await connection.close()
            url = address.set(database=name).render_as_string(hide_password=False)
            await create_tables(url)
            return url

        yield new_database
