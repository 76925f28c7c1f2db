"""The door of events: each becomes a turn, or something to note; what is to be seen is shown."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.bot import Bot
from bot.slack import error_texts
from bot.slack.door import Door
from bot.slack.events.payloads import UNINSTALLED, AccessRevoked, HomeOpened, Said, UserChanged
from bot.slack.events.turns import from_home_opened, from_said, is_to_us, said_text
from bot.slack.installation import Installation, Installations
from bot.slack.mentions import references
from bot.slack.payloads import Event
from handlers.cards import Card, Text, Tone
from handlers.dispatch import is_known
from handlers.domain.people import Platform, Tenant
from handlers.typed import PLAIN_WORDS

MAX_HEARD = 10_000  # events whose answer is shown, so that none is shown twice

logger = logging.getLogger(__name__)

# Takes the workspace, the id of the event that said so, and the moment.
OnRemoved = Callable[[Tenant, str, datetime], Awaitable[None]]


class EventDoor:
    """Answers events by way of the door of those who act."""

    def __init__(
        self,
        door: Door,
        bot: Bot,
        installations: Installations,
        clock: Callable[[], datetime],
        *,
        prefix: str,
        on_removed: OnRemoved,
    ) -> None:
        self._door = door
        self._bot = bot
        self._installations = installations
        self._clock = clock
        self._prefix = prefix
        self._on_removed = on_removed
        self._heard: dict[str, None] = {}  # oldest first

    async def home_opened(self, request: HomeOpened, installation: Installation) -> None:
        """Draw the App Home."""
        if request.event.tab != "home":
            return
        person = await self._door.directory.person(installation, request.event.user, "")
        turn = from_home_opened(request, person, self._clock())
        reply = await self._door.answered(turn, installation)
        if reply.card is not None:
            await self._door.show(turn, reply.card, reply)

    async def said(self, request: Said, installation: Installation) -> None:
        """Answer words to the bot: as a command without its stroke, or else with help."""
        bot_user = installation.bot_user
        if not is_to_us(request, bot_user) or request.event_id in self._heard:
            return
        text, user = said_text(request, bot_user), request.event.user or ""
        person, mentions = await self._door.people(installation, user, "", references(text))
        turn = from_said(request, text, person, self._clock(), self._prefix, mentions)
        if not is_known(turn):
            turn = replace(turn, intent=PLAIN_WORDS, text=f"{turn.intent} {turn.text}".strip())
        reply = await self._door.answered(turn, installation)
        line = f"/{self._prefix}{turn.intent} {turn.text}".rstrip()
        as_command = (Text(error_texts.WANTS_A_FORM), Text(line, Tone.SAY))
        await self._door.show(turn, reply.card or Card("One moment", as_command), reply)
        self._heard[request.event_id] = None
        if len(self._heard) > MAX_HEARD:
            del self._heard[next(iter(self._heard))]

    async def user_changed(self, request: UserChanged, installation: Installation) -> None:
        """Call somebody whom we know by their new name; Busy asks Slack to say it again."""
        person = self._door.directory.note(installation, request.event.user)
        if person is not None:
            await self._bot.renew(Tenant(Platform.SLACK, request.team), person, self._clock())

    async def removed(self, request: Event) -> None:
        """Forget a token that is over; tell the bot when it was removed altogether."""
        logger.warning("slack.%s team=%s", request.event.type, request.team)
        concerned = await self._installations.forget(request.enterprise_id, request.team)
        if request.event.type == UNINSTALLED:
            await self._tell(request, concerned)

    async def access_revoked(self, request: AccessRevoked) -> None:
        """Tell the bot that an organisation has taken it out of some of its workspaces."""
        logger.warning("slack.%s teams=%d", request.event.type, len(request.event.team_ids))
        await self._tell(request, request.event.team_ids)

    async def _tell(self, request: Event, teams: Sequence[str]) -> None:
        for team in teams:
            tenant = Tenant(Platform.SLACK, team)
            await self._on_removed(tenant, request.event_id, self._clock())
