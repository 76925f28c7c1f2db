"""A process that sends what is due, for ``bench_engines``; lines come in, and figures go out."""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime

from bot.serve.sending import Sending
from bot.store.database import Database
from scheduler.clockwork import Alarm, Beat, Bell, ringing
from scheduler.lanes import sweep
from tests.engines import engine_on


def now() -> datetime:
    return datetime.now(UTC)


async def nobody(*_: object) -> None:
    return


async def main(url: str, engine_name: str, takes: float) -> None:
    """Send to a platform that answers in so many seconds, from ``go`` on, and tell each figure."""
    database, engine, sent = Database(url), engine_on(engine_name, url), 0

    async def send(delivery: object) -> str:
        nonlocal sent
        if takes:
            await asyncio.sleep(takes)
        sent += 1
        return "ts"

    sending = Sending(database, engine, send, nobody, now, lambda: 0.5)

    async def wake_lanes(at: datetime) -> None:
        await sweep(at, sending.outbox, engine)

    async with sending.running():
        while not sending.is_sure():  # noqa: ASYNC110 - it is a matter of milliseconds
            await asyncio.sleep(0.01)
        say("ready")
        await told("go")
        began = time.process_time()
        async with ringing(Beat(now, wake_lanes), Alarm(Bell(), now)):
            await told("end")
            say(json.dumps({"sent": sent, "cpu": time.process_time() - began}))
    await database.dispose()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def told(what: str) -> None:
    line = await asyncio.to_thread(sys.stdin.readline)
    assert line.strip() == what, line


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3])))
