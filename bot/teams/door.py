"""The Teams door: what happens there becomes a turn, and the reply is shown; nothing is decided."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.bot import Bot
from bot.store.conversations import Conversations
from bot.teams import reader
from bot.teams.mailbox import CARD, Mailbox, content
from bot.teams.seal import Seal
from bot.teams.wire import Activity, Press
from handlers.cards import Card, Text
from handlers.turn import Kind, Reply, Turn
from scheduler.errors import PermanentError, TemporaryError, UnknownError

SPOKEN = "application/vnd.microsoft.activity.message"
_ANOTHER_DAY = "This card is from another day. Type the command again, in the channel it is for."

log = logging.getLogger(__name__)


class Door:
    """Answers messages and buttons, and keeps track of where the bot is."""

    def __init__(
        self,
        bot: Bot,
        mailbox: Mailbox,
        conversations: Conversations,
        seal: Seal,
        clock: Callable[[], datetime],
    ) -> None:
        self._bot = bot
        self._mailbox = mailbox
        self._conversations = conversations
        self._seal = seal
        self._clock = clock

    async def seen(self, activity: Activity) -> None:
        """Keep how to reach this conversation; a busy database puts it off to the next time."""
        afresh = activity.type in ("installationUpdate", "conversationUpdate")
        try:
            await self._conversations.remember(*reader.references(activity), afresh=afresh)
        except TemporaryError as error:
            log.warning("teams.not_remembered reason=%s", error.reason)

    async def said(self, activity: Activity) -> None:
        """Answer a typed command, or the button of a client that sends it as a message."""
        press = reader.sent_as_message(activity)
        if press is None:
            reply = await self._bot.answer(reader.command(activity, self._clock()))
            await self._show(activity, reply)
        else:
            reply = await self._answered(activity, press)
            await self._show(activity, reply, press if reply.saved else None)

    async def pressed(self, activity: Activity, press: Press) -> Mapping[str, Any]:
        """Return the card that takes the place of the pressed one.

        When nothing was saved the card stays, with a line below it.
        """
        reply = await self._answered(activity, press)
        card = content(reply, reader.hidden(press))
        if card is not None and reply.saved:
            return {"statusCode": 200, "type": CARD, "value": card}
        return {"statusCode": 200, "type": SPOKEN, "value": _line(reply)}

    async def joined(self, activity: Activity) -> None:
        """Say what the bot can do, once it is somewhere new; a new version is no news."""
        if activity.action != "add":
            return
        turn = reader.command(activity, self._clock())
        hello = Turn(turn.id, Kind.COMMAND, "help", turn.person, turn.place, turn.at)
        reply = await self._bot.answer(hello)
        await self._show(activity, Reply(reply.card, private=False))

    async def left(self, activity: Activity) -> None:
        """Forget a conversation that is over for the bot."""
        data = activity.channel_data
        event = data.event_type if data is not None else None
        try:
            if event == "channelDeleted" and data is not None and data.channel is not None:
                await self._conversations.forget(activity.tenant, channel=data.channel.id or "")
            elif activity.team and not activity.personal:
                await self._conversations.forget(activity.tenant, team=activity.team)
            else:
                await self._conversations.forget(activity.tenant, channel=activity.channel)
        except TemporaryError as error:
            log.warning("teams.not_forgotten reason=%s", error.reason)

    async def _answered(self, activity: Activity, press: Press) -> Reply:
        turn = reader.pressed(activity, press, self._clock(), self._seal)
        if turn is None:
            return Reply(Card("Not quite", (Text(_ANOTHER_DAY),)))
        return await self._bot.answer(turn)

    async def _show(self, activity: Activity, reply: Reply, press: Press | None = None) -> None:
        try:
            if press is None:
                await self._mailbox.answer(activity, reply)
            else:
                await self._mailbox.redraw(activity, reply, reader.hidden(press))
        except (TemporaryError, PermanentError, UnknownError) as error:
            log.warning("teams.reply_lost reason=%s", error.reason)


def _line(reply: Reply) -> str:
    """Return a card as one line of words, for where a card can't stand."""
    if reply.card is None:
        return "Done."
    texts = [block.text for block in reply.card.body if isinstance(block, Text)]
    return " ".join([f"{reply.card.title}.", *texts])
