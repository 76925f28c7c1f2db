"""What a server takes with 100,000 schedules and nothing to do: memory, and CPU."""

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import psutil

from bot.store.database import Database
from tests.bench.postgresql import durable_server
from tests.bench.rows import Figure, Row
from tests.bench.schedules import RECURRENCE, fill
from tests.bot.cli.careloop import Server, careloop, serving
from tests.bot.slack import wire
from tests.bot.slack.fake_slack import FakeSlack, Workspace

SCHEDULES = 100_000
SETTLES, IDLE = 20.0, 30.0  # s
TOKEN, MIB = "xoxb-bench", 2**20
_WHERE = {"sqlite": "SQLite", "embedded": "PostgreSQL", "pgqueuer": "PostgreSQL, pgqueuer"}
_MEMORY: Mapping[str, Row] = {
    name: Row(
        f"memory with 100,000 schedules, {where}",
        "MiB",
        f"Resident memory of `careloop serve` with Slack, {SETTLES + IDLE:.0f} s after its start.",
        "the same server without any",
    )
    for name, where in _WHERE.items()
}
_CPU: Mapping[str, Row] = {
    name: Row(
        f"CPU with nothing to do, {where}",
        "% of a core",
        f"Of the same server, over {IDLE:.0f} s in which nothing is due.",
        aim="≤ 1 %" if name == "pgqueuer" else "≤ 0.3 %",
    )
    for name, where in _WHERE.items()
}
ROWS = tuple(row for name in _WHERE for row in (_MEMORY[name], _CPU[name]))


async def prepared(folder: Path, schedules: int, **settings: str) -> None:
    """Make the tables, and fill in schedules that are due at their next nine o'clock."""
    done = await asyncio.to_thread(careloop, folder, "migrate", **settings)
    assert done.returncode == 0, done.stderr
    if not schedules:
        return
    url = settings.get("database_url", f"sqlite:///{folder}/data/careloop.db")
    database = Database(url.replace("sqlite:", "sqlite+aiosqlite:").replace("ql:", "ql+asyncpg:"))
    nine = RECURRENCE.next_after(datetime.now(UTC))
    assert nine is not None
    await fill(database, schedules, schedules, nine)
    await database.dispose()


async def measured(servers: Sequence[Server]) -> Sequence[tuple[float, float]]:
    """Return the memory of each in MiB, and its CPU in per cent of a core."""
    processes = [psutil.Process(each.process.pid) for each in servers]
    await asyncio.sleep(SETTLES)
    before = [sum(each.cpu_times()[:2]) for each in processes]
    await asyncio.sleep(IDLE)
    spent = [sum(each.cpu_times()[:2]) - was for each, was in zip(processes, before, strict=True)]
    memory = [each.memory_info().rss / MIB for each in processes]
    return [(mib, cpu / IDLE * 100) for mib, cpu in zip(memory, spent, strict=True)]


async def main() -> Sequence[Figure]:
    """Start all of them beside each other: they have nothing to do."""
    async with AsyncExitStack() as stack:
        fake = await stack.enter_async_context(FakeSlack().serving())
        fake.add(Workspace("TDEMO", TOKEN))
        door = {
            "slack_signing_secret": wire.SECRET,
            "slack_bot_token": TOKEN,
            "slack_api_url": f"{fake.origin}/api/",
        }
        durable = await stack.enter_async_context(durable_server())
        servers = []
        for name in _WHERE:
            for schedules in (0, SCHEDULES):
                settings = door | {"engine": "pgqueuer" if name == "pgqueuer" else "embedded"}
                if name != "sqlite":
                    url = await durable.new_database(tables=False)
                    settings["database_url"] = url.replace("+asyncpg", "")
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                await prepared(folder, schedules, **settings)
                start = serving(folder, **settings)
                servers.append(await asyncio.to_thread(stack.enter_context, start))
        found = await measured(servers)
    figures = []
    for name, (empty, _), (full, cpu) in zip(_WHERE, found[::2], found[1::2], strict=True):
        figures.append(_MEMORY[name].came_out(full, empty, full / empty))
        figures.append(_CPU[name].came_out(cpu))
    return figures
