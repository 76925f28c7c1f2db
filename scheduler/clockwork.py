"""The alarm clock: rings when something is due, and keeps nothing; the truth is in the tables."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from scheduler.errors import TemporaryError

LONGEST = 5.0  # s between two rounds
SHORTEST = 0.05  # s
AWAY = 1.0  # s between two rounds while the database is away
AGAIN = timedelta(minutes=1)  # between two lines about the same trouble

log = logging.getLogger(__name__)

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = datetime(9999, 12, 31, tzinfo=UTC)

Duty = Callable[[datetime], Awaitable[object]]
NextDue = Callable[[datetime], Awaitable[datetime | None]]  # the first moment after this one


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
        """Do one round; a duty that fails comes round again in the next."""
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


async def nothing_known(at: datetime) -> datetime | None:
    """Know of no moment to come."""
    return None


class Bell:
    """Rung when something is newly due, for the alarm; whoever rings needs to know no more."""

    def __init__(self) -> None:
        self.due: datetime | None = None  # the first moment that is known
        self.rung = asyncio.Event()

    def by(self, moment: datetime) -> None:
        """Ask for a round by then at the latest."""
        if self.due is None or moment < self.due:
            self.due = moment
            self.rung.set()


class Alarm:
    """Tells when to ring: at the next due moment, when something is newly due, and now and then.

    It waits on the monotonic clock, which nobody sets: ``longest`` returns how many seconds at
    most, so a step of the other clock is noticed by then.
    """

    def __init__(
        self,
        bell: Bell,
        clock: Callable[[], datetime],
        next_due: NextDue = nothing_known,
        longest: Callable[[], float] = lambda: LONGEST,
    ) -> None:
        self._bell = bell
        self._clock = clock
        self._next_due = next_due
        self._longest = longest

    async def wait(self) -> None:
        """Come back when it is time to ring."""
        loop = asyncio.get_running_loop()
        latest = loop.time() + self._longest()
        try:
            known = await self._next_due(self._clock())
        except TemporaryError:  # the duties say so, each for itself
            known = None
            latest = min(latest, loop.time() + AWAY)
        if known is not None:
            self._bell.by(known)
        ready = False
        while not ready:
            self._bell.rung.clear()
            ready = await self._quiet(min(loop.time() + self._seconds(), latest))
        self._bell.due = None

    async def _quiet(self, until: float) -> bool:
        """Tell whether nobody has rung until then."""
        try:
            async with asyncio.timeout_at(until):
                await self._bell.rung.wait()
        except TimeoutError:
            return True
        return False

    def _seconds(self) -> float:
        due = self._bell.due
        if due is None:
            return self._longest()
        return max(SHORTEST, (due - self._clock()).total_seconds())


class _OnCall(BaseTrigger):  # type: ignore[misc] # apscheduler has no types
    """Never by itself: the alarm calls."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return _NEVER


@asynccontextmanager
async def ringing(beat: Beat, alarm: Alarm) -> AsyncIterator[None]:
    """Ring at once and then by the alarm; a round that takes longer is not doubled or made up.

    APScheduler owns the round, the alarm only calls it: its own waiting is by the wall clock.
    """
    await beat.ring()
    rung = asyncio.Event()

    async def round_() -> None:
        try:
            await beat.ring()
        finally:
            rung.set()

    scheduler = AsyncIOScheduler(jobstores={"default": MemoryJobStore()}, timezone=UTC)
    job = scheduler.add_job(
        round_, _OnCall(), max_instances=1, coalesce=True, misfire_grace_time=None
    )
    scheduler.start()

    async def call() -> None:
        while True:
            await alarm.wait()
            rung.clear()
            job.modify(next_run_time=_LONG_AGO)
            await rung.wait()

    try:
        async with asyncio.TaskGroup() as group:
            calling = group.create_task(call())
            yield
            calling.cancel()
    finally:
        scheduler.remove_all_jobs()
        await beat.rest()
        scheduler.shutdown(wait=False)


def seldom(duty: Duty, every: timedelta, monotonic: Callable[[], float]) -> Duty:
    """Return a duty that is done at most so often, by the clock that nobody sets.

    A clock that was moved on purpose, as in the playground, brings it as well.
    """
    last: tuple[float, datetime] | None = None

    async def done_seldom(at: datetime) -> None:
        nonlocal last
        now = monotonic()
        if last is None or now - last[0] >= every.total_seconds() or at - last[1] >= every:
            await duty(at)
            last = now, at

    return done_seldom
