"""The shapes of events: of each only what we read, in the type we expect."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from bot.slack.payloads import Event, EventBody, Id, Name

UNINSTALLED, REVOKED, HOME_OPENED = "app_uninstalled", "tokens_revoked", "app_home_opened"
ACCESS_REVOKED = "team_access_revoked"
MESSAGE, MENTION = "message", "app_mention"
USER_CHANGED = "user_change"


class AccessRevokedBody(EventBody):
    """An organisation has taken the bot out of some of its workspaces."""

    team_ids: Annotated[tuple[Id, ...], Field(max_length=1000, strict=False)]


class AccessRevoked(Event):
    """The event of that."""

    event: AccessRevokedBody


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
