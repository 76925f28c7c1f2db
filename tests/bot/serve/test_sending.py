"""What sends, in a server: whether it may is said where one asks whether it is ready."""

import asyncio
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.serve.sending import DRAIN, Sending
from bot.serve.wiring import serving
from bot.store.database import Database
from scheduler.delivery import SEND_TIMEOUT
from scheduler.lanes import Embedded
from tests.calendars import NINE, add_deliveries, delivery, states
from tests.databases import eventually
from tests.engines import OVER_ENGINES
from tests.lives import execute, nothing, numbers


@asynccontextmanager
async def asking(settings):
    """Yield what asks a server whether it is ready, as text behind the status."""
    async with serving(settings) as address, aiohttp.ClientSession(address) as http:

        async def ask() -> str:
            async with http.get("/readyz") as answer:
                return f"{answer.status} {await answer.text()}"

        yield ask


async def until(ask, answer: str) -> None:
    async with asyncio.timeout(60):
        while await ask() != answer:  # noqa: ASYNC110 - another side of a wire tells it
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_process_that_nobody_sees_is_not_ready_until_it_is_seen(
    settings, database_url, monkeypatch
):
    monkeypatch.setattr("bot.store.engine.lives.SURE", 2.0)
    monkeypatch.setattr("bot.serve.health.PROBED_EVERY", 0.0)
    database = Database(database_url)
    await execute(database, "DROP SCHEMA public CASCADE")
    await execute(database, "CREATE SCHEMA public")
    async with asking(settings.model_copy(update={"database_url": database_url})) as ask:
        await until(ask, "200 ok\n")
        await execute(database, "ALTER TABLE processes RENAME TO gone")
        await until(ask, "503 not ready: sending\n")
        await execute(database, "ALTER TABLE gone RENAME TO processes")
        await until(ask, "200 ok\n")
    await database.dispose()


async def test_on_sqlite_one_process_is_always_sure(settings):
    async with asking(settings) as ask:
        assert await ask() == "200 ok\n"


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_on_sqlite_nothing_is_asked_while_nothing_is_due(database):
    sending = Sending(database, Embedded(), nothing, nothing, lambda: NINE, lambda: 0.5)
    assert sending.is_sure()
    assert sending.is_eldest()
    async with sending.running():
        before = database.round_trips
        await asyncio.sleep(1)
        assert database.round_trips == before


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_one_that_ends_in_peace_is_taken_for_dead_by_nobody(database, caplog):
    def sending() -> Sending:
        return Sending(database, Embedded(), nothing, nothing, lambda: NINE, lambda: 0.5)

    async with sending().running():
        (first,) = await numbers(database)
    assert await numbers(database) == []
    async with sending().running():
        (second,) = await numbers(database)
    assert first != second
    assert "process.died" not in caplog.text
    assert "process.taken_for_dead" not in caplog.text


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_nothing_is_visited_before_the_others_know_of_this_process(database):
    visited = []

    class Engine(Embedded):
        async def run(self, step) -> None:
            visited.append((sending.is_sure(), await numbers(database)))
            await super().run(step)

    sending = Sending(database, Engine(), nothing, nothing, lambda: NINE, lambda: 0.5)
    async with sending.running():
        await eventually(lambda: visited)
        assert visited == [(True, await numbers(database))]


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_process_that_can_not_be_seen_starts_and_ends_all_the_same(
    database, caplog, monkeypatch
):
    monkeypatch.setattr("bot.serve.sending.BEGIN_TIMEOUT", 0.2)
    await execute(database, "ALTER TABLE processes RENAME TO gone")
    sending = Sending(database, Embedded(), nothing, nothing, lambda: NINE, lambda: 0.5)
    async with sending.running():
        assert not sending.is_sure()
        await execute(database, "ALTER TABLE gone RENAME TO processes")
        await eventually(sending.is_sure)
        await execute(database, "ALTER TABLE processes RENAME TO gone")
    assert "process.not_gone" in caplog.text


@OVER_ENGINES
async def test_what_is_on_its_way_when_we_stop_has_its_time_and_is_written_down(
    database, new_engine
):
    assert DRAIN > SEND_TIMEOUT
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def send(delivery) -> str:
        begun.set()
        await go_on.wait()
        return "ts"

    await add_deliveries(database, delivery("a"), delivery("b"))
    sending = Sending(database, new_engine(), send, nothing, lambda: NINE, lambda: 0.5, gap=0.0)
    async with sending.running():
        await eventually(sending.is_sure)
        await sending.engine.wake(["L"])
        await begun.wait()
        asyncio.get_running_loop().call_later(0.2, go_on.set)
    assert await states(database) == {"a": "sent", "b": "pending"}
