"""A bot that workspaces install by themselves, Slack before it, and people with browsers."""

import json
import re
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from secrets import token_bytes, token_urlsafe
from typing import Any

from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer, unused_port
from sqlalchemy import text

from bot.codec import dump_post
from bot.config.settings import Settings
from bot.encryption import Keyring, Keys
from bot.outgoing import Outgoing
from bot.serve.app import App, opened
from bot.serve.removals import RemovalCheck
from bot.slack.oauth.config import OAuthConfig
from bot.slack.service import SlackConfig, SlackService, slack_service
from bot.store.database import Database
from bot.store.engine.deliveries import Deliveries, enqueue
from bot.store.engine.removals import Removals
from bot.store.tables.all_tables import metadata
from handlers.cards import Card, Text
from handlers.domain.people import Place, Platform
from handlers.turn import Post
from scheduler.delivery import Delivery
from scheduler.sender import Sender
from tests.bot.slack import wire
from tests.bot.slack.oauth.stand_in import CLIENT_ID, CLIENT_SECRET, OAuthSlack, Organisation, Team
from tests.conftest import UNLIMITED

KEY = b64encode(b"k" * 32).decode()
EVENTS = "/slack/events"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser shows in the end."""

    status: int
    text: str
    headers: Any

    @property
    def title(self) -> str:
        found = re.search(r"<h1>(.*?)</h1>", self.text)
        return found[1] if found else ""


class Browser:
    """Somebody's browser; ``person`` is who they are in Slack."""

    def __init__(self, session: ClientSession, slack: OAuthSlack, url: str, person: str) -> None:
        self.session, self.slack, self.url, self.person = session, slack, url, person

    async def begin(self) -> str:
        """Press the button on our page; return where that leads."""
        async with self.session.post(f"{self.url}/slack/install", allow_redirects=False) as sent:
            assert sent.status == 303, await sent.text()
            return sent.headers["Location"]

    async def consent(self, location: str, pressed: str = "allow") -> str:
        """Press a button on Slack's page; return where that leads."""
        url = f"{location}&as={self.person}:{pressed}"
        async with self.session.get(url, allow_redirects=False) as sent:
            assert sent.status == 302, await sent.text()
            return sent.headers["Location"]

    async def get(self, url: str) -> Answer:
        async with self.session.get(url, allow_redirects=False) as told:
            return Answer(told.status, await told.text(), told.headers)

    async def install(self, pressed: str = "allow") -> Answer:
        return await self.get(await self.consent(await self.begin(), pressed))


@dataclass(frozen=True, slots=True)
class World:
    """All of it; the outbox is worked off by hand."""

    app: App
    slack: OAuthSlack
    door: SlackService
    url: str
    sender: Sender
    stack: AsyncExitStack

    async def browser(self, person: str = "TACME:UANA") -> Browser:
        session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        await self.stack.enter_async_context(session)
        return Browser(session, self.slack, self.url, person)

    async def installed(self, person: str = "TACME:UANA") -> Answer:
        return await (await self.browser(person)).install()

    async def say(self, line: str, **others: str) -> dict[str, Any]:
        """Type a slash command; return its answer."""
        body = wire.form_body(wire.command(line, **others))
        return await self._posted(body, wire.FORM)

    async def tell(self, happening: dict[str, Any], **others: Any) -> int:
        """Tell of an event; return the status."""
        body = json.dumps(wire.event(happening, **others)).encode()
        return await self._posted(body, "application/json")

    async def _posted(self, body: bytes, kind: str) -> Any:
        at = self.app.clock().timestamp()
        headers = wire.signed(body, at, content_type=kind)
        async with (
            ClientSession() as session,
            session.post(f"{self.url}{EVENTS}", data=body, headers=headers) as told,
        ):
            if "json" in told.headers.get("Content-Type", ""):
                return await told.json(content_type=None)
            return told.status

    async def schedule(self, *teams: str) -> None:
        """Let a post for each workspace be due, and work off the outbox."""
        now = self.app.clock()
        rows = [_delivery(team, number, now) for number, team in enumerate(teams)]
        async with self.app.database.transaction(5) as connection:
            await enqueue(connection, rows)
        await self.work_off(*teams)

    async def work_off(self, *teams: str) -> None:
        """Send what is due in each workspace."""
        for team in teams:
            await self.sender.step(str(_place(team)))

    def posted(self) -> list[tuple[str, str]]:
        """Return the token and the channel of each message that was posted."""
        posts = [call for call in self.slack.calls if call.method == "chat.postMessage"]
        return [(call.token, call.args["channel"]) for call in posts]

    def later(self, wait: timedelta) -> None:
        self.app.clock.ahead += wait

    async def beat(self) -> None:
        """Ask about the removals that are due."""
        lives = {Platform.SLACK: self.door.lives}
        await RemovalCheck(Removals(self.app.database), lives).ask(self.app.clock())


def _delivery(team: str, number: int, now: Any) -> Delivery:
    place = _place(team)
    post = Post(place, Card("A reminder", (Text("Breathe."),)))
    return Delivery(
        key=f"test:{team}:{number}:{now.timestamp()}",
        platform="slack",
        tenant=team,
        lane=str(place),
        body=dump_post(post),
        occurs_at=now,
        due_at=now,
        expires_at=now + timedelta(hours=1),
        schedule_id=None,
    )


def _place(team: str) -> Place:
    return Place(Platform.SLACK, team, f"C{team}")


@asynccontextmanager
async def world(
    database_url: str, *, rotates: bool = False, keys: str = KEY
) -> AsyncIterator[World]:
    """Open it on an empty database."""
    await _emptied(database_url)
    settings = Settings(
        _env_file=None,
        database_url=database_url,
        playground="off",
        sqlite_sync="NORMAL",
        **UNLIMITED,
    )
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(opened(settings))
        port = unused_port()
        url = f"http://127.0.0.1:{port}"
        slack = OAuthSlack(app.clock, redirect_uri=f"{url}/slack/oauth_redirect", rotates=rotates)
        _populate(slack)
        await stack.enter_async_context(slack.serving())
        config = slack_config(slack, url, keys)
        door = await stack.enter_async_context(
            slack_service(
                config, app.bot, app.clock, Removals(app.database).note, database=app.database
            )
        )
        web_app = web.Application()
        door.open(web_app)
        await stack.enter_async_context(TestServer(web_app, port=port))
        outgoing = Outgoing({Platform.SLACK: door.send}, app.bot.answer, app.clock)
        outbox = Deliveries(app.database)
        sender = Sender(outbox, outgoing.send, outgoing.settled, app.clock, lambda: 0.0, gap=0.0)
        await stack.enter_async_context(sender.running())
        yield World(app, slack, door, url, sender, stack)


def slack_config(slack: OAuthSlack, url: str, keys: str = KEY) -> SlackConfig:
    oauth = oauth_config(url, keys)
    return SlackConfig("", wire.SECRET, api_url=f"{slack.origin}/api/", oauth=oauth)


def oauth_config(url: str, keys: str = KEY) -> OAuthConfig:
    keyring = Keyring(partial(Keys.parse, keys, "keys"), token_bytes)
    return OAuthConfig(CLIENT_ID, CLIENT_SECRET, url, keyring, partial(token_urlsafe, 32))


def _populate(slack: OAuthSlack) -> None:
    people = {each: {"id": each, "real_name": each.title()} for each in ("UANA", "UBEN")}
    for team, enterprise in (("TACME", ""), ("TBEST", ""), ("TNORTH", "EORG"), ("TSOUTH", "EORG")):
        slack.teams[team] = Team(team, enterprise, (f"C{team}",), people)
    slack.organisations["EORG"] = Organisation("EORG", ["TNORTH", "TSOUTH"])


async def _emptied(url: str) -> None:
    database = Database(url, sync="NORMAL")
    async with database.transaction(5) as connection:
        await connection.run_sync(metadata.drop_all)
        await connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    await database.dispose()
