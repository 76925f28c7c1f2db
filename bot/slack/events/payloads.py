"""The shapes of events: of each only what we read, in the type we expect."""

from collections.abc import Mapping
from typing import Any

from bot.slack.payloads import Event, EventBody, Id, Name

UNINSTALLED, REVOKED, HOME_OPENED = "app_uninstalled", "tokens_revoked", "app_home_opened"
MESSAGE, MENTION = "message", "app_mention"
USER_CHANGED = "user_change"


class HomeOpenedBody(EventBody):
    """Somebody looks at the App Home, or at the messages beside it."""

    user: Id
    tab: Name = "home"


class HomeOpened(Event):
    """The event of that."""

    event: HomeOpenedBody


class SaidBody(EventBody):
    """A message in the bot's own chat, or one that mentions it; it may be anybody's, and old."""

    channel: Id
    channel_type: Name = ""
    user: Id | None = None
    text: str | None = None
    subtype: Name | None = None
    bot_id: Name | None = None
    edited: Mapping[str, Any] | None = None


class Said(Event):
    """The event of that."""

    event: SaidBody


class UserChangedBody(EventBody):
    """Somebody has another name, or has left; ``user`` is as ``users.info`` has it."""

    user: Mapping[str, Any]


class UserChanged(Event):
    """The event of that."""

    event: UserChangedBody
