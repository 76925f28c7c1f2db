"""Is it alive, and is it ready? For whoever watches the process."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.store.database import Database
from bot.store.dialects import insert_into
from bot.store.errors import Busy
from bot.store.tables.processes import write_probes

PROBE_TIMEOUT = 2.0  # s: a writer that is busy for a moment is no trouble
PROBED_EVERY = 1.0  # s: whoever asks more often is told the same again


class Readiness:
    """Writes a row to learn whether anything can be written: a full disk still reads."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], monotonic: Callable[[], float]
    ) -> None:
        self._database = database
        self._clock = clock
        self._monotonic = monotonic
        self._asking = asyncio.Lock()
        self._asked = float("-inf")
        self._trouble = ""

    async def trouble(self) -> str:
        """Return what is wrong with the database, or nothing."""
        async with self._asking:
            if self._monotonic() - self._asked >= PROBED_EVERY:
                self._trouble = await self._probe()
                self._asked = self._monotonic()
            return self._trouble

    async def _probe(self) -> str:
        try:
            async with self._database.transaction(PROBE_TIMEOUT) as connection:
                at = {"at": self._clock()}
                statement = insert_into(connection, write_probes).values(id=1, **at)
                await connection.execute(
                    statement.on_conflict_do_update(index_elements=["id"], set_=at)
                )
        except (Busy, SQLAlchemyError, sqlite3.Error):
            return await self._reading()
        return ""

    async def _reading(self) -> str:
        try:
            async with self._database.read_transaction():
                return "nothing can be written to the database"
        except (Busy, SQLAlchemyError, sqlite3.Error):
            return "the database does not answer"


def open_health(
    app: web.Application,
    readiness: Readiness,
    checks: Mapping[str, Callable[[], bool]] = {},
    clock_step: Callable[[], timedelta] = timedelta,
) -> None:
    """Add ``/healthz`` (the loop turns) and ``/readyz`` (we can write, and all is in place).

    ``checks`` tell by name whether something is ready; they are read at each request.
    ``clock_step`` returns a step of the wall clock for as long as it is worth telling.
    """

    async def alive(request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(request: web.Request) -> web.Response:
        if trouble := await readiness.trouble():
            return web.Response(status=503, text=f"{trouble}\n")
        if missing := [name for name, is_ready in checks.items() if not is_ready()]:
            return web.Response(status=503, text=f"not ready: {', '.join(missing)}\n")
        return web.Response(text=f"ok\n{step_words(clock_step())}")

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)


def step_words(step: timedelta) -> str:
    """Return what is said of a step of the wall clock: a line, or nothing."""
    if not step:
        return ""
    way = "forward" if step > timedelta() else "back"
    return f"the clock was set {way} by {abs(step).total_seconds():.0f} s\n"
