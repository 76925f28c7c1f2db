"""Processes that live, and the signs that they leave in the database."""

import asyncio
import time
from contextlib import asynccontextmanager

from sqlalchemy import text

from bot.store.engine.lives import Life
from bot.store.tables.processes import processes
from tests.databases import eventually

_LOCKS = text("SELECT pid, granted FROM pg_locks WHERE locktype = 'advisory' AND objid = :number")
_CUT = text("""
SELECT pg_terminate_backend(pid) FROM pg_locks
WHERE locktype = 'advisory' AND granted AND objid = :number
""")
_ADD = text("""
INSERT INTO processes VALUES (:number, clock_timestamp() - CAST(:seen AS text)::interval)
""")


async def nothing(*_) -> None:
    return


@asynccontextmanager
async def living(database, take_over=nothing, monotonic=time.monotonic):
    """Let a process live meanwhile; the others know it when this begins."""
    life = Life(database, monotonic)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(life.run(take_over))
        await eventually(life.is_sure)
        yield life
        task.cancel()


async def add_process(database, number: int, seen: str) -> None:
    """Leave the row of a process that was seen so long ago, and holds no lock."""
    async with database.transaction(20) as connection:
        await connection.execute(_ADD, {"number": number, "seen": seen})


async def execute(database, statement: str):
    """Execute a statement, and return its rows if it has any."""
    async with database.transaction(20) as connection:
        found = await connection.execute(text(statement))
        return found.all() if found.returns_rows else []


async def numbers(database) -> list[int]:
    async with database.read_transaction(20) as connection:
        return sorted((await connection.scalars(processes.select())).all())


async def cut_off(database, number: int) -> None:
    """Cut the line of a process, as a network does."""
    async with database.transaction(20) as connection:
        await connection.execute(_CUT, {"number": number})


async def holder(database, number: int) -> list[int]:
    """Return the server processes that hold the lock of a process."""
    return [pid for pid, granted in await askers(database, number) if granted]


async def askers(database, number: int) -> list[tuple[int, bool]]:
    """Return the server processes that ask for the lock of a process, and whether they have it."""
    async with database.read_transaction(20) as connection:
        return [tuple(row) for row in await connection.execute(_LOCKS, {"number": number})]
