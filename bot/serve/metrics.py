"""What the process counts about itself, for Prometheus: never a person, a workspace or a word."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from aiohttp import web
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Metric,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0
from prometheus_client.registry import Collector

from bot.bot import Ended
from bot.store.database import Database
from bot.store.engine.backlog import Backlog, backlog
from bot.store.errors import Busy
from handlers.domain.people import Platform
from scheduler.delivery import Delivery, DeliveryState

PROBE = 0.5  # s between two looks at the event loop
MINUTE = 60.0  # s
OUTCOMES = (
    DeliveryState.SENT,
    DeliveryState.EXPIRED,
    DeliveryState.DEAD,
    DeliveryState.UNKNOWN,
    "postponed",
)

_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
_LATE = (1.0, 5.0, 15.0, MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE)

Send = Callable[[Delivery], Awaitable[str]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Metrics:
    """A registry of our own; its labels are taken from the known few alone."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._turns = Counter(
            "careloop_turns",
            "Turns by what was asked for, where, and how they ended.",
            ["platform", "intent", "outcome"],
            registry=self.registry,
        )
        self._turn = self._times("careloop_turn_seconds", "From a turn to its reply.")
        self._ack = self._times("careloop_ack_seconds", "From a request to our answer.")
        self._fired = Counter(
            "careloop_schedules_fired",
            "Due schedules that were turned into deliveries, or left out for a reason.",
            registry=self.registry,
        )
        self._lateness = Histogram(
            "careloop_reminder_lateness_seconds",
            "How long after its moment a reminder arrived.",
            buckets=_LATE,
            registry=self.registry,
        )
        self._lag = Histogram(
            "careloop_loop_lag_seconds",
            "How late the event loop comes to its work.",
            buckets=_QUICK,
            registry=self.registry,
        )
        self._outbox = Gauge(
            "careloop_outbox",
            "Deliveries that wait, may arrive twice, or were given up.",
            ["state"],
            registry=self.registry,
        )
        self._oldest = Gauge(
            "careloop_oldest_due_seconds",
            "How long the oldest due delivery has waited.",
            registry=self.registry,
        )
        self._database = Gauge(
            "careloop_database_up", "Whether the database answers.", registry=self.registry
        )
        ProcessCollector(registry=self.registry)

    def turn(self, platform: Platform, intent: str, ended: Ended, seconds: float) -> None:
        """Count a turn; the intent is one of ``handlers.dispatch.intent``."""
        self._turns.labels(platform.value, intent, ended.value).inc()
        self._turn.labels(platform.value).observe(seconds)

    def acknowledged(self, platform: Platform, seconds: float) -> None:
        """Count an answer to a request of a platform."""
        self._ack.labels(platform.value).observe(seconds)

    def fired(self, schedules: int) -> None:
        """Count schedules that were due."""
        self._fired.inc(schedules)

    def noting(self, send: Send, clock: Callable[[], datetime]) -> Send:
        """Return a way to send that notes how late a reminder reached its channel."""

        async def noted(delivery: Delivery) -> str:
            ref = await send(delivery)
            if delivery.schedule_id is not None:
                self._lateness.observe(max(0.0, (clock() - delivery.occurs_at).total_seconds()))
            return ref

        return noted

    def follow(self, counts: Mapping[str, int]) -> None:
        """Show a sender's counts."""
        self.registry.register(_Attempts(counts))

    def time_answers(self, app: web.Application, paths: Mapping[str, Platform]) -> None:
        """Time what an app answers at these paths; what it refuses says nothing about our pace."""
        clock = asyncio.get_running_loop().time

        @web.middleware
        async def timed(request: web.Request, handler: Handler) -> web.StreamResponse:
            platform, began = paths.get(request.path), clock()
            response = await handler(request)
            if platform is not None and not 400 <= response.status < 500:
                self.acknowledged(platform, clock() - began)
            return response

        app.middlewares.append(timed)

    @asynccontextmanager
    async def watching_loop(self) -> AsyncIterator[None]:
        """Look every half second how late the event loop comes."""
        loop = asyncio.get_running_loop()
        probe: asyncio.TimerHandle

        def look(expected: float) -> None:
            nonlocal probe
            self._lag.observe(max(0.0, loop.time() - expected))
            probe = _later(loop, look)

        probe = _later(loop, look)
        try:
            yield
        finally:
            probe.cancel()

    def open(self, app: web.Application, database: Database, clock: Callable[[], datetime]) -> None:
        """Add ``/metrics``; the outbox is read when somebody asks."""

        async def scrape(request: web.Request) -> web.Response:
            await self._read(database, clock())
            body = generate_latest(self.registry)
            return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_PLAIN_1_0_0})

        app.router.add_get("/metrics", scrape)

    async def _read(self, database: Database, at: datetime) -> None:
        try:
            found = await backlog(database, at)
        except Busy:  # what was read before stands
            self._database.set(0)
        else:
            self._database.set(1)
            self._show(found)

    def _show(self, found: Backlog) -> None:
        self._outbox.labels(DeliveryState.PENDING.value).set(found.pending)
        self._outbox.labels(DeliveryState.UNKNOWN.value).set(found.unknown)
        self._outbox.labels(DeliveryState.DEAD.value).set(found.dead)
        self._oldest.set(found.waited / timedelta(seconds=1))

    def _times(self, name: str, what: str) -> Histogram:
        return Histogram(name, what, ["platform"], buckets=_QUICK, registry=self.registry)


class _Attempts(Collector):
    """The sender's counts, in Prometheus' words."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts

    def collect(self) -> Iterable[Metric]:
        """Return what became of the attempts so far."""
        family = CounterMetricFamily(
            "careloop_deliveries", "What became of attempts to send.", labels=["outcome"]
        )
        for outcome in OUTCOMES:
            family.add_metric([outcome], self._counts.get(outcome, 0))
        return [family]


def _later(loop: asyncio.AbstractEventLoop, look: Callable[[float], None]) -> asyncio.TimerHandle:
    expected = loop.time() + PROBE
    return loop.call_at(expected, look, expected)
