"""The shapes of what Slack sends: of each request only what we read, in the type we expect.

Nothing else reaches Bolt, which trusts every field that it looks at.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SLACKBOT = "USLACKBOT"  # Slack calls it no bot

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
AnyId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,64}$")]  # or none
Token = Annotated[str, StringConstraints(min_length=1, max_length=255)]
Name = Annotated[str, StringConstraints(max_length=255)]
Url = Annotated[str, StringConstraints(max_length=1000)]


class Malformed(Exception):  # noqa: N818 - what is wrong is the request, not we
    """Signed, but not what Slack sends; ``human`` when a person waits for an answer."""

    def __init__(self, *, human: bool = False) -> None:
        super().__init__("malformed")
        self.human = human


class _Payload(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class Team(_Payload):
    """A workspace, or an organisation of several."""

    id: Id


class User(_Payload):
    """Who did it; the names are only for people."""

    id: Id
    username: Name = ""
    name: Name = ""
    team_id: Id | None = None


class Channel(_Payload):
    """Where it was done."""

    id: Id
    name: Name = ""


class Option(_Payload):
    """What was chosen."""

    value: Name


class Container(_Payload):
    """What the pressed button stands in."""

    type: Name = ""
    is_ephemeral: bool = False


class PressedElement(_Payload):
    """One pressed element."""

    type: Name = ""
    action_id: Name
    block_id: Name = ""
    value: Annotated[str, StringConstraints(max_length=4000)] | None = None
    selected_option: Option | None = None
    selected_options: Annotated[tuple[Option, ...], Field(max_length=100, strict=False)] | None = (
        None
    )


class Answer(_Payload):
    """What stands in one field of a form."""

    value: str | None = None
    selected_option: Option | None = None
    selected_options: Annotated[tuple[Option, ...], Field(max_length=100, strict=False)] | None = (
        None
    )
    selected_date: Name | None = None
    selected_time: Name | None = None
    selected_users: Annotated[tuple[Id, ...], Field(max_length=100, strict=False)] | None = None


class ViewState(_Payload):
    """All fields of a form, by block and element."""

    values: Mapping[Name, Mapping[Name, Answer]]


class View(_Payload):
    """A modal or the App Home."""

    id: Token
    type: Name = "modal"
    hash: Name = ""
    callback_id: Name = ""
    private_metadata: Annotated[str, StringConstraints(max_length=4000)] = ""
    state: ViewState | None = None
    app_installed_team_id: Id | None = None  # not the person's, in a shared channel


class Command(_Payload):
    """A slash command."""

    command: Annotated[str, StringConstraints(pattern=r"^/\S{1,63}$")]
    text: str = ""
    trigger_id: Token
    response_url: Url = ""
    user_id: Id
    user_name: Name = ""
    team_id: Id
    enterprise_id: AnyId = ""
    channel_id: Id
    channel_name: Name = ""

    @property
    def team(self) -> str:
        """Return the workspace."""
        return self.team_id


class _Interaction(_Payload):
    """What a press, a form and a shortcut have in common."""

    user: User
    workspace: Team | None = Field(None, alias="team")
    organisation: Team | None = Field(None, alias="enterprise")

    @property
    def enterprise_id(self) -> str:
        """Return the organisation of the workspace, if it is of one."""
        return self.organisation.id if self.organisation else ""

    @property
    def team(self) -> str:
        """Return the workspace."""
        return _team(self.workspace, self.user)


class Press(_Interaction):
    """A pressed button, or a chosen option of an overflow menu."""

    type: Literal["block_actions"]
    trigger_id: Token
    response_url: Url = ""
    channel: Channel | None = None
    container: Container = Container()
    view: View | None = None
    actions: Annotated[tuple[PressedElement, ...], Field(min_length=1, max_length=25, strict=False)]


class Submit(_Interaction):
    """A modal, sent."""

    type: Literal["view_submission"]
    view: View

    @property
    def team(self) -> str:
        """Return the workspace."""
        return self.view.app_installed_team_id or _team(self.workspace, self.user)


class Shortcut(_Interaction):
    """A shortcut, taken anywhere: there is neither a channel nor a response URL."""

    type: Literal["shortcut"]
    callback_id: Name
    trigger_id: Token


class SaidMessage(_Payload):
    """A message of somebody's, or of an app, which may have a person's id besides its own."""

    user: Id | None = None
    bot_id: Id | None = None
    username: Name | None = None
    text: str | None = None


class MessageShortcut(_Interaction):
    """A shortcut, taken on a message."""

    type: Literal["message_action"]
    callback_id: Name
    trigger_id: Token
    response_url: Url = ""
    channel: Channel
    message: SaidMessage


class EventBody(_Payload):
    """What an event tells: only its type is known to be there."""

    type: Name


class Event(_Payload):
    """Something happened in the workspace."""

    type: Literal["event_callback"]
    team_id: AnyId | None = None  # none of what concerns a whole organisation
    organisation: AnyId | None = Field(None, alias="enterprise_id")
    event_id: Token
    event: EventBody

    @property
    def enterprise_id(self) -> str:
        """Return the organisation of the workspace, if it is of one."""
        return self.organisation or ""

    @property
    def team(self) -> str:
        """Return the workspace."""
        return self.team_id or ""


class Challenge(_Payload):
    """Slack asks whether we are here."""

    type: Literal["url_verification"]
    challenge: Token


class Other(_Payload):
    """Something newer than this bot, or of no interest to it."""

    type: Name = ""


SlackRequest = Command | Press | Submit | Shortcut | MessageShortcut | Event | Challenge | Other


def _team(workspace: Team | None, user: User) -> str:
    return workspace.id if workspace else user.team_id or ""
