"""What is done beside the beat: one round at a time, and waited for at the end."""

import asyncio
from datetime import UTC, datetime

from bot.background import Rounds
from scheduler.errors import TemporaryError
from scheduler.reasons import Reason
from tests.databases import eventually

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


async def test_a_slow_round_holds_up_nobody_and_is_not_doubled():
    begun, go_on = [], asyncio.Event()

    async def work(at):
        begun.append(at)
        await go_on.wait()

    rounds = Rounds("names", work)
    for _ in range(3):
        await rounds.begin(NOW)
    await eventually(lambda: begun)
    assert begun == [NOW]
    go_on.set()
    await rounds.drain()
    await rounds.begin(NOW)
    await rounds.drain()
    assert begun == [NOW, NOW]


async def test_a_round_that_cannot_be_done_now_is_said_and_comes_again(caplog):
    times = []

    async def work(at):
        times.append(at)
        raise TemporaryError(Reason.NOT_SAVED)

    rounds = Rounds("removals", work)
    for _ in range(2):
        await rounds.begin(NOW)
        await rounds.drain()
    assert len(times) == 2
    assert "removals.put_off reason=not_saved" in caplog.text
