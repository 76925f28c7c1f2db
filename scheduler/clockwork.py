"""The alarm clock: APScheduler rings every second and keeps nothing; the truth is in the tables."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

EVERY = 1.0  # s

log = logging.getLogger(__name__)

Duty = Callable[[datetime], Awaitable[object]]


class Beat:
    """One round of the clockwork: each duty in turn, for one and the same moment."""

    def __init__(self, clock: Callable[[], datetime], *duties: Duty) -> None:
        self.counts: Counter[str] = Counter()
        self._clock = clock
        self._duties = duties
        self._round = asyncio.Lock()

    async def ring(self) -> None:
        """Do one round; a duty that fails is logged, for it comes round again in a second."""
        async with self._round:
            at = self._clock()
            for duty in self._duties:
                try:
                    await duty(at)
                except Exception:
                    self.counts["failed"] += 1
                    log.exception("beat.failed")
            self.counts["rung"] += 1

    async def rest(self) -> None:
        """Wait until the round on its way, if any, is over."""
        async with self._round:
            return


@asynccontextmanager
async def ringing(beat: Beat, every: float = EVERY) -> AsyncIterator[None]:
    """Ring at once and then every second; a round that takes longer is not doubled or made up."""
    await beat.ring()
    alarm = AsyncIOScheduler(jobstores={"default": MemoryJobStore()}, timezone=UTC)
    alarm.add_job(
        beat.ring,
        "interval",
        seconds=every,
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    alarm.start()
    try:
        yield
    finally:
        alarm.remove_all_jobs()
        await beat.rest()
        alarm.shutdown(wait=False)


def seldom(duty: Duty, every: timedelta) -> Duty:
    """Return a duty that is done at most so often."""
    last: datetime | None = None

    async def done_seldom(at: datetime) -> None:
        nonlocal last
        if last is None or at - last >= every:
            await duty(at)
            last = at

    return done_seldom
