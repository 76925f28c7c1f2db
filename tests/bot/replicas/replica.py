"""One of several processes that fire and deliver over one PostgreSQL; SIGTERM ends it in peace.

It is what ``serve`` runs, without doors: the far side is a file that all of them write to.
"""

import asyncio
import logging
import os
import signal
import time
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Engine, event

from bot.serve.beat import take_up
from bot.serve.sending import Sending
from bot.store.database import Database
from bot.store.engine.next_due import next_due
from bot.store.engine.schedules import Schedules
from scheduler.clockwork import Alarm, Beat, Bell, ringing
from scheduler.fire import fire_all
from scheduler.lanes import sweep
from tests.calendars import draw
from tests.engines import engine_on

_MARK = "UPDATE deliveries SET attempts="


def now() -> datetime:
    return datetime.now(UTC)


def live(
    url: str, sink: str, engine_name: str, takes: float, longest: float, *, freezes_in_mark: bool
) -> None:
    """Send what is due, each in so many seconds; note what begins and ends in the sink.

    ``longest`` is how many seconds may pass between two rounds.
    """
    if freezes_in_mark:
        event.listen(Engine, "after_cursor_execute", _freeze_once())
    asyncio.run(_live(url, sink, engine_name, takes, longest))


async def _live(url: str, sink: str, engine_name: str, takes: float, longest: float) -> None:
    database = Database(url)
    lines = os.open(sink, os.O_WRONLY | os.O_APPEND)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)

    def note(*words: object) -> None:
        os.write(lines, f"{time.time():.3f} {os.getpid()} {' '.join(map(str, words))}\n".encode())

    async def send(delivery) -> str:
        note("began", delivery.key)
        await asyncio.sleep(takes)
        note("sent", delivery.key)
        return str(os.getpid())

    async def nobody(*_) -> None:
        return

    _note_the_log(note)
    calendar, engine = Schedules(database), engine_on(engine_name, url)
    sending = Sending(database, engine, send, nobody, now, lambda: 0.5, gap=0.0)
    await take_up(database, sending, now())

    async def fire_due(at) -> None:
        await fire_all(at, calendar, draw)

    async def wake_lanes(at) -> None:
        await sweep(at, sending.outbox, engine)

    beat = Beat(now, fire_due, wake_lanes)
    alarm = Alarm(Bell(), now, partial(next_due, database), lambda: longest)
    async with sending.running(), ringing(beat, alarm):
        while not sending.is_sure():  # noqa: ASYNC110 - it is a matter of milliseconds
            await asyncio.sleep(0.01)
        note("ready")
        await stop.wait()
    await database.dispose()
    note("ended")


def _note_the_log(note) -> None:
    """Note how many attempts are said to be in doubt, and which are said to be another's."""

    class Notes(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.msg.startswith("delivery.in_doubt"):
                note("doubt", record.args[0])
            elif record.msg.startswith("delivery.not_ours"):
                note("not_ours", record.args[0])

    logging.getLogger("scheduler.sender").addHandler(Notes())


def _freeze_once():
    """Return what freezes this process as soon as it has marked something, before the commit."""
    left = [True]

    def freeze(connection, cursor, statement, *_) -> None:
        if left and statement.startswith(_MARK):
            left.clear()
            os.kill(os.getpid(), signal.SIGSTOP)

    return freeze
