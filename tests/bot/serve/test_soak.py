"""A server that is used for long: 50 turns and 20 posts a second, and its memory stays as it is."""

import asyncio
import json
import os
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from itertools import count
from signal import SIGTERM
from statistics import fmean, linear_regression, quantiles
from threading import Thread

import psutil
import pytest
from aiohttp import ClientSession
from sqlalchemy import insert

from bot.store.database import Database
from bot.store.tables.schedules import schedules
from bot.store.tables.workspaces import workspaces
from scheduler.calendar.day_rules import EVERY_DAY, Weekly
from scheduler.calendar.recurrence import Recurrence
from tests.bench.bench_turns import PRESSES
from tests.bot.cli.careloop import careloop, serving
from tests.bot.doors import Seen
from tests.bot.slack import wire
from tests.bot.slack.fake_slack import FakeSlack, Workspace
from tests.bot.slack.neutral import seen_card

pytestmark = pytest.mark.soak

MINUTES = int(os.environ.get("SOAK_MINUTES", "20"))
TURNS = int(os.environ.get("SOAK_TURNS", "50"))  # a second; less where the disk is slow
POSTS = 20  # a second
TEAM, TOKEN, PEOPLE, AT_ONCE = "TDEMO", "xoxb-soak", 2_000, 16
SAMPLED_EVERY, WARM_UP = 5.0, 30.0  # s
GROWTH = 0.05  # of the memory, over the second half
ARRIVAL = 120.0  # s that the last posts may take
BROKEN = re.compile(" (WARNING|ERROR|CRITICAL) |Traceback")


class Far(FakeSlack):
    """Slack that remembers nothing but how often it was posted to each channel."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: Counter[str] = Counter()
        users = map(_user, range(PEOPLE))
        facts = {user: {"id": user, "real_name": f"Ana {user}"} for user in users}
        self.add(Workspace(TEAM, TOKEN, people=facts))

    def forget(self) -> None:
        for each in (self.calls, self.hooked, self.shown):
            each.clear()
        for old in list(self.messages)[: -10 * AT_ONCE]:
            del self.messages[old]

    def _chat_postMessage(self, workspace, args):  # noqa: N802 - Slack's
        self.posted[args["channel"]] += 1
        return {"channel": args["channel"], "ts": self.fresh("M")}


class Crowd:
    """People who turn to the bot at a pace of so many turns a second, however long one takes."""

    def __init__(self, far: Far, url: str, http: ClientSession, until: float) -> None:
        self.waits: list[float] = []
        self.walks = 0
        self.errors: Counter[str] = Counter()  # by what was said in the place of the card
        self._far, self._url, self._http, self._until = far, url, http, until
        self._next = time.monotonic()
        self._users = (_user(number % PEOPLE) for number in count())

    async def walk(self) -> None:
        """Be one after the other, with a complaint from its beginning to its end."""
        while self._next < self._until:
            user = next(self._users)
            seen = await self._say(user, "complaint the parcel is late")
            for label in PRESSES:
                if label not in seen.handles:
                    self.errors[f"no {label!r}: {seen.title}"] += 1
                    break
                seen = await self._press(user, seen, label)
            else:
                self.walks += 1
            for line in ("complaint list", "care today"):
                await self._say(user, line)

    async def _say(self, user, line):
        fields = wire.command(line, user_id=user, team_id=TEAM)
        answer = json.loads(await self._sent(wire.form_body(fields)) or "{}")
        if "blocks" not in answer:
            self.errors[f"/{line}: {answer.get('text')}"] += 1
            return Seen(answer.get("text", ""))
        return self._now(self._far.show(fields["channel_id"], answer, user, ephemeral=True))

    async def _press(self, user, seen, label):
        found = seen.message[1]
        url = self._far.response_url("CFRONTDESK", user, found)
        who = {"id": user, "username": "ana", "team_id": TEAM}
        payload = wire.press(seen.handles[label], user=who, response_url=url)
        await self._sent(wire.payload_body(payload))
        del self._far.urls[url.removeprefix(self._far.origin)]
        return self._now(found)

    def _now(self, found):
        return seen_card(self._far.messages[found].blocks, ("message", found), private=True)

    async def _sent(self, body: bytes) -> str:
        self._next += 1 / TURNS
        await asyncio.sleep(self._next - time.monotonic())
        began = time.monotonic()
        headers = wire.signed(body, time.time())
        async with self._http.post(self._url, data=body, headers=headers) as response:
            answer = await response.text()
        self.waits.append(time.monotonic() - began)
        if response.status != 200:
            self.errors[f"status {response.status}"] += 1
            return ""
        return answer


async def test_turns_and_posts_for_minutes_leave_no_error_and_memory_as_it_is(tmp_path, capsys):
    far, file = Far(), tmp_path / "data" / "careloop.db"
    async with far.serving():
        door = {
            "slack_signing_secret": wire.SECRET,
            "slack_bot_token": TOKEN,
            "slack_api_url": f"{far.origin}/api/",
            "sqlite_sync": "FULL",
        }
        assert (await asyncio.to_thread(careloop, tmp_path, "migrate", **door)).returncode == 0
        await due_each_minute(file)
        with serving(tmp_path, **door) as server:
            async with logged(server) as broken:
                crowd, memory = await busy(far, server, time.monotonic() + MINUTES * 60)
                async with asyncio.timeout(ARRIVAL):
                    while far.posted.total() < POSTS * 60 * MINUTES:  # noqa: ASYNC110
                        await asyncio.sleep(0.1)
                assert await asyncio.to_thread(server.end, SIGTERM) == 0
    with capsys.disabled():
        tell(crowd, far, memory)
    assert crowd.errors == {}
    assert broken == []
    assert set(far.posted.values()) == {MINUTES}
    with closing(sqlite3.connect(file)) as database:
        ended = dict(database.execute("SELECT state, count(*) FROM deliveries GROUP BY state"))
        closed = database.execute("SELECT count(*) FROM cases WHERE state = 'closed'").fetchone()
    assert ended == {"sent": POSTS * 60 * MINUTES}
    assert closed == (crowd.walks,)
    assert growth(memory) < GROWTH


async def due_each_minute(file) -> None:
    """Add reminders that are due in the minutes to come, as many in each as a workspace is paced.

    So they go out one by one, and each channel has one a minute.
    """
    database = Database(f"sqlite+aiosqlite:///{file}")
    first = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
    rows = [
        {
            "id": f"s{minute}c{channel}",
            "platform": "slack",
            "tenant": TEAM,
            "place": f"slack:{TEAM}:C{channel}",
            "intent": "reminder.due",
            "recurrence": Recurrence(Weekly(EVERY_DAY), (at.time(),), "UTC").dump(),
            "args": {"setter": "Dana"},
            "memory": {},
            "next_at": at,
            "enabled": True,
            "owner_id": "UDANA",
            "created_at": at,
        }
        for minute in range(MINUTES)
        for at in [first + timedelta(minutes=minute)]
        for channel in range(POSTS * 60)
    ]
    async with database.transaction(60) as connection:
        paced = {"platform": "slack", "tenant": TEAM, "rate_per_s": float(POSTS)}
        await connection.execute(insert(workspaces), paced)
        await connection.execute(insert(schedules), rows)
    await database.dispose()


@asynccontextmanager
async def logged(server):
    """Read the log meanwhile, for a full pipe stops a server; yield the lines that warn."""
    broken: list[str] = []

    def read() -> None:
        broken.extend(line for line in server.process.stderr if BROKEN.search(line))

    reader = Thread(target=read, daemon=True)
    reader.start()
    yield broken
    await asyncio.to_thread(reader.join, 10)


async def busy(far, server, until: float) -> tuple[Crowd, Sequence[float]]:
    """Let the crowd walk until then; return it, and samples of the server's memory in MiB."""
    process, memory = psutil.Process(server.process.pid), []

    async def sample() -> None:
        await asyncio.sleep(min(WARM_UP, MINUTES * 10))
        while time.monotonic() < until:
            memory.append(process.memory_info().rss / 2**20)
            far.forget()
            await asyncio.sleep(SAMPLED_EVERY)

    async with ClientSession() as http, asyncio.TaskGroup() as group:
        crowd = Crowd(far, f"{server.address}/slack/events", http, until)
        group.create_task(sample())
        for _ in range(AT_ONCE):
            group.create_task(crowd.walk())
    return crowd, memory


def growth(memory: Sequence[float]) -> float:
    """Return by which part of itself memory grew in the second half, by a straight line."""
    half = memory[len(memory) // 2 :]
    slope, _ = linear_regression(range(len(half)), half)
    return slope * (len(half) - 1) / fmean(half)


def tell(crowd: Crowd, far: Far, memory: Sequence[float]) -> None:
    """Print what one wants to know of it."""
    cuts = quantiles(crowd.waits, n=100)
    late = sum(each > 3 for each in crowd.waits)
    print(  # noqa: T201
        f"\n{MINUTES} min: {len(crowd.waits)} turns ({len(crowd.waits) / MINUTES / 60:.1f}/s), "
        f"p50 {cuts[49] * 1e3:.0f} ms, p99 {cuts[98] * 1e3:.0f} ms, {late} after 3 s, "
        f"{crowd.errors.total()} errors; "
        f"{crowd.walks} complaints, {far.posted.total()} posts; memory {memory[0]:.0f} MiB after "
        f"{WARM_UP:.0f} s, {memory[len(memory) // 2]:.0f} half-way, {memory[-1]:.0f} at the end, "
        f"{growth(memory):+.1%} in the second half; load {os.getloadavg()[0]:.1f}"
    )


def _user(number: int) -> str:
    return f"U{number:05}"
