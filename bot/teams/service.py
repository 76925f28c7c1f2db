"""Open the Teams door: its session, its keys, its token and its route, closed again together."""

import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.request import getproxies

import aiohttp
from aiohttp import web

from bot.background import Background
from bot.bot import Bot
from bot.store.database import Database
from bot.store.engine.conversations import Conversations
from bot.teams.adapter import Adapter
from bot.teams.auth.inbound_token import TokenCheck
from bot.teams.auth.outbound_token import Bearer
from bot.teams.auth.signed_context import Seal
from bot.teams.auth.signing_keys import Keys
from bot.teams.client import CONNECT, TOTAL, Connector
from bot.teams.config import TeamsConfig
from bot.teams.directory import Roster
from bot.teams.door import Door
from bot.teams.edge import Edge
from bot.teams.public_pages import open_pages
from bot.teams.sender import Mailbox
from handlers.turn import Post

CONNECTIONS = 64
DRAIN = 2.0  # s for answers on their way when we stop


@dataclass(frozen=True, slots=True)
class TeamsDoor:
    """What wiring needs: a route to open, and a door for the outbox."""

    edge: Edge
    mailbox: Mailbox
    background: Background

    def open(self, app: web.Application) -> None:
        """Add ``/api/messages``, and the pages that the app package names."""
        self.edge.open(app)
        open_pages(app)

    async def send(self, post: Post, key: str) -> str:
        """Send a post; return the platform's name for the message."""
        return await self.mailbox.send(post, key)


@asynccontextmanager
async def teams_door(
    config: TeamsConfig,
    bot: Bot,
    database: Database,
    clock: Callable[[], datetime],
    monotonic: Callable[[], float] = time.monotonic,
) -> AsyncIterator[TeamsDoor]:
    """Build the door; nothing of Microsoft's has to be reachable for that."""
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=30),
        timeout=aiohttp.ClientTimeout(total=TOTAL, connect=CONNECT),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=bool(getproxies()),  # for HTTPS_PROXY; to look for it takes a thread each time
    ) as session:
        keys = Keys(session, config.openid_url, monotonic)
        bearer = None if config.anonymous else Bearer(session, config, monotonic)
        connector = Connector(session, config, bearer, clock)
        conversations = Conversations(database, clock)
        seal = Seal(config.password.encode() or secrets.token_bytes(32))
        mailbox = Mailbox(connector, conversations, seal)
        background = Background()
        roster = Roster(connector, clock)
        door = Door(bot, mailbox, conversations, seal, clock, background, roster)
        check = TokenCheck(keys, config.app_id, clock)
        try:
            yield TeamsDoor(Edge(config, check, Adapter(door, connector)), mailbox, background)
        finally:
            await background.drain(DRAIN)
            await keys.close()
