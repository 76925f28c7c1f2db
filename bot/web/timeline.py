"""What was said on the playground: the far side of its wire, kept so that a reload shows it again.

``changed`` counts up over all rows, so that "what is new since 17?" finds redrawn cards as well.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, ScalarSelect, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.codec import dump_card
from bot.store.tables.playground import web_messages
from bot.web.directory import CHANNELS, Persona
from handlers.cards import Card

MAX_HISTORY = 200  # messages
MAX_NEWS = 500  # messages at once


@dataclass(frozen=True, slots=True)
class Message:
    """One line or card; ``author`` is empty for the bot, ``reader`` for everybody."""

    id: str
    tenant: str
    channel: str
    at: datetime
    author: str = ""
    reader: str = ""
    text: str | None = None
    card: dict[str, Any] | None = None
    gone: bool = False  # taken away again
    seq: int = 0
    changed: int = 0

    def seen_by(self, tenant: str, persona: Persona) -> bool:
        """Tell whether a person may see it."""
        here = self.tenant == tenant and self.reader in ("", persona.id)
        return here and self.channel in (*CHANNELS, persona.personal)

    def wire(self) -> dict[str, Any]:
        """Return it as the page wants it."""
        return {
            "id": self.id,
            "seq": self.seq,
            "channel": self.channel,
            "author": self.author,
            "reader": self.reader,
            "at": self.at.isoformat(),
            "text": self.text,
            "card": self.card,
            "gone": self.gone,
            "changed": self.changed,
        }


def card_message(message_id: str, tenant: str, channel: str, at: datetime, card: Card) -> Message:
    """Return a card of the bot as a message."""
    return Message(message_id, tenant, channel, at, card=dump_card(card))


async def show(connection: AsyncConnection, message: Message) -> Message:
    """Add a message, or redraw the one with its id; return it as it stands."""
    changed = _next()
    body = {"text": message.text, "card": message.card}
    done = await connection.execute(
        update(web_messages)
        .where(web_messages.c.id == message.id, web_messages.c.tenant == message.tenant)
        .values(body=body, changed=changed)
        .returning(web_messages)
    )
    row = done.first()
    if row is None:
        added = await connection.execute(
            insert(web_messages)
            .values(
                id=message.id,
                tenant=message.tenant,
                channel=message.channel,
                author=message.author,
                reader=message.reader,
                at=message.at,
                body=body,
                changed=changed,
            )
            .returning(web_messages)
        )
        row = added.one()
    return _message(row)


async def take_away(connection: AsyncConnection, tenant: str, message_id: str) -> None:
    """Empty a message for good; the windows that show it are told."""
    await connection.execute(
        update(web_messages)
        .where(web_messages.c.id == message_id, web_messages.c.tenant == tenant)
        .values(body={"gone": True}, changed=_next())
    )


async def message_of(connection: AsyncConnection, message_id: str) -> Message | None:
    """Return the message with this id, or None."""
    found = await connection.execute(select(web_messages).where(web_messages.c.id == message_id))
    row = found.first()
    return None if row is None else _message(row)


async def history(connection: AsyncConnection, tenant: str, persona: Persona) -> list[Message]:
    """Return the last messages that a person may see, oldest first."""
    found = await connection.execute(
        select(web_messages)
        .where(
            web_messages.c.tenant == tenant,
            web_messages.c.channel.in_((*CHANNELS, persona.personal)),
            or_(web_messages.c.reader == "", web_messages.c.reader == persona.id),
        )
        .order_by(web_messages.c.seq.desc())
        .limit(MAX_HISTORY)
    )
    return [message for row in found if not (message := _message(row)).gone][::-1]


async def news(connection: AsyncConnection, after: int) -> list[Message]:
    """Return what was added or redrawn since, in that order."""
    found = await connection.execute(
        select(web_messages)
        .where(web_messages.c.changed > after)
        .order_by(web_messages.c.changed)
        .limit(MAX_NEWS)
    )
    return [_message(row) for row in found]


async def latest(connection: AsyncConnection) -> int:
    """Return the highest ``changed`` there is."""
    found = await connection.scalar(select(func.max(web_messages.c.changed)))
    return int(found or 0)


def _next() -> ScalarSelect[int]:
    return select(func.coalesce(func.max(web_messages.c.changed), 0) + 1).scalar_subquery()


def _message(row: Row[Any]) -> Message:
    return Message(
        id=row.id,
        tenant=row.tenant,
        channel=row.channel,
        at=row.at,
        author=row.author,
        reader=row.reader,
        text=row.body.get("text"),
        card=row.body.get("card"),
        gone=row.body.get("gone", False),
        seq=row.seq,
        changed=row.changed,
    )
