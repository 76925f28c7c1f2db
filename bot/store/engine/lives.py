"""That a process lives: on PostgreSQL it shows so to the others, and learns who has died.

Each process has a number. It holds an advisory lock of this number, which the server lets go as
soon as its connection is gone, and writes every second that it was seen. One that has lost its lock
for a moment, or was not seen for ten seconds, is dead: its row goes, and what it had in flight is
taken over (``Deliveries.take_over``). One that wakes after that finds its row gone, and takes a new
number; what it had marked is no longer its own.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from scheduler.errors import TemporaryError

SHOWN = 1.0  # s between two signs of life
SURE = 8.0  # s after a sign of life in which nobody takes this process for dead
LOOKED = 60.0  # s between two looks for what nobody claims
AGAIN = 0.5  # s until the next try, while the database is away

_KEY = 52_837  # of our advisory locks; the other half is the number of a process
# Whoever starts the server anew cuts all connections: nobody is judged in its first seconds.
_IS_DEAD = """
clock_timestamp() - pg_postmaster_start_time() > interval '5 seconds'
AND (
    other.seen_at < clock_timestamp() - interval '10 seconds'
    OR other.seen_at < clock_timestamp() - interval '1.5 seconds'
    AND NOT EXISTS (
        SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND objsubid = 2
        AND classid = :key AND objid = other.number
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
)
"""
_SHOW = text(f"""
UPDATE processes SET seen_at = clock_timestamp() WHERE number = :me
RETURNING EXISTS (SELECT FROM processes AS other WHERE other.number <> :me AND {_IS_DEAD})
""")  # noqa: S608 - no value of anybody's
BURY = text(f"""
DELETE FROM processes AS other WHERE other.number <> :me AND {_IS_DEAD}
""").bindparams(key=_KEY)  # noqa: S608 - no value of anybody's
STILL_KNOWN = text("SELECT number FROM processes WHERE number = :me FOR KEY SHARE")
_NUMBER = text("SELECT nextval(pg_get_serial_sequence('processes', 'number'))")
_LOCK = text("SELECT pg_try_advisory_lock(:key, CAST(:me AS integer))")
_ENTER = text("INSERT INTO processes (number, seen_at) VALUES (:me, clock_timestamp())")

log = logging.getLogger(__name__)


class Life:
    """The life of this process, as the others see it; ``number`` is None until it has begun."""

    def __init__(self, database: Database, monotonic: Callable[[], float]) -> None:
        self.number: int | None = None
        self._database = database
        self._monotonic = monotonic
        self._shown = float("-inf")
        self._looked = float("-inf")

    def is_sure(self) -> bool:
        """Tell whether nobody can have taken this process for dead: then it may send."""
        return self._monotonic() - self._shown < SURE

    async def run(self, take_over: Callable[[], Awaitable[object]]) -> None:
        """Show signs of life until cancelled; ``take_over`` is called when somebody has died."""
        while True:
            try:
                async with self._database.own_connection() as connection:
                    await self._enter(connection)
                    known = True
                    while known:
                        known = await self._show(connection, take_over)
                        await asyncio.sleep(SHOWN if known else 0)
                log.warning("process.taken_for_dead number=%s", self.number)
                self.number = None
            except TemporaryError as error:
                log.warning("process.unseen number=%s reason=%s", self.number, error.cause)
            await asyncio.sleep(AGAIN)

    async def _enter(self, connection: AsyncConnection) -> None:
        """Take a number, or hold on to ours after the connection was lost."""
        known = self.number
        me = known if known is not None else await connection.scalar(_NUMBER)
        await connection.execute(_LOCK, {"key": _KEY, "me": me})
        if known is None:
            await connection.execute(_ENTER, {"me": me})
        self.number = me
        log.info("process.seen number=%s", me)

    async def _show(
        self, connection: AsyncConnection, take_over: Callable[[], Awaitable[object]]
    ) -> bool:
        """Show that we live; tell whether the others still know us."""
        began = self._monotonic()
        shown = await connection.execute(_SHOW, {"me": self.number, "key": _KEY})
        found = shown.first()
        if found is None:
            return False
        self._shown = began
        if found[0] or began - self._looked >= LOOKED:
            try:
                await take_over()
                self._looked = began
            except TemporaryError as error:
                log.warning("process.not_taken_over reason=%s", error.cause)
        return True
