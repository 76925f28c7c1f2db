"""What Slack sends, checked: of each request only what we read, in the type that we expect.

Nothing else reaches Bolt, which trusts every field it looks at.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import from_json

FIELDS = 100  # of a form; Slack sends some fifteen
UNINSTALLED, REVOKED, HOME_OPENED = "app_uninstalled", "tokens_revoked", "app_home_opened"

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Token = Annotated[str, StringConstraints(min_length=1, max_length=255)]
Name = Annotated[str, StringConstraints(max_length=255)]
Url = Annotated[str, StringConstraints(max_length=1000)]


class Malformed(Exception):  # noqa: N818 - what is wrong is the request, not we
    """Signed, but not what Slack sends; ``human`` when a person waits for an answer."""

    def __init__(self, *, human: bool = False) -> None:
        super().__init__("malformed")
        self.human = human


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class Team(_Wire):
    """A workspace."""

    id: Id


class User(_Wire):
    """Who did it; the names are only for people."""

    id: Id
    username: Name = ""
    name: Name = ""
    team_id: Id | None = None


class Channel(_Wire):
    """Where it was done."""

    id: Id
    name: Name = ""


class Option(_Wire):
    """What was chosen."""

    value: Name


class Container(_Wire):
    """What the pressed button stands in."""

    type: Name = ""
    is_ephemeral: bool = False


class Pressed(_Wire):
    """One pressed element."""

    type: Name = ""
    action_id: Name
    block_id: Name = ""
    value: Annotated[str, StringConstraints(max_length=4000)] | None = None
    selected_option: Option | None = None


class Answer(_Wire):
    """What stands in one field of a form."""

    value: str | None = None
    selected_option: Option | None = None


class State(_Wire):
    """All fields of a form, by block and element."""

    values: Mapping[Name, Mapping[Name, Answer]]


class View(_Wire):
    """A modal or the App Home."""

    id: Token
    type: Name = "modal"
    hash: Name = ""
    callback_id: Name = ""
    private_metadata: Annotated[str, StringConstraints(max_length=4000)] = ""
    state: State | None = None


class Command(_Wire):
    """A slash command."""

    command: Annotated[str, StringConstraints(pattern=r"^/\S{1,63}$")]
    text: str = ""
    trigger_id: Token
    response_url: Url = ""
    user_id: Id
    user_name: Name = ""
    team_id: Id
    channel_id: Id
    channel_name: Name = ""

    @property
    def team(self) -> str:
        """Return the workspace."""
        return self.team_id


class Press(_Wire):
    """A pressed button, or a chosen option of an overflow menu."""

    type: Literal["block_actions"]
    trigger_id: Token
    response_url: Url = ""
    user: User
    workspace: Team | None = Field(None, alias="team")
    channel: Channel | None = None
    container: Container = Container()
    view: View | None = None
    actions: Annotated[tuple[Pressed, ...], Field(min_length=1, max_length=25, strict=False)]

    @property
    def team(self) -> str:
        """Return the workspace."""
        return _team(self.workspace, self.user)


class Submit(_Wire):
    """A modal, sent."""

    type: Literal["view_submission"]
    user: User
    workspace: Team | None = Field(None, alias="team")
    view: View

    @property
    def team(self) -> str:
        """Return the workspace."""
        return _team(self.workspace, self.user)


class Happening(_Wire):
    """What an event tells: only its type is known to be there."""

    type: Name


class Event(_Wire):
    """Something happened in the workspace."""

    type: Literal["event_callback"]
    team_id: Id
    event_id: Token
    event: Happening

    @property
    def team(self) -> str:
        """Return the workspace."""
        return self.team_id


class HomeOpening(Happening):
    """Somebody looks at the App Home, or at the messages beside it."""

    user: Id
    tab: Name = "home"


class HomeOpened(Event):
    """The event of that."""

    event: HomeOpening


class Challenge(_Wire):
    """Slack asks whether we are here."""

    type: Literal["url_verification"]
    challenge: Token


class Other(_Wire):
    """Something newer than this bot, or of no interest to it."""

    type: Name = ""


Heard = Command | Press | Submit | Event | Challenge | Other

_KINDS: Mapping[str, type[Press | Submit | Challenge]] = {
    "block_actions": Press,
    "view_submission": Submit,
    "url_verification": Challenge,
}


def hear(body: bytes, content_type: str) -> Heard:
    """Return what a signed body says; Malformed if it can't be told."""
    if content_type == "application/json" or body[:1] == b"{":
        return hear_json(_json(body))
    fields = _form(body)
    if "command" in fields:
        return hear_command(fields)
    if "payload" in fields:
        return hear_json(_json(fields["payload"].encode()))
    if "ssl_check" in fields:
        return Other(type="ssl_check")
    raise Malformed


def hear_command(fields: Mapping[str, Any]) -> Command:
    """Return a slash command."""
    try:
        return Command.model_validate(fields)
    except ValidationError:
        raise Malformed(human=True) from None


def hear_json(body: Mapping[str, Any]) -> Heard:
    """Return a press, a submission, an event or a challenge."""
    try:
        if body.get("type") != "event_callback":
            return _KINDS.get(str(body.get("type")), Other).model_validate(body)
        event = Event.model_validate(body)
        return HomeOpened.model_validate(body) if event.event.type == HOME_OPENED else event
    except ValidationError:
        raise Malformed from None


def _json(body: bytes) -> Mapping[str, Any]:
    try:
        # This reader gives up at a depth of 200, without touching the stack.
        value = from_json(body, allow_inf_nan=False)
    except ValueError:
        raise Malformed from None
    if not isinstance(value, dict):
        raise Malformed
    return value


def _form(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode(), keep_blank_values=True, errors="strict", max_num_fields=FIELDS
        )
    except ValueError:
        raise Malformed from None
    fields = dict(pairs)
    if len(fields) < len(pairs):  # which of two users would it be?
        raise Malformed
    return fields


def _team(workspace: Team | None, user: User) -> str:
    return workspace.id if workspace else user.team_id or ""
