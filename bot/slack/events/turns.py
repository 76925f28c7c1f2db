"""From an event to a turn."""

import re
from datetime import datetime

from bot.slack.events.payloads import MESSAGE, HomeOpened, Said
from bot.slack.mentions import with_names
from bot.slack.payloads import SLACKBOT
from bot.slack.response_target import ResponseTarget, TargetKind
from bot.slack.turns import place_of, words_of
from handlers.domain.people import Mention, Person
from handlers.turn import Turn, TurnKind

HOME = "care.home"  # the intent that draws the App Home
_SPOKEN = (None, "file_share", "thread_broadcast")  # kinds of messages in which somebody speaks


def from_home_opened(request: HomeOpened, person: Person, at: datetime) -> Turn:
    """Read that somebody looks at the App Home."""
    return Turn(
        id=request.event_id,
        kind=TurnKind.ACTION,
        intent=HOME,
        person=person,
        place=place_of(request.team, person.id, ""),
        at=at,
        message=str(ResponseTarget(TargetKind.HOME)),
    )


def is_to_us(request: Said, bot_user: str) -> bool:
    """Tell whether a person says something new to the bot; what is edited was answered before."""
    said = request.event
    if said.bot_id or said.edited or said.user in (None, bot_user, SLACKBOT):
        return False
    if said.subtype not in _SPOKEN:
        return False
    return said.channel_type == "im" if said.type == MESSAGE else not said.channel.startswith("D")


def said_text(request: Said, bot_user: str) -> str:
    """Return what was said, as Slack writes it, without the mention of the bot."""
    return re.sub(rf"<@{re.escape(bot_user)}(\|[^<>]*)?>", " ", request.event.text or "")


def from_said(
    request: Said,
    text: str,
    person: Person,
    at: datetime,
    prefix: str = "",
    mentions: tuple[Mention, ...] = (),
) -> Turn:
    """Read words to the bot as a command, with its stroke or without."""
    name, *rest = words_of(with_names(text, mentions)).split(None, 1) or [""]
    place = place_of(request.team, request.event.channel, "")
    return Turn(
        id=request.event_id,
        kind=TurnKind.COMMAND,
        intent=name.lower().removeprefix("/").removeprefix(prefix),
        person=person,
        place=place,
        at=at,
        text="".join(rest),
        mentions=mentions,
        in_public=not place.direct,
    )
