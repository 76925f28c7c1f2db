"""The one place where everything is built; no other module reads settings or opens anything."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 - chance is handed out from here

from aiohttp import web

from bot.bot import Bot, CountTurn, uncounted
from bot.clock import Clock
from bot.config.settings import Settings
from bot.library import Library
from bot.outgoing import Outgoing
from bot.serve.alerts import Alerts
from bot.serve.doors import ANSWERS, platform_doors
from bot.serve.health import open_health
from bot.serve.idle_connections import IdleConnections
from bot.serve.lock import only_engine
from bot.serve.metrics import Metrics
from bot.serve.names import Ask, NameRenewal
from bot.serve.ports import bound, listening
from bot.serve.promise_notices import notify_all
from bot.store.database import Database
from bot.store.engine.deliveries import Deliveries
from bot.store.engine.history import DeliveryHistory
from bot.store.engine.housekeeping import forget_cases, forget_shoutouts, forget_turns
from bot.store.engine.promise_notices import Notices
from bot.store.engine.schedules import Schedules
from bot.store.migration import migrate
from bot.web.door import Door
from bot.web.feed import Feed
from bot.web.playground import Playground, furnish
from bot.web.service import Service
from handlers.domain.people import Platform
from scheduler.clockwork import Beat, Duty, ringing, seldom
from scheduler.delivery import STALE
from scheduler.fire import fire_all
from scheduler.lanes import Embedded, sweep
from scheduler.sender import Sender

logger = logging.getLogger(__name__)

DRAIN = 8.0  # s that visits on their way may take when we stop
BODY = 512 * 1024  # bytes of a request, at most
EDITED = timedelta(seconds=3)  # between two looks at the workspace's pack
NOTICED = timedelta(seconds=10)  # between two looks at what was given up
MINUTE = timedelta(minutes=1)
RENEWED = timedelta(minutes=10)  # between two rounds of asking for names
HOUSEKEEPING = timedelta(hours=1)


Wake = Callable[[Iterable[str]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class App:
    """The bot without its engine: enough for one turn."""

    settings: Settings
    database: Database
    library: Library
    clock: Clock
    bot: Bot
    web_door: Door
    playground: Playground
    token: str


async def nobody(lanes: Iterable[str]) -> None:
    """Wake no engine: the sweep of a running server finds the work."""


@asynccontextmanager
async def stored(settings: Settings) -> AsyncIterator[Database]:
    """Open the database alone, whatever the state of its tables."""
    database = Database(settings.database_url, settings.sqlite_sync)
    try:
        yield database
    finally:
        await database.dispose()


@asynccontextmanager
async def opened(
    settings: Settings, wake: Wake = nobody, note: CountTurn = uncounted
) -> AsyncIterator[App]:
    """Open the store and the bot; what a turn posts waits for a running engine."""
    async with stored(settings) as database:
        await migrate(database)
        library = Library(settings.content)
        clock, token = Clock(), ""
        if settings.playground_on:
            ahead, token = await furnish(database, settings.zone)
            if settings.clock_movable:  # real requests are signed with the real time
                clock.ahead = ahead
        bot = Bot(library, database, wake, frozenset(settings.admins), note)
        web_door, playground = Door(bot, database, clock), Playground(database, clock)
        yield App(settings, database, library, clock, bot, web_door, playground, token)


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[str]:
    """Listen, and send what is due, until left; yield the address.

    The engine's work is owned here: when it dies, so does whoever waits inside.
    """
    async with AsyncExitStack() as stack:
        if settings.sqlite_file is not None:
            stack.enter_context(only_engine(settings.sqlite_file))
        listener = stack.enter_context(bound(settings.host, settings.port, "PORT"))
        engine, metrics = Embedded(), Metrics()
        app = await stack.enter_async_context(opened(settings, engine.wake, metrics.turn))
        feed = Feed(app.database)
        await feed.start()
        outbox = Deliveries(app.database)
        web_app = web.Application(client_max_size=BODY)
        runner = web.AppRunner(web_app, access_log=None, shutdown_timeout=1.0, keepalive_timeout=60)
        ready: dict[str, Callable[[], bool]] = {}
        asks: dict[Platform, Ask] = {}
        open_health(web_app, app.database, ready)
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
        )
        names = NameRenewal(app.database, asks)
        stack.push_async_callback(names.drain)
        if settings.playground_on:
            doors[Platform.WEB] = app.web_door.sender.post
        outgoing = Outgoing(doors, app.bot.answer, app.clock)
        chance = Random().random  # noqa: S311 - it spreads retries, it guards nothing
        send = metrics.noting(outgoing.send, app.clock)
        sender = Sender(outbox, send, outgoing.settled, app.clock, chance)
        await sender.recover(app.clock())
        await _open_metrics(stack, app, metrics, sender)
        beat = _beat(
            app,
            engine,
            outbox,
            sender,
            feed,
            _idle_connections(web_app, runner),
            metrics.fired,
            names.begin,
        )
        group = await stack.enter_async_context(asyncio.TaskGroup())
        await stack.enter_async_context(sender.running())
        group.create_task(engine.run(sender.step))
        stack.push_async_callback(engine.drain, DRAIN)
        await stack.enter_async_context(ringing(beat))
        if app.settings.playground_on:
            _open_page(web_app, app, engine, beat, feed)
        yield await listening(stack, listener, runner)


def _beat(
    app: App,
    engine: Embedded,
    outbox: Deliveries,
    sender: Sender,
    feed: Feed,
    idle: Duty,
    fired: Callable[[int], None],
    renew_names: Duty,
) -> Beat:
    """Return what is done every second, and what more seldom."""
    schedules, history = Schedules(app.database), DeliveryHistory(app.database)
    alerts = Alerts(app.database, engine.wake, app.settings.admins)
    notices = Notices(app.database)

    async def fire_due(at: datetime) -> None:
        fired(await fire_all(at, schedules, app.bot.draw))

    async def notify(at: datetime) -> None:
        await notify_all(at, notices, app.bot.answer)

    async def wake_lanes(at: datetime) -> None:
        await sweep(at, outbox, engine)

    async def tell_receipts(at: datetime) -> None:
        await sender.tell()

    async def recover(at: datetime) -> None:
        # After a kill, a database server may commit a dead client's last mark late.
        await sender.recover(at - STALE)

    async def tell_windows(at: datetime) -> None:
        await feed.tell()

    async def reread(at: datetime) -> None:
        await app.library.refresh()

    async def forget(at: datetime) -> None:
        keep = timedelta(days=app.settings.notes_days)
        forgotten = await forget_cases(app.database, at, keep)
        forgotten += await forget_shoutouts(app.database, at, keep)
        await forget_turns(app.database, at)
        pruned = await history.prune(at)
        logger.info("delivery.counts %s", " ".join(f"{k}={n}" for k, n in sender.counts.items()))
        if forgotten or pruned:
            logger.info("store.tidied rows=%d deliveries=%d", forgotten, pruned)

    return Beat(
        app.clock,
        fire_due,
        notify,
        wake_lanes,
        tell_receipts,
        tell_windows,
        idle,
        seldom(alerts.tell, NOTICED),
        seldom(reread, EDITED),
        seldom(recover, MINUTE),
        seldom(renew_names, RENEWED),
        seldom(forget, HOUSEKEEPING),
    )


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


def _idle_connections(web_app: web.Application, runner: web.AppRunner) -> Duty:
    """Return the duty that lets go of connections which ask for nothing."""
    idle = IdleConnections(time.monotonic)
    idle.watch(web_app)

    async def close_idle(at: datetime) -> None:
        if runner.server is not None and (closed := idle.close_idle(runner.server.connections)):
            logger.info("connections.idle closed=%d", closed)

    return close_idle


def _open_page(
    web_app: web.Application, app: App, engine: Embedded, beat: Beat, feed: Feed
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
