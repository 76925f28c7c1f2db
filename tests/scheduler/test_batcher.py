"""Group commit: what comes alone is flushed at once, what comes close together shares a flush."""

import asyncio

from scheduler.batcher import Batcher


async def test_what_comes_while_one_is_being_flushed_or_soon_after_shares_the_next():
    flushed: list[list[int]] = []

    async def flush(items):
        flushed.append(list(items))
        return [10 * each for each in items]

    batcher = Batcher(flush)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(batcher.run())
        assert await batcher.put(1) == 10
        puts = []
        for number in range(2, 6):
            puts.append(group.create_task(batcher.put(number)))
            await asyncio.sleep(0)
        assert await asyncio.gather(*puts) == [20, 30, 40, 50]
        running.cancel()
    assert flushed == [[1], [2, 3, 4, 5]]
