"""The playground without its wire: takes what a visitor does, and shows what comes of it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, update

from bot.bot import Bot
from bot.clock import Clock
from bot.store.database import Database
from bot.store.tables.all_tables import metadata
from bot.store.tables.people import people
from bot.store.tables.playground import playground, web_messages
from bot.store.tables.workspaces import workspaces
from bot.text import clean
from bot.web.directory import (
    CHANNELS,
    LEADS,
    PLAYERS,
    TENANTS,
    Player,
    chosen,
    may_see,
    mentioned,
    person,
    place,
)
from bot.web.timeline import Message, card_message, message_of, show, take_away
from handlers.cards import Card, Form
from handlers.domain.people import Platform
from handlers.domain.redaction import redact
from handlers.turn import Post, Reply, Turn, TurnKind
from scheduler.errors import PermanentError
from scheduler.phrases.phrase import parse_moment
from scheduler.reasons import Reason

ID_LENGTH = 100
PATIENCE = 0.4  # s
STEP = timedelta(days=3660)  # at most, when the clock is moved


class NotHere(Exception):  # noqa: N818 - an answer to a visitor
    """A workspace, person, channel or message that this page doesn't have."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a visitor did: typed a line, pressed a button, or sent a form."""

    tenant: str
    player: Player
    channel: str
    kind: TurnKind
    turn_id: str
    zone: str = ""
    text: str = ""
    intent: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the visitor sees of it."""

    reply: Reply
    messages: tuple[Message, ...]
    form: Form | None


class Room:
    """Two workspaces, three people, three channels, and a clock that can go ahead."""

    def __init__(self, bot: Bot, database: Database, clock: Clock) -> None:
        self._bot = bot
        self._database = database
        self.clock = clock

    async def say(self, spoken: Spoken) -> Shown:
        """Run a turn of a visitor, and keep what is to be seen of it."""
        if spoken.tenant not in TENANTS or not may_see(spoken.player, spoken.channel):
            raise NotHere("There is no such channel for this person. Reload the page.")
        args = {name: clean(words) for name, words in spoken.args.items()}
        spoken = replace(spoken, text=clean(spoken.text), args=args)
        line = None
        if spoken.kind is TurnKind.COMMAND:
            line = await self._keep(self._line(spoken))
        pressed = await self._pressed(spoken)
        reply = await self._bot.answer(self._turn(spoken, pressed))
        messages = [line] if line is not None else []
        if reply.card is not None:
            answer = self._answer(spoken, reply.card, pressed, reply)
            messages.append(await self._keep(answer) if reply.saved else answer)
        return Shown(reply, tuple(messages), reply.form)

    async def send(self, post: Post, key: str) -> str:
        """Show a post: the door's end of the one road to a channel. The same key is shown once."""
        if post.place.tenant not in TENANTS or not _is_channel(post.place.channel):
            raise PermanentError(Reason.CHANNEL_GONE)
        if post.removes:
            await self._take_away(post)
            return ""
        message = card_message(
            post.replaces or f"post:{key}",
            post.place.tenant,
            post.place.channel,
            self.clock(),
            post.card,
        )
        kept = await self._keep(replace(message, reader=post.reader))
        return kept.id

    async def move_clock(self, to: str, zone: str) -> datetime:
        """Go forward to a moment in words or ISO; ValueError or PhraseError say what is wrong."""
        moment = _iso(to, zone) or parse_moment(to, zone, self.clock())
        if moment - self.clock() > STEP:
            raise ValueError("that is more than ten years ahead")
        ahead = self.clock.move_to(moment)
        async with self._database.transaction(PATIENCE) as connection:
            await connection.execute(update(playground).values(ahead_s=ahead.total_seconds()))
        return self.clock()

    async def reset(self, zone: str) -> None:
        """Forget everything of the playground, set its clock right, and start afresh."""
        async with self._database.transaction(PATIENCE) as connection:
            for table in metadata.sorted_tables:
                if "platform" in table.c:
                    await connection.execute(
                        delete(table).where(table.c.platform == Platform.WEB.value)
                    )
            await connection.execute(delete(web_messages))
            await connection.execute(update(playground).values(ahead_s=0.0))
        self.clock.ahead = timedelta()
        await furnish(self._database, zone)

    def _turn(self, spoken: Spoken, pressed: Message | None) -> Turn:
        name, *words = spoken.text.split(None, 1) or [""]
        command = spoken.kind is TurnKind.COMMAND
        text, mentions = mentioned("".join(words)) if command else ("", ())
        if spoken.kind is TurnKind.SUBMIT:
            found = (each for value in spoken.args.values() for each in chosen(value))
            mentions = tuple(dict.fromkeys(found))
        return Turn(
            id=spoken.turn_id[:ID_LENGTH],
            kind=spoken.kind,
            intent=name if command else spoken.intent,
            person=person(spoken.player, spoken.zone),
            place=place(spoken.tenant, spoken.channel),
            at=self.clock(),
            text=text,
            args=spoken.args,
            message=pressed.id if pressed else _name("reply", spoken),
            mentions=mentions,
        )

    async def _pressed(self, spoken: Spoken) -> Message | None:
        """Return the visitor's own card that was pressed; on a public one we answer beside it."""
        if not spoken.message:
            return None
        async with self._database.read_transaction(PATIENCE) as connection:
            message = await message_of(connection, spoken.message)
        if message is None or not message.seen_by(spoken.tenant, spoken.player):
            return None
        return message if message.reader == spoken.player.id else None

    def _line(self, spoken: Spoken) -> Message:
        return Message(
            _name("line", spoken),
            spoken.tenant,
            spoken.channel,
            self.clock(),
            author=spoken.player.id,
            reader=spoken.player.id,
            text=redact(spoken.text),
        )

    def _answer(self, spoken: Spoken, card: Card, pressed: Message | None, reply: Reply) -> Message:
        # A card that stands is redrawn in place, unless nothing was saved: then it must stay.
        in_place = pressed is not None and reply.saved
        answer_id = pressed.id if pressed and in_place else _name("reply", spoken)
        message = card_message(answer_id, spoken.tenant, spoken.channel, self.clock(), card)
        return replace(message, reader=spoken.player.id if reply.private else "")

    async def _take_away(self, post: Post) -> None:
        async with self._database.transaction(PATIENCE) as connection:
            await take_away(connection, post.place.tenant, post.replaces)

    async def _keep(self, message: Message) -> Message:
        async with self._database.transaction(PATIENCE) as connection:
            return await show(connection, message)


async def furnish(database: Database, zone: str) -> tuple[timedelta, str]:
    """Set up the playground where it isn't yet; return its clock's lead and its token."""
    async with database.transaction(PATIENCE) as connection:
        for tenant in TENANTS:
            scope = {"platform": Platform.WEB.value, "tenant": tenant}
            there = await connection.scalar(
                select(workspaces.c.tenant).where(
                    workspaces.c.platform == Platform.WEB.value, workspaces.c.tenant == tenant
                )
            )
            if there is None:
                await connection.execute(
                    insert(workspaces).values(
                        **scope, zone=zone, lead_place=str(place(tenant, LEADS))
                    )
                )
                await connection.execute(
                    insert(people),
                    [
                        {**scope, "id": each.id, "name": each.name, "role": each.role.value}
                        for each in PLAYERS.values()
                    ],
                )
        row = (await connection.execute(select(playground))).first()
        if row is None:
            token = secrets.token_urlsafe(24)
            await connection.execute(insert(playground).values(id=1, ahead_s=0.0, token=token))
            return timedelta(), token
        return timedelta(seconds=row.ahead_s), row.token


def _name(what: str, spoken: Spoken) -> str:
    """Return the id of a message; the page chooses the turn's id, so the person is part of it."""
    return f"{what}:{spoken.tenant}:{spoken.player.id}:{spoken.turn_id[:ID_LENGTH]}"


def _is_channel(channel: str) -> bool:
    return channel in CHANNELS or channel.removeprefix("@") in PLAYERS


def _iso(text: str, zone: str) -> datetime | None:
    """Return a moment written as ISO 8601, on the wall clock of the zone if it names no other."""
    try:
        moment = datetime.fromisoformat(text.strip())
        local = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
