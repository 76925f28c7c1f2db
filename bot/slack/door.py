"""The Slack door: from what Slack sends to a turn, from its reply to what Slack shows."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.background import Background
from bot.bot import Bot
from bot.slack import error_texts
from bot.slack.client import WebApi
from bot.slack.directory import Roster
from bot.slack.drawing.blocks import message
from bot.slack.drawing.modals import errors, modal
from bot.slack.error_texts import refused
from bot.slack.installation import Installation, Installations
from bot.slack.mentions import Reference, known, references
from bot.slack.naming import kept, named_card, named_form
from bot.slack.payloads import UNINSTALLED, Command, Event, HomeOpened, Press, Submit
from bot.slack.response_target import Kind, Surface
from bot.slack.sender import Screen
from bot.slack.turns import (
    chosen,
    from_command,
    from_opening,
    from_press,
    from_submit,
    memory,
    pressed,
)
from handlers.cards import Button, Card, Text
from handlers.domain.people import Mention, Person, Platform, Tenant
from handlers.turn import Post, Reply, Turn
from scheduler.errors import PermanentError, TemporaryError

REDRAW = 0.8  # s that an answer waits for the card to be drawn anew; then it goes on without

logger = logging.getLogger(__name__)

Json = dict[str, Any]
# Takes the workspace, the id of the event that said so, and the moment.
Removed = Callable[[Tenant, str, datetime], Awaitable[None]]


class Door:
    """Answers commands, presses, forms and events; what it returns is the body of the answer."""

    def __init__(
        self,
        bot: Bot,
        api: WebApi,
        installations: Installations,
        clock: Callable[[], datetime],
        *,
        prefix: str,
        removed: Removed,
    ) -> None:
        self.screen = Screen(api, installations, clock)
        self.background = Background()
        self._bot = bot
        self._installations = installations
        self._roster = Roster(api, clock)
        self._clock = clock
        self._prefix = prefix
        self._removed = removed

    async def command(self, heard: Command, installation: Installation) -> Json:
        """Answer a slash command in its acknowledgement."""
        person, mentions = await self._people(
            installation, heard.user_id, heard.user_name, references(heard.text)
        )
        turn = from_command(heard, person, self._clock(), self._prefix, mentions)
        reply = await self._answered(turn)
        if reply.form is not None:
            late = await self._ask(turn, reply, heard.trigger_id, installation)
            return (
                _privately(Card("One moment", (Text(error_texts.TOO_LATE_TO_TYPE),)))
                if late
                else {}
            )
        if reply.card is None:
            return {}
        return _privately(reply.card) if reply.private else _openly(reply.card)

    async def press(self, heard: Press, installation: Installation) -> None:
        """Answer a press where its button is."""
        handle = heard.user.username or heard.user.name
        person = await self._roster.person(installation, heard.user.id, handle)
        turn = from_press(heard, person, self._clock())
        reply = await self._answered(turn)
        card = reply.card
        if reply.form is not None:
            if not await self._ask(turn, reply, heard.trigger_id, installation):
                return
            again = Button("Open the form", pressed(heard.actions[0]))
            card, reply = (
                Card("One moment", (Text(error_texts.TOO_LATE),), (again,)),
                Reply(saved=False),
            )
        if card is not None:
            await self._show(turn, card, reply)

    async def submit(self, heard: Submit, installation: Installation) -> Json:
        """Answer a form: keep it open with what is wrong, or close it and draw its card anew."""
        handle = heard.user.username or heard.user.name
        person, mentions = await self._people(
            installation, heard.user.id, handle, [Reference(each) for each in chosen(heard)]
        )
        turn = from_submit(heard, person, self._clock(), mentions)
        reply = await self._answered(turn)
        if reply.form is not None:
            if problems := errors(reply.form):
                return {"response_action": "errors", "errors": problems}
            view = modal(reply.form, memory(turn, reply.form.action))
            return {"response_action": "update", "view": view}
        if reply.card is None:
            return {}
        fields = heard.view.state.values if heard.view.state else {}
        if not reply.saved and fields:
            return refused(next(iter(fields)), _words(reply.card))
        await self._show(turn, reply.card, reply)
        return {"response_action": "clear"}

    async def opening(self, heard: HomeOpened, installation: Installation) -> None:
        """Draw the App Home."""
        if heard.event.tab != "home":
            return
        person = await self._roster.person(installation, heard.event.user, "")
        turn = from_opening(heard, person, self._clock())
        reply = await self._answered(turn)
        if reply.card is not None:
            await self._show(turn, reply.card, reply)

    async def leaving(self, heard: Event) -> None:
        """Forget a token that is over; tell the bot when it was removed altogether."""
        logger.warning("slack.%s team=%s", heard.event.type, heard.team)
        await self._installations.forget(heard.team)
        if heard.event.type == UNINSTALLED:
            tenant = Tenant(Platform.SLACK, heard.team)
            await self._removed(tenant, heard.event_id, self._clock())

    async def send(self, post: Post, key: str) -> str:
        """Send a post and return Slack's name for it, or raise one of scheduler.errors."""
        card = named_card(post.card, self._prefix)
        return await self.screen.post(replace(post, card=card), key)

    async def _people(
        self,
        installation: Installation,
        user: str,
        handle: str,
        others: Sequence[Reference],
    ) -> tuple[Person, tuple[Mention, ...]]:
        """Return who acts, and whom they mean."""
        person = self._roster.person(installation, user, handle)
        if not others:  # nearly always: it is worth no task
            return await person, ()
        return await asyncio.gather(person, known(self._roster, installation, others))

    async def _answered(self, turn: Turn) -> Reply:
        """Return the bot's reply in the names that our commands have in this workspace."""
        reply = await self._bot.answer(kept(turn, self._prefix))
        if not self._prefix:
            return reply
        card = reply.card and named_card(reply.card, self._prefix)
        form = reply.form and named_form(reply.form, self._prefix)
        return replace(reply, card=card, form=form)

    async def _ask(
        self, turn: Turn, reply: Reply, trigger: str, installation: Installation
    ) -> bool:
        """Open the form of a reply; tell whether it was too late."""
        if reply.form is None:
            return False
        try:
            await self.screen.ask(installation, trigger, reply.form, turn)
        except (PermanentError, TemporaryError) as error:
            logger.warning("slack.form_missed turn=%s reason=%s", turn.id[:40], error.cause)
            return True
        return False

    async def _show(self, turn: Turn, card: Card, reply: Reply) -> None:
        surface = Surface.parse(turn.message)
        if surface is not None and surface.kind is Kind.CARD and not reply.saved:
            # Nothing was stored: the card that stands is still the present one.
            surface = Surface(Kind.BESIDE, surface.url, surface.since)
        await self.background.run(self.screen.show(turn, card, surface), REDRAW)


def _privately(card: Card) -> Json:
    return {"response_type": "ephemeral", **message(card)}


def _openly(card: Card) -> Json:
    return {"response_type": "in_channel", **message(card)}


def _words(card: Card) -> str:
    return " ".join(block.text for block in card.body if isinstance(block, Text))
