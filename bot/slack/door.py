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
from bot.slack.client import SlackClient
from bot.slack.directory import Directory
from bot.slack.drawing.blocks import message
from bot.slack.drawing.modals import errors, modal
from bot.slack.error_texts import field_error
from bot.slack.installation import Installation, Installations
from bot.slack.mentions import WrittenReference, references, resolved
from bot.slack.naming import prefixed_card, prefixed_form, protected
from bot.slack.payloads import (
    UNINSTALLED,
    Command,
    Event,
    HomeOpened,
    Press,
    Said,
    Submit,
    UserChanged,
)
from bot.slack.response_target import ResponseTarget, TargetKind
from bot.slack.sender import Sender
from bot.slack.turns import (
    action_of,
    chosen,
    from_command,
    from_home_opened,
    from_press,
    from_said,
    from_submit,
    is_to_us,
    memory,
    said_text,
)
from handlers.cards import Button, Card, Text, Tone
from handlers.dispatch import is_known
from handlers.domain.people import Mention, Person, Platform, Tenant
from handlers.troubles import reach_words, with_reach
from handlers.turn import Post, Reply, Turn
from handlers.typed import PLAIN_WORDS
from scheduler.errors import PermanentError, TemporaryError
from scheduler.reasons import Reason

SHOW_TIMEOUT = 0.8  # s that an answer waits for the card to be drawn anew; then it goes on without

MAX_HEARD = 10_000  # events whose answer is shown, so that none is shown twice

logger = logging.getLogger(__name__)

Json = dict[str, Any]
# Takes the workspace, the id of the event that said so, and the moment.
OnRemoved = Callable[[Tenant, str, datetime], Awaitable[None]]


class Door:
    """Answers commands, presses, forms and events; what it returns is the body of the answer."""

    def __init__(
        self,
        bot: Bot,
        client: SlackClient,
        installations: Installations,
        clock: Callable[[], datetime],
        *,
        prefix: str,
        on_removed: OnRemoved,
    ) -> None:
        self.sender = Sender(client, installations, clock)
        self.background = Background()
        self._bot = bot
        self._installations = installations
        self._directory = Directory(client, clock)
        self._clock = clock
        self._prefix = prefix
        self._on_removed = on_removed
        self._heard: dict[str, None] = {}  # oldest first

    async def command(self, request: Command, installation: Installation) -> Json:
        """Answer a slash command in its acknowledgement."""
        person, mentions = await self._people(
            installation, request.user_id, request.user_name, references(request.text)
        )
        turn = from_command(request, person, self._clock(), self._prefix, mentions)
        reply = await self._with_reach(turn, await self._answered(turn), installation)
        if reply.form is not None:
            late = await self._open_form(turn, reply, request.trigger_id, installation)
            too_late = Card("One moment", (Text(error_texts.TOO_LATE_TO_TYPE),))
            return _answer(too_late) if late else {}
        if reply.card is None:
            return {}
        return _answer(reply.card, private=reply.private)

    async def press(self, request: Press, installation: Installation) -> None:
        """Answer a press where its button is."""
        who = request.user
        person = await self._directory.person(
            installation, who.id, who.username or who.name, who.team_id or ""
        )
        turn = from_press(request, person, self._clock())
        reply = await self._with_reach(turn, await self._answered(turn), installation)
        card = reply.card
        if reply.form is not None:
            if not await self._open_form(turn, reply, request.trigger_id, installation):
                return
            again = Button("Open the form", action_of(request.actions[0]))
            card, reply = (
                Card("One moment", (Text(error_texts.TOO_LATE),), (again,)),
                Reply(saved=False),
            )
        if card is not None:
            await self._show(turn, card, reply)

    async def submit(self, request: Submit, installation: Installation) -> Json:
        """Answer a form: keep it open with what is wrong, or close it and draw its card anew."""
        who = request.user
        person, mentions = await self._people(
            installation,
            who.id,
            who.username or who.name,
            [WrittenReference(each) for each in chosen(request)],
            who.team_id or "",
        )
        turn = from_submit(request, person, self._clock(), mentions)
        reply = await self._with_reach(turn, await self._answered(turn), installation)
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
        await self._show(turn, reply.card, reply)
        return {"response_action": "clear"}

    async def home_opened(self, request: HomeOpened, installation: Installation) -> None:
        """Draw the App Home."""
        if request.event.tab != "home":
            return
        person = await self._directory.person(installation, request.event.user, "")
        turn = from_home_opened(request, person, self._clock())
        reply = await self._answered(turn)
        if reply.card is not None:
            await self._show(turn, reply.card, reply)

    async def said(self, request: Said, installation: Installation) -> None:
        """Answer words to the bot: as a command without its stroke, or else with help."""
        bot_user = installation.bot_user
        if not is_to_us(request, bot_user) or request.event_id in self._heard:
            return
        text, user = said_text(request, bot_user), request.event.user or ""
        person, mentions = await self._people(installation, user, "", references(text))
        turn = from_said(request, text, person, self._clock(), self._prefix, mentions)
        if not is_known(turn):
            turn = replace(turn, intent=PLAIN_WORDS, text=f"{turn.intent} {turn.text}".strip())
        reply = await self._with_reach(turn, await self._answered(turn), installation)
        line = f"/{self._prefix}{turn.intent} {turn.text}".rstrip()
        as_command = (Text(error_texts.WANTS_A_FORM), Text(line, Tone.SAY))
        await self._show(turn, reply.card or Card("One moment", as_command), reply)
        self._heard[request.event_id] = None
        if len(self._heard) > MAX_HEARD:
            del self._heard[next(iter(self._heard))]

    async def user_changed(self, request: UserChanged, installation: Installation) -> None:
        """Call somebody whom we know by their new name; Busy asks Slack to say it again."""
        person = self._directory.note(installation, request.event.user)
        if person is not None:
            await self._bot.renew(Tenant(Platform.SLACK, request.team), person, self._clock())

    async def told_of(self, team: str, user: str) -> Person | None:
        """Return what Slack tells of a person now, or None while it doesn't."""
        try:
            installation = await self._installations.find(None, team)
        except (TemporaryError, PermanentError):
            return None
        if installation is None:
            return None
        return await self._directory.asked_anew(installation, user)

    async def removed(self, request: Event) -> None:
        """Forget a token that is over; tell the bot when it was removed altogether."""
        logger.warning("slack.%s team=%s", request.event.type, request.team)
        await self._installations.forget(request.team)
        if request.event.type == UNINSTALLED:
            tenant = Tenant(Platform.SLACK, request.team)
            await self._on_removed(tenant, request.event_id, self._clock())

    async def send(self, post: Post, key: str) -> str:
        """Send a post and return Slack's name for it, or raise one of scheduler.errors."""
        card = prefixed_card(post.card, self._prefix)
        return await self.sender.post(replace(post, card=card), key)

    async def _people(
        self,
        installation: Installation,
        user: str,
        handle: str,
        others: Sequence[WrittenReference],
        team: str = "",
    ) -> tuple[Person, tuple[Mention, ...]]:
        """Return who acts, and whom they mean."""
        person = self._directory.person(installation, user, handle, team)
        if not others:  # nearly always: it is worth no task
            return await person, ()
        return await asyncio.gather(person, resolved(self._directory, installation, others))

    async def _answered(self, turn: Turn) -> Reply:
        """Return the bot's reply in the names that our commands have in this workspace."""
        reply = await self._bot.answer(protected(turn, self._prefix))
        if not self._prefix:
            return reply
        card = reply.card and prefixed_card(reply.card, self._prefix)
        form = reply.form and prefixed_form(reply.form, self._prefix)
        return replace(reply, card=card, form=form)

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
                    await self._show(turn, Card(reach_words(place, reason)), Reply(saved=False))

        await self.background.run(attempt(), SHOW_TIMEOUT)
        waiting = False
        return replace(reply, card=with_reach(card, place, found[0])) if found else reply

    async def _open_form(
        self, turn: Turn, reply: Reply, trigger: str, installation: Installation
    ) -> bool:
        """Open the form of a reply; tell whether it was too late."""
        if reply.form is None:
            return False
        try:
            await self.sender.open_form(installation, trigger, reply.form, turn)
        except (PermanentError, TemporaryError) as error:
            logger.warning("slack.form_missed turn=%s reason=%s", turn.id[:40], error.cause)
            return True
        return False

    async def _show(self, turn: Turn, card: Card, reply: Reply) -> None:
        target = ResponseTarget.parse(turn.message)
        if target is not None and target.kind is TargetKind.CARD and not reply.saved:
            # Nothing was stored: the card that stands is still the present one.
            target = ResponseTarget(TargetKind.BESIDE, target.url, target.since)
        await self.background.run(self.sender.show(turn, card, target), SHOW_TIMEOUT)


def _answer(card: Card, *, private: bool = True) -> Json:
    return {"response_type": "ephemeral" if private else "in_channel", **message(card)}


def _words(card: Card) -> str:
    return " ".join(block.text for block in card.body if isinstance(block, Text))
