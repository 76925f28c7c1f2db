"""The alarm clock: APScheduler rings every second and keeps nothing; the truth is in the tables."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

EVERY = 1.0  # s
AGAIN = timedelta(minutes=1)  # between two lines about the same trouble

log = logging.getLogger(__name__)

Duty = Callable[[datetime], Awaitable[object]]


@dataclass(slots=True)
class _Trouble:
    """What a duty fails with: since when, when it was told last, and how often it failed."""

    kind: type[Exception]
    since: datetime
    told: datetime
    times: int = 1

    def seconds(self, at: datetime) -> int:
        """Return for how long."""
        return int((at - self.since).total_seconds())


class Beat:
    """One round of the clockwork: each duty in turn, for one and the same moment."""

    def __init__(self, clock: Callable[[], datetime], *duties: Duty) -> None:
        self.counts: Counter[str] = Counter()
        self._clock = clock
        self._duties = duties
        self._round = asyncio.Lock()
        self._troubles: dict[Duty, _Trouble] = {}

    async def ring(self) -> None:
        """Do one round; a duty that fails comes round again in a second."""
        async with self._round:
            at = self._clock()
            for duty in self._duties:
                try:
                    await duty(at)
                except Exception as error:
                    self.counts["failed"] += 1
                    if news := self._news(duty, error, at):
                        log.exception(news)
                else:
                    self._tell_back(duty, at)
            self.counts["rung"] += 1

    async def rest(self) -> None:
        """Wait until the round on its way, if any, is over."""
        async with self._round:
            return

    def _news(self, duty: Duty, error: Exception, at: datetime) -> str:
        """Return what to log the first time and then once a minute, else nothing."""
        known = self._troubles.get(duty)
        if known is None or known.kind is not type(error):
            self._troubles[duty] = _Trouble(type(error), at, at)
            return "beat.failed"
        known.times += 1
        if at - known.told < AGAIN:
            return ""
        known.told = at
        return f"beat.failing times={known.times} for={known.seconds(at)}s"

    def _tell_back(self, duty: Duty, at: datetime) -> None:
        known = self._troubles.pop(duty, None)
        if known is not None:
            log.warning("beat.back times=%d after=%ds", known.times, known.seconds(at))


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
