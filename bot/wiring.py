"""The one place where everything is built; no other module reads settings or opens anything."""

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 - chance is handed out from here
from socket import AF_INET, AF_INET6, create_server, socket

from aiohttp import web

from bot.bot import Bot
from bot.clock import Clock
from bot.doors import platform_doors
from bot.health import open_health
from bot.library import Library
from bot.lock import only_engine
from bot.outgoing import Outgoing
from bot.settings import Settings
from bot.silence import Silence
from bot.store.database import Database
from bot.store.deliveries import Deliveries
from bot.store.housekeeping import forget_cases, forget_turns
from bot.store.migration import migrate
from bot.store.records import Records
from bot.store.schedules import Schedules
from bot.web.door import Door
from bot.web.feed import Feed
from bot.web.room import Room, furnish
from handlers.people import Platform
from scheduler.clockwork import Beat, Duty, ringing, seldom
from scheduler.courier import Courier
from scheduler.delivery import STALE
from scheduler.fire import fire_all
from scheduler.lanes import Embedded, sweep

logger = logging.getLogger(__name__)

DRAIN = 8.0  # s that visits on their way may take when we stop
BODY = 512 * 1024  # bytes of a request, at most
EDITED = timedelta(seconds=3)  # between two looks at the workspace's pack
MINUTE = timedelta(minutes=1)
HOUSEKEEPING = timedelta(hours=1)


class PortTaken(Exception):  # noqa: N818 - said to a person as it stands
    """We can't listen where we are told to."""


Wake = Callable[[Iterable[str]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Desk:
    """The bot without its engine: enough for one turn."""

    settings: Settings
    database: Database
    library: Library
    clock: Clock
    bot: Bot
    room: Room
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
async def opened(settings: Settings, wake: Wake = nobody) -> AsyncIterator[Desk]:
    """Open the store and the bot; what a turn posts waits for a running engine."""
    async with stored(settings) as database:
        await migrate(database)
        library = Library(settings.content)
        clock, token = Clock(), ""
        if settings.playground_on:
            ahead, token = await furnish(database, settings.zone)
            if settings.clock_movable:  # real requests are signed with the real time
                clock.ahead = ahead
        bot = Bot(library, database, wake, frozenset(settings.admins))
        room = Room(bot, database, clock)
        yield Desk(settings, database, library, clock, bot, room, token)


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[str]:
    """Listen, and send what is due, until left; yield the address.

    The engine's work is owned here: when it dies, so does whoever waits inside.
    """
    async with AsyncExitStack() as stack:
        if settings.sqlite_file is not None:
            stack.enter_context(only_engine(settings.sqlite_file))
        listener = stack.enter_context(_bound(settings))
        engine = Embedded()
        desk = await stack.enter_async_context(opened(settings, engine.wake))
        feed = Feed(desk.database)
        await feed.start()
        outbox = Deliveries(desk.database)
        app = web.Application(client_max_size=BODY)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0, keepalive_timeout=60)
        ready: dict[str, Callable[[], bool]] = {}
        open_health(app, desk.database, ready)
        doors = await platform_doors(
            stack, app, settings, desk.bot, desk.database, desk.clock, ready
        )
        if settings.playground_on:
            doors[Platform.WEB] = desk.room.send
        outgoing = Outgoing(doors, desk.bot.answer, desk.clock)
        chance = Random().random  # noqa: S311 - it spreads retries, it guards nothing
        courier = Courier(outbox, outgoing.send, outgoing.settled, desk.clock, chance)
        await courier.recover(desk.clock())
        beat = _beat(desk, engine, outbox, courier, feed, _silence(app, runner))
        group = await stack.enter_async_context(asyncio.TaskGroup())
        await stack.enter_async_context(courier.running())
        group.create_task(engine.run(courier.step))
        stack.push_async_callback(engine.drain, DRAIN)
        await stack.enter_async_context(ringing(beat))
        if desk.settings.playground_on:
            _open_page(app, desk, engine, beat, feed)
        yield await _listen(stack, listener, runner)


def _beat(
    desk: Desk, engine: Embedded, outbox: Deliveries, courier: Courier, feed: Feed, silence: Duty
) -> Beat:
    """Return what is done every second, and what more seldom."""
    schedules, records = Schedules(desk.database), Records(desk.database)

    async def fire_due(at: datetime) -> None:
        await fire_all(at, schedules, desk.bot.draw)

    async def wake_lanes(at: datetime) -> None:
        await sweep(at, outbox, engine)

    async def tell_receipts(at: datetime) -> None:
        await courier.tell()

    async def recover(at: datetime) -> None:
        # After a kill, a database server may commit a dead client's last mark late.
        await courier.recover(at - STALE)

    async def tell_windows(at: datetime) -> None:
        await feed.tell()

    async def reread(at: datetime) -> None:
        await desk.library.refresh()

    async def forget(at: datetime) -> None:
        forgotten = await forget_cases(desk.database, at, timedelta(days=desk.settings.notes_days))
        await forget_turns(desk.database, at)
        pruned = await records.prune(at)
        logger.info("delivery.counts %s", " ".join(f"{k}={n}" for k, n in courier.counts.items()))
        if forgotten or pruned:
            logger.info("store.tidied cases=%d deliveries=%d", forgotten, pruned)

    return Beat(
        desk.clock,
        fire_due,
        wake_lanes,
        tell_receipts,
        tell_windows,
        silence,
        seldom(reread, EDITED),
        seldom(recover, MINUTE),
        seldom(forget, HOUSEKEEPING),
    )


def _silence(app: web.Application, runner: web.AppRunner) -> Duty:
    """Return the duty that lets go of connections which say nothing."""
    silence = Silence(time.monotonic)
    silence.watch(app)

    async def close_silent(at: datetime) -> None:
        if runner.server is not None and (
            closed := silence.close_silent(runner.server.connections)
        ):
            logger.info("connections.silent closed=%d", closed)

    return close_silent


def _open_page(app: web.Application, desk: Desk, engine: Embedded, beat: Beat, feed: Feed) -> None:
    async def hurried() -> None:
        engine.hurry()
        await beat.ring()
        await feed.tell()

    Door(
        desk.room,
        feed,
        desk.database,
        desk.token,
        hurried,
        desk.settings.zone,
        desk.settings.clock_movable,
    ).open(app)


async def _listen(stack: AsyncExitStack, listener: socket, runner: web.AppRunner) -> str:
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.SockSite(runner, listener).start()
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _bound(settings: Settings) -> socket:
    """Take our port before anything else is started; PortTaken says who is in the way."""
    family = AF_INET6 if ":" in settings.host else AF_INET
    try:
        return create_server((settings.host, settings.port), family=family)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "it can't be used"
        raise PortTaken(f"Port {settings.port} on {settings.host}: {reason}.") from None
