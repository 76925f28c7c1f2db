"""The playground's door: takes what a visitor does as a turn, and shows what comes of it."""

from dataclasses import replace

from bot.bot import Bot
from bot.clock import Clock
from bot.store.database import Database
from bot.store.errors import Busy
from bot.web.directory import TENANTS, may_see
from bot.web.error_texts import NO_SUCH_CHANNEL
from bot.web.sender import LOCK_TIMEOUT, Sender
from bot.web.timeline import Message, card_message, message_of
from bot.web.turns import Answer, Interaction, cleaned, turn_of
from handlers.cards import Card
from handlers.domain.redaction import redact
from handlers.troubles import with_reach
from handlers.turn import Reply, TurnKind


class NotFound(Exception):  # noqa: N818 - an answer to a visitor
    """A workspace or channel that this page doesn't have for this person."""


class Door:
    """Answers what is typed, pressed and sent on the page, and on the command line."""

    def __init__(self, bot: Bot, database: Database, clock: Clock) -> None:
        self.sender = Sender(database, clock)
        self._bot = bot
        self._database = database
        self._clock = clock

    async def answer(self, interaction: Interaction) -> Answer:
        """Run the turn of a visitor, and keep what is to be seen of it; NotFound, Busy.

        What can't be kept just then is shown all the same, and gone with the page; so is what
        nobody keeps: a draft that is checked, or what somebody writes who isn't OK.
        """
        if interaction.tenant not in TENANTS or not may_see(
            interaction.persona, interaction.channel
        ):
            raise NotFound(NO_SUCH_CHANNEL)
        interaction = cleaned(interaction)
        messages = []
        kept = self._bot.keeps(turn_of(interaction, self._clock(), ""))
        if interaction.kind is TurnKind.COMMAND:
            line = self._line(interaction)
            messages.append(await self._shown(line) if kept else line)
        pressed = await self._pressed(interaction)
        message = pressed.id if pressed else interaction.message_id("reply")
        reply = await self._bot.answer(turn_of(interaction, self._clock(), message))
        if reply.card is not None and reply.posts_to is not None:  # every channel here is open
            reply = replace(reply, card=with_reach(reply.card, reply.posts_to, None))
        if reply.card is not None:
            drawn = self._drawn(interaction, reply.card, pressed, reply)
            stays = reply.saved and reply.kept
            messages.append(await self._shown(drawn) if stays else drawn)
        return Answer(reply, tuple(messages))

    async def _shown(self, message: Message) -> Message:
        """Return the message, kept where that can be: its reader sees it in any case."""
        try:
            return await self.sender.show(message)
        except Busy:
            return message

    async def _pressed(self, interaction: Interaction) -> Message | None:
        """Return the visitor's own card that was pressed; on a public one we answer beside it."""
        if not interaction.message:
            return None
        async with self._database.read_transaction(LOCK_TIMEOUT) as connection:
            message = await message_of(connection, interaction.message)
        if message is None or not message.seen_by(interaction.tenant, interaction.persona):
            return None
        return message if message.reader == interaction.persona.id else None

    def _line(self, interaction: Interaction) -> Message:
        return Message(
            interaction.message_id("line"),
            interaction.tenant,
            interaction.channel,
            self._clock(),
            author=interaction.persona.id,
            reader=interaction.persona.id,
            text=redact(interaction.text),
        )

    def _drawn(
        self, interaction: Interaction, card: Card, pressed: Message | None, reply: Reply
    ) -> Message:
        # A card that stands is redrawn in place, unless nothing was saved: then it must stay.
        in_place = pressed is not None and reply.saved
        id_ = pressed.id if pressed and in_place else interaction.message_id("reply")
        message = card_message(id_, interaction.tenant, interaction.channel, self._clock(), card)
        return replace(message, reader=interaction.persona.id if reply.private else "")
