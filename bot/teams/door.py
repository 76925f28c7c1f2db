"""The Teams door: what happens there becomes a turn, and the reply is shown; nothing is decided."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.background import Background
from bot.bot import Bot
from bot.store.engine.conversations import Conversations
from bot.teams import error_texts, turns
from bot.teams.auth.signed_context import SignedContext
from bot.teams.client import Address
from bot.teams.directory import Directory
from bot.teams.drawing.adaptive_cards import ONLY
from bot.teams.payloads import Activity, Press
from bot.teams.sender import CARD_TYPE, Sender, content
from handlers.cards import Text
from handlers.domain.people import Membership, Mention
from handlers.troubles import with_reach
from handlers.turn import Post, Reply, Turn
from scheduler.errors import PermanentError, TemporaryError, UnknownError
from scheduler.reasons import Cause, Reason

MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
SHOW_TIMEOUT = 0.8  # s that Teams waits for a reply to be shown; then it goes on without
RESEND_WINDOW = timedelta(minutes=10)  # for how long Teams may send the same again
_MAX_SHOWN = 10_000  # turns whose reply is shown
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_DELETED = ("channelDeleted", "teamDeleted")

log = logging.getLogger(__name__)


class Door:
    """Answers messages and buttons, and keeps track of where the bot is."""

    def __init__(
        self,
        bot: Bot,
        sender: Sender,
        conversations: Conversations,
        signed_context: SignedContext,
        clock: Callable[[], datetime],
        background: Background,
        directory: Directory,
    ) -> None:
        self._bot = bot
        self._sender = sender
        self._conversations = conversations
        self._signed_context = signed_context
        self._clock = clock
        self._directory = directory
        self._background = background
        self._shown: dict[tuple[str, str], datetime] = {}  # oldest first

    async def remember(self, activity: Activity) -> None:
        """Keep how to reach this conversation; a busy database puts it off to the next time.

        TemporaryError where there may be none: who installs the bot says it once.
        """
        installed = activity.type == "installationUpdate"
        afresh = installed or activity.type == "conversationUpdate"
        found = turns.references(activity)
        try:
            await self._conversations.remember(
                *found,
                afresh=afresh,
                installed=installed,
                happened_at=turns.happened_at(activity),
            )
        except TemporaryError as error:
            if afresh:
                raise
            log.warning("teams.not_remembered reason=%s", error.cause)

    async def message(self, activity: Activity) -> None:
        """Answer a typed command, or the button of a client that sends it as a message."""
        press = turns.press_in_message(activity)
        turn, reply = await self._answered(activity, press)
        await self._show(activity, turn, reply, press if reply.saved else None)

    async def press(self, activity: Activity, press: Press) -> Mapping[str, Any]:
        """Return the card that takes the place of the pressed one.

        When nothing was saved the card stays, with a line below it; so does one that everybody
        reads, when this person may not press it.
        """
        turn, reply = await self._answered(activity, press)
        card = content(reply, turns.carried(press))
        everybodys = not activity.personal and ONLY not in press.data
        stays = everybodys and (reply.refused or turn.person.guest)
        if card is not None and reply.saved and not stays:
            return {"statusCode": 200, "type": CARD_TYPE, "value": card}
        return {"statusCode": 200, "type": MESSAGE_TYPE, "value": _line(reply)}

    async def installed(self, activity: Activity) -> None:
        """Say what the bot can do, once it is somewhere new; a new version is no news."""
        if activity.action != "add":
            return
        hello = turns.from_installation(activity, self._clock())
        reply = await self._bot.answer(hello)
        if not reply.saved:
            raise TemporaryError(Reason.NOT_SAVED, "the first words")
        await self._show(activity, hello, replace(reply, private=False))

    async def removed(self, activity: Activity) -> None:
        """Forget a conversation that is over for the bot; TemporaryError asks to be told again."""
        data, tenant = activity.channel_data, activity.tenant
        known, event = turns.event_id(activity), data.event_type if data is not None else None
        if event == "channelDeleted" and data is not None and data.channel is not None:
            await self._conversations.forget(tenant, known, channel=data.channel.id or "")
            return
        removed = event not in _DELETED  # a deleted team may be restored, with the bot in it
        of_team = bool(activity.team) and not activity.personal
        await self._conversations.forget(
            tenant,
            known,
            channel="" if of_team else activity.channel,
            team=activity.team if of_team else "",
            removed=removed,
            happened_at=turns.happened_at(activity),
        )

    async def replied(self, activity: Activity, turn: Turn, found: Iterable[Mention]) -> Reply:
        """Return the bot's reply to a turn; ``found`` are those whom it means."""
        turn = await self._with_people(activity, turn, found)
        return await self._with_reach(await self._bot.answer(turn))

    async def show_in_chat(self, activity: Activity, turn: Turn, reply: Reply) -> bool:
        """Show a reply in its person's own chat, once; tell False where there can be none."""
        refused: list[Cause] = []

        async def send() -> None:
            try:
                await self._sender.in_own_chat(activity, reply)
            except TemporaryError as error:
                await self._postpone(turn, reply, "", error.cause)
            except (PermanentError, UnknownError) as error:
                log.warning("teams.reply_lost reason=%s", error.cause)
                if isinstance(error, PermanentError):
                    refused.append(error.cause)
                    self._shown.pop((turn.place.tenant, turn.id), None)  # nor is it a second time

        if self._is_first(turn):
            await self._background.run(send(), SHOW_TIMEOUT)
        return not refused

    async def _answered(self, activity: Activity, press: Press | None) -> tuple[Turn, Reply]:
        turn = turns.from_activity(activity, press, self._clock())
        place = turns.place_spoken_for(activity, press, self._signed_context)
        if place is None and await self._signed_context.renew():  # another process may be ahead
            place = turns.place_spoken_for(activity, press, self._signed_context)
        if place is None:
            return turn, Reply(error_texts.FROM_ANOTHER_DAY)
        turn = replace(turn, place=place)
        found = turn.mentions if press is None else turns.chosen(press)
        return turn, await self.replied(activity, turn, found)

    async def _with_reach(self, reply: Reply) -> Reply:
        """Return a reply that says whether we are where it is to be posted."""
        place = reply.posts_to
        if place is None or reply.card is None:
            return reply
        known = await self._conversations.at(place.tenant, place.channel)
        reason = None if known is not None else Reason.NOT_IN_CHANNEL
        return replace(reply, card=with_reach(reply.card, place, reason))

    async def _with_people(self, activity: Activity, turn: Turn, found: Iterable[Mention]) -> Turn:
        """Return a turn with what Teams tells of the people in it."""
        tenant, everybody = activity.tenant, tuple(found)
        here = Address(activity.tenant, activity.service_url, activity.conversation.id)
        known = activity.sender.aad_object_id or ""
        asked = self._directory.member(tenant, here, activity.sender.id, known)
        mentions: tuple[Mention, ...] = ()
        if everybody:
            there = replace(here, conversation=turn.place.channel)
            told = self._directory.mentions(tenant, there, everybody)
            member, mentions = await asyncio.gather(asked, told)
        else:  # nearly always: it is worth no task
            member = await asked
        self._directory.note_name(tenant, turn.person.id, turn.person.name)
        membership = member.membership if member is not None else None
        if activity.is_from_outside:
            membership = Membership.GUEST
        person = replace(turn.person, membership=membership)
        if member is not None:
            name = member.name if member.name and person.name == person.id else person.name
            person = replace(person, name=name, handle=member.handle)
        return replace(turn, person=person, mentions=mentions)

    async def _show(
        self, activity: Activity, turn: Turn, reply: Reply, press: Press | None = None
    ) -> None:
        """Show a reply, unless it is shown already: Teams resends what it thinks is lost.

        Comes back after a moment, though the connector be slow: Teams waits for us meanwhile.
        """
        if reply.saved and not self._is_first(turn):
            return
        await self._background.run(self._send(activity, turn, reply, press), SHOW_TIMEOUT)

    def _is_first(self, turn: Turn) -> bool:
        key = (turn.place.tenant, turn.id)
        if turn.at - self._shown.get(key, _LONG_AGO) < RESEND_WINDOW:
            return False
        self._shown.pop(key, None)
        self._shown[key] = turn.at
        if len(self._shown) > _MAX_SHOWN:
            del self._shown[next(iter(self._shown))]
        return True

    async def _send(
        self, activity: Activity, turn: Turn, reply: Reply, press: Press | None
    ) -> None:
        try:
            if press is None:
                await self._sender.answer(activity, reply)
            else:
                await self._sender.redraw(activity, reply, turns.carried(press))
        except TemporaryError as error:
            await self._postpone(turn, reply, turn.message if press else "", error.cause)
        except (PermanentError, UnknownError) as error:
            log.warning("teams.reply_lost reason=%s", error.cause)

    async def _postpone(self, turn: Turn, reply: Reply, replaces: str, cause: Cause) -> None:
        """Hand a reply that can't have arrived to the outbox, which tries for longer."""
        if not reply.kept:
            log.warning("teams.reply_lost reason=%s", cause)
            return
        card = reply.card or error_texts.FORM_NOT_SHOWN
        whose = turn.person.id if reply.private else ""
        try:
            await self._bot.post(turn, Post(turn.place, card, reader=whose, replaces=replaces))
        except TemporaryError as error:
            log.warning("teams.reply_lost reason=%s", error.cause)
        else:
            log.warning("teams.reply_postponed reason=%s", cause)


def _line(reply: Reply) -> str:
    """Return a card as one line of words, for where a card can't stand."""
    if reply.card is None:
        return error_texts.DONE
    texts = [block.text for block in reply.card.body if isinstance(block, Text)]
    return " ".join([f"{reply.card.title}.", *texts])
