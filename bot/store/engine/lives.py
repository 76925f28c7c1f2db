"""That a process lives: on PostgreSQL it shows so to the others, and learns who has died.

Each process has a number. It holds an advisory lock of this number, which the server lets go as
soon as its connection is gone, and notes again and again that it was seen. One that has lost its
lock for a moment, or was not seen for ten seconds, is dead: its row goes, and what it had in flight
is taken over (``Deliveries.take_over``). One that wakes after that finds its row gone, and takes a
new number; what it had marked is no longer its own.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import ARRAY, BigInteger, bindparam, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from scheduler.errors import TemporaryError

SHOWN = 0.75  # s between two signs of life
SURE = 8.0  # s after a sign of life in which nobody takes this process for dead
AGAIN = 0.5  # s until the next try, while the database is away
STEADY = timedelta(seconds=5)  # we have been seen for that long when we judge others
LEAVE_TIMEOUT = 1.0  # s that a process which ends waits for the database to say so
BREAK = timedelta(seconds=3)  # between two of our signs: it may be a trouble of all of us

_KEY = 52_837  # of our advisory locks; the other half is the number of a process
_IS_DEAD = f"""
(
    other.seen_at < clock_timestamp() - interval '10 seconds'
    OR other.seen_at < clock_timestamp() - interval '1.5 seconds'
    AND NOT EXISTS (
        SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND objsubid = 2
        AND classid = {_KEY} AND objid = other.number
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
)
"""  # noqa: S608 - no value of anybody's
# An attempt whose process is not known any more; one without a claim is of an older version.
IS_LEFT = """
deliveries.claimed_by IS NOT NULL
AND deliveries.claimed_by NOT IN (SELECT processes.number FROM processes)
AND deliveries.started_at IS NOT NULL
AND deliveries.state || '' IN ('pending', 'unknown')
"""
_SHOW = text(f"""
UPDATE processes SET seen_at = clock_timestamp() WHERE number = :me
RETURNING
    seen_at,
    number = (SELECT min(number) FROM processes) AS is_eldest,
    ARRAY(SELECT other.number FROM processes AS other WHERE other.number <> :me AND {_IS_DEAD})
        AS dead,
    EXISTS (SELECT FROM deliveries WHERE {IS_LEFT}) AS is_left
""")  # noqa: S608 - no value of anybody's
# A frozen one may hold its own row, by a mark: it must not bar the way to the others.
BURY = text(f"""
DELETE FROM processes WHERE number IN (
    SELECT other.number FROM processes AS other
    WHERE other.number = ANY(:dead) AND {_IS_DEAD}
    FOR UPDATE SKIP LOCKED
)
RETURNING number
""").bindparams(bindparam("dead", type_=ARRAY(BigInteger)))  # noqa: S608 - no value of anybody's
_NUMBER = text("SELECT nextval(pg_get_serial_sequence('processes', 'number'))")
_LOCK = text(f"SELECT pg_try_advisory_lock({_KEY}, CAST(:me AS integer))")
_LEAVE = text("DELETE FROM processes WHERE number = :me")
_ENTER = text("INSERT INTO processes (number, seen_at) VALUES (:me, clock_timestamp())")

log = logging.getLogger(__name__)


class Steadiness:
    """Whether we were seen without a break, by the clock of the database.

    After a trouble common to all, whoever comes back first would take the others for dead.
    """

    def __init__(self) -> None:
        self._since: datetime | None = None
        self._last: datetime | None = None

    def seen(self, at: datetime) -> bool:
        """Note a sign of ours; return whether others may be judged by it."""
        if self._last is None or not timedelta() <= at - self._last < BREAK:
            self._since = at
        self._last = at
        return self._since is not None and at - self._since >= STEADY


class Life:
    """The life of this process, as the others see it.

    ``number`` is None until it has begun; ``dead`` are the numbers of whom it takes for dead.
    ``monotonic`` returns seconds, also those that the machine sleeps.
    """

    def __init__(self, database: Database, monotonic: Callable[[], float]) -> None:
        self.number: int | None = None
        self.dead: Sequence[int] = ()
        self._database = database
        self._monotonic = monotonic
        self._shown = float("-inf")
        self._is_eldest = False
        self._is_known = asyncio.Event()
        self._found = asyncio.Event()
        self._trouble = ""

    def is_sure(self) -> bool:
        """Tell whether nobody can have taken this process for dead: then it may send."""
        return self._monotonic() - self._shown < SURE

    def is_eldest(self) -> bool:
        """Tell whether it falls to this process to do what only one may do."""
        return self._is_eldest and self.is_sure()

    async def begun(self, max_wait: float) -> bool:
        """Wait so many seconds for the first sign of life at most; tell whether there was one."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max_wait):
                await self._is_known.wait()
        return self._is_known.is_set()

    async def leave(self) -> None:
        """Take the row of this process away, once it has ended: nobody has to find it dead.

        What it left in flight all the same is taken over at once. A row that stays, for the
        database is away, goes as that of one that has died.
        """
        if self.number is None:
            return
        me, self.number, self._shown = self.number, None, float("-inf")
        try:
            async with self._database.transaction(LEAVE_TIMEOUT) as connection:
                await connection.execute(_LEAVE, {"me": me})
        except (TemporaryError, DBAPIError) as error:
            log.warning("process.not_gone number=%d reason=%s", me, error)

    async def run(self, take_over: Callable[[], Awaitable[object]]) -> None:
        """Show signs of life until cancelled; ``take_over`` is called when somebody has died."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._inherit(take_over))  # however long it takes, we are seen
            while True:
                pause = AGAIN if self._trouble else 0.0  # the first time at once
                try:
                    async with self._database.own_connection() as connection:
                        await self._live(connection)
                except (TemporaryError, DBAPIError) as error:
                    self._tell(error)
                    await asyncio.sleep(pause)
                else:
                    log.warning("process.taken_for_dead number=%s", self.number)
                    self.number, self._shown = None, float("-inf")

    async def _live(self, connection: AsyncConnection) -> None:
        """Show signs of life until the others know us no more."""
        me, has_lock, steadiness = await self._enter(connection), False, Steadiness()
        while True:
            if not has_lock:  # a line that is gone without a word may hold it for a while
                has_lock = bool(await connection.scalar(_LOCK, {"me": me}))
            began = self._monotonic()
            shown = (await connection.execute(_SHOW, {"me": me})).first()
            if shown is None:
                return
            is_steady = steadiness.seen(shown.seen_at)
            self._shown, self._is_eldest = began, shown.is_eldest
            self._is_known.set()
            self.dead = shown.dead if is_steady else ()
            if self.dead or shown.is_left:
                self._found.set()
            self._tell_back()
            await asyncio.sleep(SHOWN)

    async def _enter(self, connection: AsyncConnection) -> int:
        """Take a number, or hold on to ours after the connection was lost; return it."""
        if self.number is None:
            me = int(await connection.scalar(_NUMBER))
            await connection.execute(_ENTER, {"me": me})
            self.number = me
            log.info("process.seen number=%d", me)
        return self.number

    async def _inherit(self, take_over: Callable[[], Awaitable[object]]) -> None:
        while True:
            await self._found.wait()
            self._found.clear()
            try:
                await take_over()
            except (TemporaryError, DBAPIError) as error:  # the next sign of life finds it again
                log.warning("process.not_taken_over reason=%s", error)

    def _tell(self, error: Exception) -> None:
        """Say once what keeps us from being seen."""
        if self._trouble != (trouble := type(error).__name__):
            self._trouble = trouble
            log.warning("process.unseen number=%s reason=%s", self.number, error)

    def _tell_back(self) -> None:
        if self._trouble:
            self._trouble = ""
            log.warning("process.seen_again number=%s", self.number)
