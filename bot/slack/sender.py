"""Draws cards in Slack: a private one where its reader is, a public one in its channel."""

import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bot.slack.client import SlackClient
from bot.slack.drawing.blocks import has_chart, home, message
from bot.slack.drawing.modals import card_modal, modal
from bot.slack.drawing.values import dump_args
from bot.slack.installation import Installation, Installations
from bot.slack.response_target import ResponseTarget, TargetKind, is_modal
from bot.slack.turns import DIRECT, memory
from handlers.cards import Card, Form
from handlers.troubles import reach_words
from handlers.turn import Post, Turn
from scheduler.errors import PermanentError, TemporaryError, UnknownError
from scheduler.reasons import Reason

CHARTS_ASKED = timedelta(days=1)  # between two tries whether a workspace draws charts
FORM_TIMEOUT = 1.2  # s to open a form: the person waits, and the trigger lives for three

_MESSAGE_REF = re.compile(r"([A-Z0-9]{1,30}):([A-Za-z0-9.]{1,30})")  # what a post's name is here

logger = logging.getLogger(__name__)


class Sender:
    """What can be shown to somebody in Slack."""

    def __init__(
        self, client: SlackClient, installations: Installations, clock: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._installations = installations
        self._clock = clock
        self._charts: dict[tuple[str, str], tuple[bool, datetime]] = {}  # by team and method

    async def post(self, post: Post, key: str) -> str:
        """Send a post and return Slack's name for it, or raise one of scheduler.errors.

        The end of the one road: whatever the bot says by itself comes through here.
        """
        team, channel = post.place.tenant, post.place.channel.removeprefix("@")
        installation = await self._installations.find(None, team)
        if installation is None:
            raise PermanentError(Reason.CREDENTIALS_REFUSED, "not installed in that workspace")
        if found := _MESSAGE_REF.fullmatch(post.replaces):
            return await self._redrawn(installation, post, found[1], found[2])
        if post.reader:
            target = ResponseTarget.parse(post.replaces)
            return await self.show_privately(installation, channel, post.reader, post.card, target)
        arguments = {
            "channel": channel,
            "unfurl_links": False,
            "unfurl_media": False,
            # The same delivery is the same message, should Slack get it twice.
            "client_msg_id": str(uuid5(NAMESPACE_URL, f"careloop:{key}")),
        }
        told = await self._said(installation, "chat.postMessage", arguments, post.card)
        return f"{told.get('channel', channel)}:{told.get('ts', '')}"

    async def _redrawn(self, installation: Installation, post: Post, channel: str, ts: str) -> str:
        """Change or take away a message that stands; one that is gone needs no taking away."""
        at = {"channel": channel, "ts": ts}
        if not post.removes:
            await self._said(installation, "chat.update", at, post.card)
            return post.replaces
        try:
            await self._call(installation, "chat.delete", at)
        except PermanentError as error:
            if error.cause.reason is not Reason.MESSAGE_GONE:
                raise
        return ""

    async def show(self, turn: Turn, card: Card, target: ResponseTarget | None) -> bool:
        """Show a card to the person of a turn; tell whether it may be there.

        What fails is logged, for it is all in the store.
        """
        try:
            installation = await self._installations.find(None, turn.place.tenant)
            if installation is not None:
                await self.show_privately(
                    installation, turn.place.channel, turn.person.id, card, target
                )
        except (TemporaryError, PermanentError, UnknownError) as error:
            logger.warning("slack.not_shown turn=%s reason=%s", turn.id[:40], error.cause)
            return isinstance(error, UnknownError)
        return True

    async def show_privately(
        self,
        installation: Installation,
        channel: str,
        reader: str,
        card: Card,
        target: ResponseTarget | None,
    ) -> str:
        """Draw a card where its reader is, or else beside it; return where.

        UnknownError when it may stand there already: then none comes beside it.
        """
        if target is not None and target.kind is TargetKind.HOME:
            arguments = {"user_id": reader, "view": home(card)}
            await self._call(installation, "views.publish", arguments)
            return "home"
        if target is not None and target.fresh(self._clock()):
            try:
                await self._redrawn_privately(installation, channel, card, target)
            except (PermanentError, TemporaryError) as error:
                logger.info("slack.redraw_missed reason=%s", error.cause)
            else:
                return str(target) if target.kind is TargetKind.MODAL else "response_url"
        return await self._beside(installation, channel, reader, card)

    async def reach(self, turn: Turn, installation: Installation) -> Reason | None:
        """Return why we can't post in the place of a turn, or None when we can, or can't tell.

        Slack tells it only of a message, so its person alone sees one.
        """
        card = Card(reach_words(turn.place, None))
        try:
            await self._drawn(installation, turn.place.channel, turn.person.id, card)
        except PermanentError as error:
            return error.cause.reason if error.lasting else None
        except (TemporaryError, UnknownError) as error:
            logger.warning("slack.reach_unknown reason=%s", error.cause)
        return None

    async def open_form(
        self, installation: Installation, trigger: str, form: Form, turn: Turn
    ) -> None:
        """Open a form, on top of the modal that it was asked for in.

        PermanentError when the trigger is over, TemporaryError.
        """
        view = modal(form, memory(turn, form.action))
        method = "views.push" if is_modal(turn.message) else "views.open"
        arguments = {"trigger_id": trigger, "view": view}
        await self._call(installation, method, arguments, FORM_TIMEOUT)

    async def open_card(
        self, installation: Installation, trigger: str, card: Card, turn: Turn
    ) -> None:
        """Show a card on top of an open form, which keeps what was typed; or else in the chat."""
        view = card_view(card, turn.place.channel)
        arguments = {"trigger_id": trigger, "view": view}
        try:
            await self._call(installation, "views.push", arguments, FORM_TIMEOUT)
        except (PermanentError, TemporaryError):
            await self.show(turn, card, None)

    async def _redrawn_privately(
        self, installation: Installation, channel: str, card: Card, target: ResponseTarget
    ) -> None:
        """Draw a card in a modal, or by a response URL; errors as of the client."""
        if target.kind is TargetKind.MODAL:
            view = card_view(card, channel)
            arguments = {"view_id": target.url, "view": view}
            await self._call(installation, "views.update", arguments)
            return
        body = {
            "response_type": "ephemeral",
            "replace_original": target.kind is TargetKind.CARD,
            **message(card, native=self.draws_charts(installation.team)),
        }
        await self._client.respond(target.url, body)

    async def _beside(
        self, installation: Installation, channel: str, reader: str, card: Card
    ) -> str:
        """Draw a card in the channel, or in the person's own chat where the bot may not speak.

        Our commands work in every channel, and between any two people.
        """
        try:
            return await self._drawn(installation, channel, reader, card)
        except PermanentError as error:
            if channel == reader or not error.lasting:
                raise
            logger.info("slack.elsewhere reason=%s", error.cause)
        return await self._drawn(installation, reader, reader, card)

    async def _drawn(
        self, installation: Installation, channel: str, reader: str, card: Card
    ) -> str:
        # A chat with the bot is private by itself, and what stands there stays.
        private = channel.startswith(DIRECT)
        method = "chat.postMessage" if private else "chat.postEphemeral"
        arguments = {"channel": channel} | ({} if private else {"user": reader})
        told = await self._said(installation, method, arguments, card)
        return f"{told.get('channel', channel)}:{told.get('ts') or told.get('message_ts', '')}"

    def draws_charts(self, team: str) -> bool:
        """Tell whether a workspace is known to draw charts on a private card."""
        return self._charts.get((team, "chat.postEphemeral"), (False, None))[0]

    async def _said(
        self, installation: Installation, method: str, arguments: dict[str, Any], card: Card
    ) -> Any:  # noqa: ANN401 - JSON of Slack's
        """Call a method with a card; where Slack takes no charts yet, with words instead."""
        asked, at = (installation.team, method), self._clock()
        takes, until = self._charts.get(asked, (True, at))
        if not has_chart(card) or (not takes and at < until):
            return await self._call(installation, method, arguments | message(card))
        try:
            told = await self._call(installation, method, arguments | message(card, native=True))
        except PermanentError as error:
            if error.cause.reason is not Reason.BADLY_DRAWN:
                raise
            logger.info("slack.no_charts method=%s reason=%s", method, error.cause)
        else:
            self._charts[asked] = True, at
            return told
        told = await self._call(installation, method, arguments | message(card))
        self._charts[asked] = False, at + CHARTS_ASKED  # the words were taken: it was the chart
        return told

    async def _call(
        self,
        installation: Installation,
        method: str,
        arguments: dict[str, Any],
        response_timeout: float | None = None,
    ) -> Any:  # noqa: ANN401 - JSON of Slack's
        team, rest = installation.team, (method, arguments, response_timeout)
        try:
            return await self._client.call(installation.token, team, *rest)
        except PermanentError as error:
            if error.cause.reason is not Reason.CREDENTIALS_REFUSED:
                raise
            renewed = await self._installations.renewed(installation)
            if renewed is None:
                raise
        return await self._client.call(renewed.token, team, *rest)


def card_view(card: Card, channel: str) -> dict[str, Any]:
    """Return a card as a modal that is about a channel."""
    return card_modal(card, dump_args({"channel": channel}))
