"""Opens the Slack door: everything of it is built here, and closed again."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from urllib.request import getproxies

from aiohttp import ClientSession, ClientTimeout, TCPConnector, web
from slack_bolt.response import BoltResponse

from bot.bot import Bot
from bot.slack.bolt import Bolt
from bot.slack.client import RESPONSE_TIMEOUT, SlackClient
from bot.slack.door import Door
from bot.slack.edge import Edge, Serve
from bot.slack.events.door import EventDoor, OnRemoved
from bot.slack.installation import Installations, OneWorkspace
from bot.slack.oauth.config import OAuthConfig
from bot.slack.oauth.service import DRAIN_TIMEOUT as RENEWAL_DRAIN_TIMEOUT
from bot.slack.oauth.service import OAuth, oauth
from bot.slack.payloads import SlackRequest
from bot.slack.socket import Socket
from bot.store.database import Database
from handlers.domain.people import Person, Tenant
from handlers.turn import Post
from scheduler.errors import PermanentError, TemporaryError

API = "https://slack.com/api/"
MAX_CONNECTIONS = 100
DRAIN_TIMEOUT = 2.0  # s for cards that are being drawn when we stop


@dataclass(frozen=True, slots=True)
class SlackConfig:
    """How to reach Slack, and how Slack reaches us: over HTTP, over Socket Mode, or both.

    A bot token is for one workspace; ``oauth`` instead is for all that install the bot.
    """

    bot_token: str = field(repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = API
    prefix: str = ""
    oauth: OAuthConfig | None = None

    def __post_init__(self) -> None:
        if not self.bot_token.strip() and self.oauth is None:
            raise ValueError("CARELOOP_SLACK_BOT_TOKEN is empty; copy it from OAuth & Permissions")
        if not self.signing_secret.strip() and not self.app_token.strip():
            raise ValueError(
                "CARELOOP_SLACK_SIGNING_SECRET is empty; copy it from Basic Information, "
                "or set CARELOOP_SLACK_APP_TOKEN for Socket Mode"
            )


@dataclass(frozen=True, slots=True)
class SlackService:
    """The open door: ``open`` adds its route, ``send`` is the end of the one road to Slack."""

    _door: Door
    _installations: Installations
    _edge: Edge | None
    _socket: Socket | None
    _oauth: OAuth | None = None

    def open(self, app: web.Application) -> None:
        """Add ``/slack/events``, unless Slack reaches us over Socket Mode alone.

        Where workspaces install the bot by themselves, add the two routes for that.
        """
        if self._edge is not None:
            self._edge.open(app)
        if self._oauth is not None:
            self._oauth.edge.open(app)

    async def send(self, post: Post, key: str) -> str:
        """Send a post and return Slack's name for it, or raise one of scheduler.errors."""
        return await self._door.send(post, key)

    async def told_of(self, tenant: Tenant, person_id: str) -> Person | None:
        """Return what Slack tells of a person now, or None while it doesn't."""
        try:
            installation = await self._installations.find(None, tenant.id)
        except (TemporaryError, PermanentError):
            return None
        if installation is None:
            return None
        return await self._door.directory.asked_anew(installation, person_id)

    async def lives(self, team: str) -> bool | None:
        """Tell whether the token of a workspace lives; None while Slack can't be asked."""
        return await self._installations.lives(team)

    @property
    def connected(self) -> bool:
        """Tell whether the Socket Mode line stands; always so without Socket Mode."""
        return self._socket is None or self._socket.connected


async def nobody(tenant: Tenant, event_id: str, at: datetime) -> None:
    """Tell nobody that the bot was removed."""


def untimed(seconds: float) -> None:
    """Note nothing."""


@asynccontextmanager
async def slack_service(
    config: SlackConfig,
    bot: Bot,
    clock: Callable[[], datetime],
    on_removed: OnRemoved = nobody,
    timed: Callable[[float], None] = untimed,
    monotonic: Callable[[], float] = time.monotonic,
    database: Database | None = None,
) -> AsyncIterator[SlackService]:
    """Open the door; Slack need not be reachable for that.

    ``timed`` is told how long each answer over Socket Mode took. The ``database`` is for the
    installations of many workspaces.
    """
    session = ClientSession(
        timeout=ClientTimeout(total=RESPONSE_TIMEOUT, connect=2),
        connector=TCPConnector(limit=MAX_CONNECTIONS, keepalive_timeout=60),
        trust_env=bool(getproxies()),  # for HTTPS_PROXY; to look for it takes a thread each time
    )
    async with session:
        client = SlackClient(session, config.api_url, clock, monotonic)
        many = _many(config, client, database, clock)
        one = OneWorkspace(client, config.bot_token.strip())
        installations: Installations = one if many is None else many.workspaces
        prefix = config.prefix
        door = Door(bot, client, installations, clock, prefix=prefix)
        events = EventDoor(door, bot, installations, clock, prefix=prefix, on_removed=on_removed)
        serve = Bolt(door, events, installations, client.trusts, prefix).serve
        edge = socket = None
        if config.signing_secret.strip():
            edge = Edge(config.signing_secret, serve, clock, prefix)
        if token := config.app_token.strip():
            socket = Socket(session, client, token, _timed(serve, timed), prefix)
        try:
            async with nullcontext() if socket is None else _running(socket):
                yield SlackService(door, installations, edge, socket, many)
        finally:
            await door.background.drain(DRAIN_TIMEOUT)
            if many is not None:
                await many.background.drain(RENEWAL_DRAIN_TIMEOUT)


def _many(
    config: SlackConfig,
    client: SlackClient,
    database: Database | None,
    clock: Callable[[], datetime],
) -> OAuth | None:
    if config.oauth is None or database is None:
        return None
    return oauth(
        config.oauth, client, database, clock, api_url=config.api_url, prefix=config.prefix
    )


def _timed(serve: Serve, timed: Callable[[float], None]) -> Serve:
    async def timing(request: SlackRequest) -> BoltResponse:
        began = perf_counter()
        answer = await serve(request)
        timed(perf_counter() - began)
        return answer

    return timing


@asynccontextmanager
async def _running(socket: Socket) -> AsyncIterator[None]:
    """Own the line of Socket Mode: when it dies, so does whoever waits inside."""
    async with asyncio.TaskGroup() as group:
        line = group.create_task(socket.run())
        try:
            yield
        finally:
            line.cancel()
            await asyncio.wait({line})  # it finishes its answers first
