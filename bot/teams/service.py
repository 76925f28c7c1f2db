"""Open the Teams door: its session, its keys, its token and its route, closed again together."""

import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.request import getproxies
from uuid import uuid4

import aiohttp
from aiohttp import web

from bot.background import Background
from bot.bot import Bot
from bot.store.database import Database
from bot.store.engine.conversations import Conversations
from bot.teams.adapter import Adapter
from bot.teams.auth.credentials import ClientCertificate, ClientSecret, Credential
from bot.teams.auth.inbound_token import TokenCheck
from bot.teams.auth.outbound_token import Bearer
from bot.teams.auth.signed_context import SignedContext
from bot.teams.auth.signing_keys import SigningKeys
from bot.teams.client import CONNECT_TIMEOUT, RESPONSE_TIMEOUT, ConnectorClient
from bot.teams.config import TeamsConfig
from bot.teams.directory import Directory
from bot.teams.door import Door
from bot.teams.edge import Edge
from bot.teams.public_pages import open_pages
from bot.teams.sender import Sender
from bot.teams.shortcuts.door import ShortcutDoor
from handlers.domain.people import Person, Tenant
from handlers.turn import Post

MAX_CONNECTIONS = 64
DRAIN_TIMEOUT = 2.0  # s for answers on their way when we stop


@dataclass(frozen=True, slots=True)
class TeamsService:
    """What wiring needs: a route to open, and a door for the outbox."""

    edge: Edge
    sender: Sender
    background: Background
    directory: Directory

    def open(self, app: web.Application) -> None:
        """Add ``/api/messages``, and the pages that the app package names."""
        self.edge.open(app)
        open_pages(app)

    async def send(self, post: Post, key: str) -> str:
        """Send a post; return the platform's name for the message."""
        return await self.sender.post(post, key)

    async def told_of(self, tenant: Tenant, person_id: str) -> Person | None:
        """Return what Teams tells of a person now, or None while it doesn't."""
        return await self.directory.told_of(tenant.id, person_id)


@asynccontextmanager
async def teams_service(
    config: TeamsConfig,
    bot: Bot,
    database: Database,
    clock: Callable[[], datetime],
    monotonic: Callable[[], float] = time.monotonic,
) -> AsyncIterator[TeamsService]:
    """Build the door; nothing of Microsoft's has to be reachable for that; CertificateError."""
    credential = await credential_of(config, clock)
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=MAX_CONNECTIONS, keepalive_timeout=30),
        timeout=aiohttp.ClientTimeout(total=RESPONSE_TIMEOUT, connect=CONNECT_TIMEOUT),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=bool(getproxies()),  # for HTTPS_PROXY; to look for it takes a thread each time
    ) as session:
        keys = SigningKeys(session, config.cloud.openid_url, monotonic)
        bearer = None if config.anonymous else Bearer(session, config, credential, monotonic)
        client = ConnectorClient(session, config, bearer, clock, monotonic)
        conversations = Conversations(database, clock)
        signed_context = SignedContext(credential.secrets, credential.renew)
        sender = Sender(client, conversations, signed_context)
        background = Background()
        directory = Directory(client, clock, conversations)
        door = Door(bot, sender, conversations, signed_context, clock, background, directory)
        shortcuts = ShortcutDoor(door, directory, clock)
        check = TokenCheck(keys, config.cloud.issuer, config.app_id, clock)
        try:
            edge = Edge(config, check, Adapter(door, shortcuts, client))
            yield TeamsService(edge, sender, background, directory)
        finally:
            await background.drain(DRAIN_TIMEOUT)
            await keys.close()


async def credential_of(config: TeamsConfig, clock: Callable[[], datetime]) -> Credential:
    """Return how we prove who we are; without credentials, a secret for our buttons alone.

    CertificateError where the certificate can't be used.
    """
    if config.certificate is None:
        return ClientSecret(config.password or secrets.token_hex(32))
    credential = ClientCertificate(config.certificate, config.app_id, clock, lambda: str(uuid4()))
    await credential.load()
    return credential
