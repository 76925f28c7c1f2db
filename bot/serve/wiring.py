"""The one place where everything is built; no other module reads settings or opens anything."""

import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from random import Random  # noqa: TID251 - chance is handed out from here

from aiohttp import web

from bot.background import Rounds
from bot.config.engine import chosen_engine
from bot.config.field_types import Engine
from bot.config.settings import Settings
from bot.outgoing import Outgoing
from bot.serve.app import App, opened
from bot.serve.beat import duties, take_up
from bot.serve.doors import ANSWERS, platform_doors
from bot.serve.health import Readiness, open_health
from bot.serve.idle_connections import closes_idle
from bot.serve.lock import only_engine
from bot.serve.metrics import Metrics
from bot.serve.names import Ask, NameRenewal
from bot.serve.ports import bound, listening
from bot.serve.removals import Lives, RemovalCheck
from bot.serve.sending import Sending
from bot.store.engine.next_due import next_due
from bot.store.engine.removals import Removals
from bot.web.feed import Feed
from bot.web.service import Service
from handlers.domain.people import Platform
from scheduler.clockwork import LONGEST, Alarm, Beat, Bell, ringing
from scheduler.lanes import Embedded, LaneEngine
from scheduler.sender import Sender
from scheduler.steps import StepWatch

logger = logging.getLogger(__name__)

BODY = 512 * 1024  # bytes of a request, at most
WATCHED = 1.0  # s between two rounds while somebody looks at the page


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[str]:
    """Listen, and send what is due, until left; yield the address.

    The engine's work is owned here: when it dies, so does whoever waits inside.
    """
    async with AsyncExitStack() as stack:
        if settings.sqlite_file is not None:
            stack.enter_context(only_engine(settings.sqlite_file))
        listener = stack.enter_context(bound(settings.host, settings.port, "PORT"))
        metrics, bell = Metrics(), Bell()
        engine = _lane_engine(settings)
        app = await stack.enter_async_context(opened(settings, engine.wake, metrics.turn, bell.by))
        steps = StepWatch(time.time, time.monotonic)
        feed = Feed(app.database)
        await feed.start()
        web_app = web.Application(client_max_size=BODY)
        runner = web.AppRunner(web_app, access_log=None, shutdown_timeout=1.0, keepalive_timeout=60)
        ready: dict[str, Callable[[], bool]] = {}
        asks: dict[Platform, Ask] = {}
        lives: dict[Platform, Lives] = {}
        readiness = Readiness(app.database, app.clock, time.monotonic)
        open_health(web_app, readiness, ready, lambda: steps.recent)
        metrics.time_answers(web_app, ANSWERS)
        doors = await platform_doors(
            stack,
            web_app,
            settings,
            app.bot,
            app.database,
            app.clock,
            ready,
            metrics.acknowledged,
            asks,
            lives,
        )
        names = Rounds("names", NameRenewal(app.database, asks).ask)
        stack.push_async_callback(names.drain)
        removals = Rounds("removals", RemovalCheck(Removals(app.database), lives).ask)
        stack.push_async_callback(removals.drain)
        if settings.playground_on:
            doors[Platform.WEB] = app.web_door.sender.post
        outgoing = Outgoing(doors, app.bot.answer, app.clock)
        chance = Random().random  # noqa: S311 - it spreads retries, it guards nothing
        send = metrics.noting(outgoing.send, app.clock)
        sending = Sending(app.database, engine, send, outgoing.settled, app.clock, chance)
        ready["sending"] = sending.is_sure
        await take_up(app.database, sending, app.clock())
        await _open_metrics(stack, app, metrics, sending.sender)
        idle = closes_idle(web_app, runner)
        beat = duties(
            app,
            sending,
            feed,
            idle,
            metrics.fired,
            steps,
            names.begin,
            removals.begin,
        )
        alarm = Alarm(bell, app.clock, partial(next_due, app.database), lambda: _longest(feed))
        await stack.enter_async_context(sending.running())
        await stack.enter_async_context(ringing(beat, alarm))
        if app.settings.playground_on:
            _open_page(web_app, app, engine, beat, feed)
        yield await listening(stack, listener, runner)


def _lane_engine(settings: Settings) -> LaneEngine:
    """Return who visits the lanes."""
    engine = chosen_engine(settings)
    logger.info("lanes.engine name=%s", engine)
    if engine is Engine.EMBEDDED:
        # On PostgreSQL other processes may be told of the same lanes.
        return Embedded(order=hash if settings.sqlite_file is None else None)
    from bot.store.engine.lane_queue.engine import QueuedLanes  # noqa: PLC0415 - it is an extra

    return QueuedLanes(settings.database_url)


def _longest(feed: Feed) -> float:
    """Return how many seconds may pass between two rounds."""
    return WATCHED if feed.is_watched else LONGEST


async def _open_metrics(stack: AsyncExitStack, app: App, metrics: Metrics, sender: Sender) -> None:
    """Serve the metrics where they are wanted, on a port of their own."""
    if not app.settings.metrics_port:
        return
    host, port = app.settings.metrics_host, app.settings.metrics_port
    listener = stack.enter_context(bound(host, port, "METRICS_PORT"))
    await stack.enter_async_context(metrics.watching_loop())
    metrics.follow(sender.counts)
    web_app = web.Application()
    metrics.open(web_app, app.database, app.clock)
    await listening(stack, listener, web.AppRunner(web_app, access_log=None, shutdown_timeout=1.0))


def _open_page(
    web_app: web.Application, app: App, engine: LaneEngine, beat: Beat, feed: Feed
) -> None:
    async def hurried() -> None:
        engine.hurry()
        await beat.ring()
        await feed.tell()

    Service(
        app.web_door,
        app.playground,
        feed,
        app.database,
        app.token,
        hurried,
        app.settings.zone,
        app.settings.clock_movable,
    ).open(web_app)
