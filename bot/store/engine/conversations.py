"""The conversations of Teams: what is needed to speak first, kept while the bot is in them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.engine.housekeeping import is_first, wipe_tenant
from bot.store.scope import Scope
from bot.store.tables.conversations import conversations
from handlers.domain.people import Platform, Tenant

LOOKUP_TIMEOUT = 0.4  # s
REMEMBER_TIMEOUT = 0.1  # s; a person waits, and the next activity tells the same
FORGET_TIMEOUT = 2.0  # s; nobody says it twice
_MAX_KNOWN = 10_000  # conversations whose row needn't be looked at again


@dataclass(frozen=True, slots=True)
class ConversationReference:
    """How to reach a conversation, or a person.

    ``kind`` is personal, group, person (met, without a chat) or opened: a chat that the bot opened
    with somebody who has not installed it, and that nobody will say the end of.
    """

    tenant: str
    channel: str
    kind: str
    service_url: str
    bot_id: str
    team_id: str = ""
    person_id: str = ""
    user_id: str = ""


log = logging.getLogger(__name__)

OPENED = "opened"
CHATS = ("personal", OPENED)
_FIELDS = ("tenant", "channel", "kind", "service_url", "bot_id", "team_id", "person_id", "user_id")
_COLUMNS = [conversations.c[name] for name in _FIELDS]


class Conversations:
    """Remembers and forgets; Busy as in ``Database.transaction``."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._known: dict[tuple[str, str], ConversationReference] = {}

    async def remember(
        self,
        *found: ConversationReference,
        afresh: bool = False,
        installed: bool = False,
        happened_at: datetime | None = None,
    ) -> None:
        """Write down what is new or has changed since it was last seen here.

        ``afresh``: somebody came or went. It is written anyhow, for another process may have
        forgotten it in between, and it is worth waiting for: nobody says it twice. ``installed``:
        it was the bot that came, so a chat that it had opened is a place that it is in.
        ``happened_at`` says since when it is so: what is told late stands no longer for that.
        """
        new = [each for each in found if afresh or self._known.get(_key(each)) != each]
        if not new:
            return
        async with self._database.transaction(
            FORGET_TIMEOUT if afresh else REMEMBER_TIMEOUT
        ) as connection:
            now = self._clock()
            since = now if happened_at is None else min(happened_at, now)
            for each in new:
                await self._write(connection, each, since, installed=installed)
        if len(self._known) > _MAX_KNOWN:
            self._known.clear()
        self._known.update({_key(each): each for each in new})

    async def forget(
        self,
        tenant: str,
        event: str,
        *,
        channel: str = "",
        team: str = "",
        removed: bool = False,
        happened_at: datetime | None = None,
    ) -> None:
        """Forget a conversation with its person, or every channel of a team.

        ``removed``: the bot was taken out. When it is nowhere any more, all of the tenant goes.
        The same event again does nothing: by then the bot may have been installed anew. So does one
        that is older, by ``happened_at``, than what stands.
        """
        scope = _scope(tenant)
        self._known.clear()
        if team:
            which = conversations.c.team_id == team
        else:
            persons = scope.select(conversations, conversations.c.person_id).where(
                conversations.c.channel == channel, conversations.c.person_id != ""
            )
            which = (conversations.c.channel == channel) | conversations.c.person_id.in_(persons)
        async with self._database.transaction(FORGET_TIMEOUT) as connection:
            if event and not await is_first(connection, scope.tenant, event, self._clock()):
                return
            standing = scope.select(conversations, conversations.c.channel).where(which)
            if happened_at is not None and await _stands_since(connection, standing, happened_at):
                log.warning("removal.ignored platform=teams reason=older than the installation")
                return
            await connection.execute(scope.delete(conversations).where(which))
            if removed and not await _is_anywhere(connection, scope):
                await wipe_tenant(connection, scope.tenant)

    async def at(self, tenant: str, channel: str) -> ConversationReference | None:
        """Return the reference of a conversation, or None."""
        return await self._one(tenant, conversations.c.channel == channel)

    async def of_person(self, tenant: str, person_id: str) -> ConversationReference | None:
        """Return a person's own chat, else how to open one, else None."""
        return await self._one(tenant, conversations.c.person_id == person_id)

    async def somewhere(self, tenant: str) -> ConversationReference | None:
        """Return any group or channel of the organization, to open a chat with a member from."""
        return await self._one(tenant, conversations.c.kind == "group")

    async def _one(self, tenant: str, which: ColumnElement[bool]) -> ConversationReference | None:
        # A chat comes before a mere acquaintance; the newest chat wins.
        newest = (conversations.c.kind == "person", conversations.c.changed_at.desc())
        query = _scope(tenant).select(conversations, *_COLUMNS).where(which)
        async with self._database.read_transaction(LOOKUP_TIMEOUT) as connection:
            row = (await connection.execute(query.order_by(*newest).limit(1))).first()
        return None if row is None else ConversationReference(*row)

    async def _write(
        self,
        connection: AsyncConnection,
        reference: ConversationReference,
        since: datetime,
        *,
        installed: bool,
    ) -> None:
        values = {name: getattr(reference, name) for name in _FIELDS[1:]}
        values["changed_at"] = since
        changing = {name: value for name, value in values.items() if name != "channel"}
        known = conversations.c
        changing["changed_at"] = case((known.changed_at > since, known.changed_at), else_=since)
        if not reference.team_id:  # not every activity of a channel names its team
            changing["team_id"] = known.team_id
        if not installed and reference.kind in CHATS:  # to write in a chat is not to install
            changing["kind"] = case((known.kind.in_(CHATS), known.kind), else_=reference.kind)
        statement = (
            _scope(reference.tenant)
            .insert(connection, conversations, **values)
            .on_conflict_do_update(index_elements=["platform", "tenant", "channel"], set_=changing)
        )
        await connection.execute(statement)


async def _stands_since(connection: AsyncConnection, query: Select[Any], moment: datetime) -> bool:
    """Tell whether any of these conversations was installed, or told of, after a moment."""
    later = query.where(conversations.c.changed_at > moment).limit(1)
    return (await connection.execute(later)).first() is not None


async def _is_anywhere(connection: AsyncConnection, scope: Scope) -> bool:
    """Tell whether the bot is installed anywhere; to have met a person, or written one, is none."""
    installed = conversations.c.kind.in_(["personal", "group"])
    query = scope.select(conversations, conversations.c.channel).where(installed).limit(1)
    return (await connection.execute(query)).first() is not None


def _key(reference: ConversationReference) -> tuple[str, str]:
    return reference.tenant, reference.channel


def _scope(tenant: str) -> Scope:
    return Scope(Tenant(Platform.TEAMS, tenant))
