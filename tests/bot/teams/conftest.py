"""A bot with its Teams door open on loopback, and a Teams of our own on the other side."""

import asyncio
import json
import logging
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import func, select

from bot.bot import Bot
from bot.clock import Clock
from bot.library import Library
from bot.store.database import Database
from bot.store.engine.conversations import Conversations
from bot.store.tables.all_tables import metadata
from bot.teams.config import TeamsConfig
from bot.teams.service import TeamsService, teams_service
from bot.turn_budget import TakeTurn, unlimited
from handlers.turn import Reply
from tests.bot.teams.fake_teams import APP, SECRET, FakeTeams
from tests.databases import create_tables

SECRET_WORDS = "the-customer-said-this"


@pytest.fixture(scope="session", autouse=True)
def _time_enough_for_the_keys():
    """Let the key server of the tests answer as late as a busy machine makes it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.teams.auth.signing_keys.FETCH_TIMEOUT", 60.0)
        yield


@dataclass(frozen=True, slots=True)
class Site:
    """The bot as Teams reaches it."""

    teams: FakeTeams
    door: TeamsService
    bot: Bot
    database: Database
    clock: Clock
    conversations: Conversations
    http: aiohttp.ClientSession
    url: str

    async def deliver(
        self, activity: Any, token: str | None = None, *, settle: bool = True, **headers: str
    ) -> tuple[int, Mapping[str, Any] | None]:
        """Hand over an activity with a good token, or with the one given; "" is none.

        ``settle`` waits for what goes on behind the answer.
        """
        token = self.teams.token() if token is None else token
        shown = {"Authorization": f"Bearer {token}"} if token else {}
        shown |= {"Content-Type": "application/json"} | headers
        raw = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        async with self.http.post(self.url, data=raw, headers=shown) as response:
            text = await response.text()
        if settle:
            await self.door.background.drain(30.0)
        return response.status, json.loads(text) if text.startswith("{") else None

    async def press(self, data: Mapping[str, Any], verb: str, **fields: Any) -> Mapping[str, Any]:
        """Press a button, and return the body of the answer."""
        action = {"type": "Action.Execute", "verb": verb, "data": data}
        activity = self.teams.activity("invoke", **fields) | {
            "name": "adaptiveCard/action",
            "value": {"action": action, "trigger": "manual"},
        }
        status, body = await self.deliver(activity)
        assert status == 200
        return body


@contextmanager
def tokens_checked_at(clock: Clock) -> Iterator[None]:
    """Let PyJWT, which can't be told the time, read it from a clock that can be moved."""

    class Moved(datetime):
        @classmethod
        def now(cls, tz=None):
            return clock()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jwt.api_jwt.datetime", Moved)
        yield


@asynccontextmanager
async def opened_site(
    database: Database,
    teams: FakeTeams,
    monotonic: Any,
    take: TakeTurn = unlimited,
    clock: Clock | None = None,
    **settings: Any,
) -> AsyncIterator[Site]:
    """Open the door on a port of its own."""
    clock = clock or Clock()
    wished = {
        "app_id": APP,
        "password": SECRET,
        "cloud": teams.cloud,
        "service_hosts": (teams.url.removeprefix("http://"),),
    } | settings

    async def nobody(lanes: Any) -> None:
        """Wake no engine."""

    bot = Bot(Library(), database, nobody, take=take)
    async with (
        teams_service(TeamsConfig(**wished), bot, database, clock, monotonic) as door,
        aiohttp.ClientSession() as http,
    ):
        app = web.Application()
        door.open(app)
        server = TestServer(app)
        await server.start_server()
        url = str(server.make_url("/api/messages"))
        conversations = Conversations(database, clock)
        door.edge._handler_timeout = 20.0
        try:
            with tokens_checked_at(clock):
                yield Site(teams, door, bot, database, clock, conversations, http, url)
        finally:
            await server.close()


@pytest.fixture
async def teams() -> AsyncIterator[FakeTeams]:
    async with FakeTeams().running() as fake:
        yield fake


@pytest.fixture(scope="session")
def empty(tmp_path_factory) -> Path:
    """A database with every table, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "teams.db"
    asyncio.run(create_tables(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
async def own_database(empty: Path, tmp_path: Path) -> AsyncIterator[Database]:
    shutil.copy(empty, tmp_path / "teams.db")
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/teams.db", "NORMAL")
    yield database
    await database.dispose()


@pytest.fixture
async def site(own_database, teams, seconds) -> AsyncIterator[Site]:
    async with opened_site(own_database, teams, seconds) as site:
        yield site


@pytest.fixture
async def turns(site, monkeypatch):
    """What the bot was asked, in order."""
    asked = []

    async def answer(turn):
        asked.append(turn)
        return Reply()

    monkeypatch.setattr(site.bot, "answer", answer)
    return asked


def good(teams, **fields):
    return teams.activity(text=f"complaint {SECRET_WORDS}", **fields)


@pytest.fixture
async def untouched(site, caplog):
    """Afterwards there is no row, no call, no traceback, and not a word of the body in the log."""
    caplog.set_level(logging.DEBUG)
    yield site
    async with site.database.read_transaction(10) as connection:
        for table in metadata.sorted_tables:
            assert not await connection.scalar(select(func.count()).select_from(table)), table.name
    assert site.teams.calls == []
    assert SECRET_WORDS not in caplog.text
    assert all(each.exc_info is None for each in caplog.records)
