"""The Slack door: from what a person does in Slack to a turn, from its reply to what is shown."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.background import Background
from bot.bot import Bot
from bot.slack import error_texts
from bot.slack.client import SlackClient
from bot.slack.directory import Directory
from bot.slack.drawing.blocks import message
from bot.slack.drawing.modals import errors, modal
from bot.slack.error_texts import field_error
from bot.slack.installation import Installation, Installations
from bot.slack.mentions import WrittenReference, references, resolved
from bot.slack.naming import prefixed_card, prefixed_form, protected
from bot.slack.payloads import Command, MessageShortcut, Press, Shortcut, Submit
from bot.slack.response_target import ResponseTarget, is_modal
from bot.slack.sender import Sender, card_view
from bot.slack.turns import (
    chosen,
    from_command,
    from_press,
    from_shortcut,
    from_submit,
    memory,
    named_in,
)
from handlers.cards import Action, Button, Card, Text
from handlers.domain.people import Mention, Person
from handlers.troubles import reach_words, with_reach
from handlers.turn import Post, Reply, Turn
from scheduler.errors import PermanentError, TemporaryError
from scheduler.reasons import Reason

SHOW_TIMEOUT = 0.8  # s that an answer waits for the card to be drawn anew; then it goes on without
MAX_OPENED = 10_000  # forms that are known to be open

logger = logging.getLogger(__name__)

Json = dict[str, Any]


class Door:
    """Answers commands, presses, shortcuts and forms; what it returns is the body of the answer."""

    def __init__(
        self,
        bot: Bot,
        client: SlackClient,
        installations: Installations,
        clock: Callable[[], datetime],
        *,
        prefix: str,
    ) -> None:
        self.sender = Sender(client, installations, clock)
        self.background = Background()
        self.directory = Directory(client, clock)
        self._bot = bot
        self._installations = installations
        self._clock = clock
        self._prefix = prefix
        self._opened: dict[str, None] = {}  # ids of turns, oldest first

    async def command(self, request: Command, installation: Installation) -> Json:
        """Answer a slash command in its acknowledgement."""
        person, mentions = await self.people(
            installation, request.user_id, request.user_name, references(request.text)
        )
        turn = from_command(request, person, self._clock(), self._prefix, mentions)
        reply = await self.answered(turn, installation)
        if reply.form is not None:
            late = await self._open_form(turn, reply, request.trigger_id, installation)
            too_late = Card("One moment", (Text(error_texts.TOO_LATE_TO_TYPE),))
            return _answer(too_late) if late else {}
        if reply.card is None:
            return {}
        native = self.sender.draws_charts(installation.team)
        return _answer(reply.card, private=reply.private, native=native)

    async def press(self, request: Press, installation: Installation) -> None:
        """Answer a press where its button is."""
        person, mentions = await self._who(request, installation)
        turn = from_press(request, person, self._clock(), mentions)
        await self._show_or_open(turn, request.trigger_id, installation)

    async def shortcut(
        self, request: Shortcut | MessageShortcut, installation: Installation
    ) -> None:
        """Open what a shortcut offers."""
        person, mentions = await self._who(request, installation)
        turn = from_shortcut(request, person, self._clock(), mentions)
        await self._show_or_open(turn, request.trigger_id, installation)

    async def submit(self, request: Submit, installation: Installation) -> Json:
        """Answer a form: keep it open with what is wrong, or close it and draw its card anew."""
        who = request.user
        person, mentions = await self.people(
            installation,
            who.id,
            who.username or who.name,
            [WrittenReference(each) for each in chosen(request)],
            who.team_id or "",
        )
        turn = from_submit(request, person, self._clock(), mentions)
        reply = await self.answered(turn, installation)
        if reply.form is not None:
            if problems := errors(reply.form):
                return {"response_action": "errors", "errors": problems}
            view = modal(reply.form, memory(turn, reply.form.action))
            return {"response_action": "update", "view": view}
        if reply.card is None:
            return {}
        fields = request.view.state.values if request.view.state else {}
        if not reply.saved and fields:
            return field_error(next(iter(fields)), _words(reply.card))
        if not await self.show(turn, reply.card, reply):  # then here, rather than nowhere
            return {"response_action": "update", "view": card_view(reply.card, turn.place.channel)}
        below = is_modal(turn.message)  # the card stands below this form: only the form closes
        return {} if below else {"response_action": "clear"}

    async def send(self, post: Post, key: str) -> str:
        """Send a post and return Slack's name for it, or raise one of scheduler.errors."""
        card = prefixed_card(post.card, self._prefix)
        return await self.sender.post(replace(post, card=card), key)

    async def people(
        self,
        installation: Installation,
        user: str,
        handle: str,
        others: Sequence[WrittenReference],
        team: str = "",
    ) -> tuple[Person, tuple[Mention, ...]]:
        """Return who acts, and whom they mean."""
        person = self.directory.person(installation, user, handle, team)
        if not others:  # nearly always: it is worth no task
            return await person, ()
        return await asyncio.gather(person, resolved(self.directory, installation, others))

    async def answered(self, turn: Turn, installation: Installation) -> Reply:
        """Return the bot's reply in the names that our commands have in this workspace.

        It says if we can't post where something is to be posted.
        """
        reply = await self._bot.answer(protected(turn, self._prefix))
        reply = await self._with_reach(turn, reply, installation)
        if not self._prefix:
            return reply
        card = reply.card and prefixed_card(reply.card, self._prefix)
        form = reply.form and prefixed_form(reply.form, self._prefix)
        return replace(reply, card=card, form=form)

    async def show(self, turn: Turn, card: Card, reply: Reply) -> bool:
        """Show a card where its person is; what takes long is shown behind the answer.

        False when it is known by then that Slack shows it nowhere.
        """
        target = ResponseTarget.parse(turn.message)
        if target is not None and not reply.saved:
            target = target.beside  # nothing was stored: what stands there is still the present
        is_shown: list[bool] = []

        async def showing() -> None:
            is_shown.append(await self.sender.show(turn, card, target))

        await self.background.run(showing(), SHOW_TIMEOUT)
        return is_shown != [False]

    async def _who(
        self, request: Press | Shortcut | MessageShortcut, installation: Installation
    ) -> tuple[Person, tuple[Mention, ...]]:
        """Return who acts, and whom they mean."""
        who, others = request.user, named_in(request)
        name = who.username or who.name
        return await self.people(installation, who.id, name, others, who.team_id or "")

    async def _show_or_open(self, turn: Turn, trigger: str, installation: Installation) -> None:
        """Show a card or open a form; when it is too late, leave a button for it."""
        reply = await self.answered(turn, installation)
        card = reply.card
        if reply.form is not None:
            if not await self._open_form(turn, reply, trigger, installation):
                return
            args = turn.args if reply.kept else {}  # a button lasts as long as its message
            again = Button("Open the form", Action(turn.intent, args))
            card = Card("One moment", (Text(error_texts.TOO_LATE),), (again,))
            reply = Reply(saved=False)
        if card is None:
            return
        if not reply.saved and is_modal(turn.message):
            on_top = self.sender.open_card(installation, trigger, card, turn)
            await self.background.run(on_top, SHOW_TIMEOUT)
        else:
            await self.show(turn, card, reply)

    async def _with_reach(self, turn: Turn, reply: Reply, installation: Installation) -> Reply:
        """Return a reply that says if we can't post where it is to be; a slow Slack says it later.

        That we can is said by the message with which we tried.
        """
        place, card = reply.posts_to, reply.card
        if place is None or card is None:
            return reply
        found: list[Reason] = []
        waiting = True

        async def attempt() -> None:
            reason = await self.sender.reach(turn, installation)
            if reason is not None:
                found.append(reason)
                if not waiting:
                    await self.show(turn, Card(reach_words(place, reason)), Reply(saved=False))

        await self.background.run(attempt(), SHOW_TIMEOUT)
        waiting = False
        return replace(reply, card=with_reach(card, place, found[0])) if found else reply

    async def _open_form(
        self, turn: Turn, reply: Reply, trigger: str, installation: Installation
    ) -> bool:
        """Open the form of a reply; tell whether it was too late.

        A trigger opens one form: to hear of it again is not to be late.
        """
        if reply.form is None or turn.id in self._opened:
            return False
        try:
            await self.sender.open_form(installation, trigger, reply.form, turn)
        except (PermanentError, TemporaryError) as error:
            logger.warning("slack.form_missed turn=%s reason=%s", turn.id[:40], error.cause)
            return True
        self._opened[turn.id] = None
        if len(self._opened) > MAX_OPENED:
            del self._opened[next(iter(self._opened))]
        return False


def _answer(card: Card, *, private: bool = True, native: bool = False) -> Json:
    shown_to = "ephemeral" if private else "in_channel"
    return {"response_type": shown_to, **message(card, native=native)}


def _words(card: Card) -> str:
    return " ".join(block.text for block in card.body if isinstance(block, Text))
