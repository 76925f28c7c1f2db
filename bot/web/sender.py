"""Shows messages on the playground: answers of its door, and posts at the end of the one road."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.store.database import Database
from bot.web.directory import CHANNELS, PERSONAS, TENANTS
from bot.web.timeline import Message, card_message, show, take_away
from handlers.turn import Post
from scheduler.errors import PermanentError
from scheduler.reasons import Reason

LOCK_TIMEOUT = 0.4  # s that a visitor waits for the database


class Sender:
    """Keeps what is shown; whoever has a window open is told by the feed."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def post(self, post: Post, key: str) -> str:
        """Show a post, the same key once, and return its name; PermanentError for no channel."""
        if post.place.tenant not in TENANTS or not _is_channel(post.place.channel):
            raise PermanentError(Reason.CHANNEL_GONE)
        if post.removes:
            await self._take_away(post)
            return ""
        message = card_message(
            post.replaces or f"post:{key}",
            post.place.tenant,
            post.place.channel,
            self._clock(),
            post.card,
        )
        kept = await self.show(replace(message, reader=post.reader))
        return kept.id

    async def show(self, message: Message) -> Message:
        """Show a message, or redraw the one with its id; Busy when the database is."""
        async with self._database.transaction(LOCK_TIMEOUT) as connection:
            return await show(connection, message)

    async def _take_away(self, post: Post) -> None:
        async with self._database.transaction(LOCK_TIMEOUT) as connection:
            await take_away(connection, post.place.tenant, post.replaces)


def _is_channel(channel: str) -> bool:
    return channel in CHANNELS or channel.removeprefix("@") in PERSONAS
