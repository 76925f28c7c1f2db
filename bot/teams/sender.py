"""Where an answer and a post go: a conversation, one member of it, or somebody's own chat."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.store.engine.conversations import CHATS, OPENED, ConversationReference, Conversations
from bot.teams import error_texts
from bot.teams.auth.signed_context import SignedContext
from bot.teams.client import NEVER, Address, ConnectorClient
from bot.teams.drawing.adaptive_cards import ONLY, PLACE, draw, draw_form
from bot.teams.drawing.markup import one_line
from bot.teams.payloads import Activity
from bot.teams.turns import MessageRef, person
from handlers.cards import Card
from handlers.domain.excerpt import cut
from handlers.turn import Post, Reply
from scheduler.errors import PermanentError, TemporaryError, UnknownError
from scheduler.reasons import Reason

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
RETRY_TIMEOUT = 3.0  # s in which an answer may be tried again
POST_TIMEOUT = 8.0  # s for a post and all that goes before it; the outbox waits for 10
MAX_SUMMARY = 150  # characters
MAX_REF = 255

log = logging.getLogger(__name__)


class Sender:
    """Sends answers and posts; errors are those of ``scheduler.errors``."""

    def __init__(
        self, client: ConnectorClient, conversations: Conversations, signed_context: SignedContext
    ) -> None:
        self._client = client
        self._conversations = conversations
        self._signed_context = signed_context

    async def answer(self, activity: Activity, reply: Reply) -> None:
        """Show a reply where it was asked for; a private one in a group to its person alone."""
        here = _here(activity)
        if activity.personal or not reply.private:
            await self._client.post(here, _drawn(reply, {}), RETRY_TIMEOUT)
        elif activity.targeted:
            only = replace(here, targeted=True)
            shown = {**_drawn(reply, {ONLY: "1"}), "recipient": {"id": activity.sender.id}}
            try:
                await self._client.post(only, shown, RETRY_TIMEOUT)
            except PermanentError:  # not every cloud and client has them
                await self._aside(activity, reply)
        elif await self._aside(activity, reply):
            await self._point(here)

    async def redraw(self, activity: Activity, reply: Reply, carried: Mapping[str, str]) -> None:
        """Show a reply in the place of the card that was pressed, or below it."""
        stands = activity.reply_to_id or ""
        at = replace(_here(activity), activity=stands, targeted=ONLY in carried)
        if not at.activity:
            await self.answer(activity, reply)
            return
        try:
            await self._client.update(at, _drawn(reply, carried), RETRY_TIMEOUT)
        except PermanentError:
            await self.answer(activity, reply)

    async def post(self, post: Post, key: str) -> str:
        """Send a post to its place, to its reader, or over a message; return where it stands."""
        until = asyncio.get_running_loop().time() + POST_TIMEOUT
        if post.replaces:
            try:
                return await self._replace(post, until)
            except PermanentError:
                if not post.reader or post.removes:
                    raise
        place = post.place
        reader = post.reader or (place.channel[1:] if place.channel.startswith("@") else "")
        if not reader:
            known = await self._conversations.at(place.tenant, place.channel)
            if known is None:
                raise PermanentError(Reason.NOT_IN_CHANNEL, "no conversation known")
            return await self._post(known, _posted(post, {}), until)
        chat = await self._chat(place.tenant, reader, place.channel, until)
        shown = _posted(post, self._about(chat, place.channel, reader))
        return await self._post(chat, shown, until)

    async def _replace(self, post: Post, until: float) -> str:
        ref = MessageRef.parse(post.replaces)
        channel = ref.channel.partition(";messageid=")[0]
        known = await self._conversations.at(post.place.tenant, channel)
        if known is None:
            raise PermanentError(Reason.CHANNEL_GONE, "no conversation known")
        about = self._about(known, post.place.channel, post.reader)
        carried = about | ({ONLY: "1"} if ref.targeted else {})
        at = Address(known.tenant, known.service_url, ref.channel, ref.activity, ref.targeted)
        if post.removes:
            await self._client.delete(at, until)
            return ""
        await self._client.update(at, _posted(post, carried), until=until)
        return post.replaces

    async def _aside(self, activity: Activity, reply: Reply) -> bool:
        """Show a reply in the person's own chat, or say that there is none; tell which it was."""
        try:
            await self._privately(activity, reply)
        except PermanentError:
            line = _saying(error_texts.NO_PRIVATE_CHAT)
            await self._client.post(_here(activity), line, RETRY_TIMEOUT)
            return False
        return True

    async def in_own_chat(self, activity: Activity, reply: Reply) -> None:
        """Show a reply in the chat of whoever acts, which is what it is about."""
        who = person(activity).id
        chat = await self._chat(activity.tenant, who, f"@{who}")
        await self._client.post(_at(chat), _drawn(reply, {}), RETRY_TIMEOUT)

    async def _privately(self, activity: Activity, reply: Reply) -> None:
        who = person(activity).id
        chat = await self._chat(activity.tenant, who, activity.channel)
        shown = _drawn(reply, self._about(chat, activity.channel, who))
        await self._client.post(_at(chat), shown, RETRY_TIMEOUT)

    async def _point(self, here: Address) -> None:
        """Say where the answer is; it has arrived, so that this line alone may be lost."""
        try:
            await self._client.post(here, _saying(error_texts.ANSWERED_IN_PRIVATE), RETRY_TIMEOUT)
        except (TemporaryError, PermanentError, UnknownError) as error:
            log.warning("teams.line_lost reason=%s", error.cause)

    def _about(self, chat: ConversationReference, channel: str, reader: str) -> dict[str, str]:
        """Return what keeps a card's channel when it is shown in another conversation."""
        if channel == chat.channel or channel.startswith("@"):
            return {}
        return {PLACE: self._signed_context.sign(chat.tenant, reader, channel)}

    async def _chat(
        self, tenant: str, reader: str, channel: str, until: float = NEVER
    ) -> ConversationReference:
        """Return a person's own chat with the bot; it is opened when there is none."""
        known = await self._conversations.of_person(tenant, reader)
        if known is not None and known.kind in CHATS:
            return known
        via = known or await self._conversations.at(tenant, channel)
        via = via or await self._conversations.somewhere(tenant)
        if via is None:
            raise PermanentError(Reason.NOT_IN_CHANNEL, "nobody met")
        user = (via.user_id if via is known else "") or reader
        made = await self._client.open_chat(via.service_url, tenant, via.bot_id, user, until)
        whose = {"person_id": reader, "user_id": user}
        chat = ConversationReference(tenant, made, OPENED, via.service_url, via.bot_id, **whose)
        await self._conversations.remember(chat)
        return chat

    async def _post(
        self, known: ConversationReference, activity: Mapping[str, Any], until: float
    ) -> str:
        made = await self._client.post(_at(known), activity, until=until)
        ref = str(MessageRef(known.channel, made))
        return ref if len(ref) <= MAX_REF else made


def content(reply: Reply, carried: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the Adaptive Card of a reply, or None when there is nothing to show."""
    if reply.form is not None:
        return draw_form(reply.form, carried)
    return draw(reply.card, carried) if reply.card is not None else None


def _here(activity: Activity) -> Address:
    return Address(activity.tenant, activity.service_url, activity.conversation.id)


def _at(known: ConversationReference) -> Address:
    return Address(known.tenant, known.service_url, known.channel)


def _drawn(reply: Reply, carried: Mapping[str, str]) -> dict[str, Any]:
    shown, card = content(reply, carried), reply.form or reply.card
    if shown is None or card is None:
        return _saying(error_texts.DONE)
    return _carrying(shown, card.heading if isinstance(card, Card) else card.title)


def _posted(post: Post, carried: Mapping[str, str]) -> dict[str, Any]:
    message = _carrying(draw(post.card, carried), post.card.heading)
    if post.urgent:
        message["channelData"] = {"notification": {"alert": True}}
    return message


def _carrying(card: Mapping[str, Any], title: str) -> dict[str, Any]:
    return {
        "type": "message",
        "summary": one_line(cut(title, MAX_SUMMARY)),
        "attachments": [{"contentType": CARD_TYPE, "content": card}],
    }


def _saying(text: str) -> dict[str, Any]:
    return {
        "type": "message",
        "textFormat": "plain",
        "text": text,
        "summary": cut(text, MAX_SUMMARY),
    }
