"""What Teams sends: the fields we use, each with its type; whatever else comes along is let be."""

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel

from bot.text import clean

ARGS = 50  # values in the data of a press
VALUE = 8000  # characters of one

Id = Annotated[
    str, StringConstraints(min_length=1, max_length=255, pattern=r"^[^\x00-\x20\x7f-\x9f]+$")
]
TenantId = Annotated[
    str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+$")
]
ObjectId = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9._-]*$")]
# An empty one says as much as none.
MaybeId = Annotated[Id | None, BeforeValidator(lambda value: None if value == "" else value)]
MaybeTenantId = Annotated[
    TenantId | None, BeforeValidator(lambda value: None if value == "" else value)
]
Short = Annotated[str, StringConstraints(max_length=100)]
Long = Annotated[str, StringConstraints(max_length=2000)]
Words = Annotated[str, StringConstraints(max_length=100_000)]


class Wire(BaseModel):
    """A part of what comes over the wire; its names there are in camel case."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", alias_generator=to_camel)


class Account(Wire):
    """A person or a bot."""

    id: Id
    name: Long | None = None
    aad_object_id: ObjectId | None = None
    is_targeted: bool | None = None
    tenant_id: MaybeTenantId = None


class Conversation(Wire):
    """A personal chat, a group chat, a channel or a thread in one."""

    id: Id
    name: Long | None = None
    conversation_type: Short | None = None
    is_group: bool | None = None
    tenant_id: MaybeTenantId = None


class Named(Wire):
    """A team or a channel."""

    id: MaybeId = None
    name: Long | None = None


class TenantIn(Wire):
    """The organization."""

    id: MaybeTenantId = None


class ChannelData(Wire):
    """What only Teams says."""

    tenant: TenantIn | None = None
    team: Named | None = None
    channel: Named | None = None
    event_type: Short | None = None


class Mentioned(Wire):
    """Who is meant by ``<at>…</at>``; of a tag or a channel, ``type`` says so."""

    id: MaybeId = None
    name: Long | None = None
    aad_object_id: ObjectId | None = None
    type: Short | None = None


class Member(Wire):
    """What the connector tells of a member."""

    id: Id
    name: Long | None = None
    aad_object_id: ObjectId | None = None
    object_id: ObjectId | None = None
    user_role: Short | None = None
    tenant_id: MaybeTenantId = None
    email: Long | None = None
    user_principal_name: Long | None = None

    @property
    def directory_id(self) -> str:
        """Return the id of the directory; empty for somebody who isn't in any."""
        return self.aad_object_id or self.object_id or ""


_ENTITIES = ("mention", "clientinfo")


class Entity(Wire):
    """A mention, or something else about the text."""

    type: Short
    mentioned: Mentioned | None = None
    text: Long | None = None
    timezone: Short | None = None

    @model_validator(mode="before")
    @classmethod
    def _is_ours(cls, value: Any) -> Any:  # noqa: ANN401 - whatever came
        """Leave another kind of entity unread: it has a shape of its own."""
        kind = value.get("type") if isinstance(value, dict) else None
        if isinstance(kind, str) and kind.lower() not in _ENTITIES:
            return {"type": kind[:100]}
        return value


class Attachment(Wire):
    """Something that came along; of these only words as HTML are read, where there is no text."""

    content_type: Short | None = None
    content: Any = None


class Activity(Wire):
    """One thing that happened in Teams."""

    type: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    id: Id | None = None
    channel_id: Short
    service_url: Annotated[str, StringConstraints(max_length=500)]
    sender: Account = Field(alias="from")
    recipient: Account
    conversation: Conversation
    name: Short | None = None
    action: Short | None = None
    text: Words | None = None
    text_format: Short | None = None
    timestamp: Short | None = None
    local_timestamp: Short | None = None
    local_timezone: Short | None = None
    locale: Short | None = None
    reply_to_id: MaybeId = None
    members_added: tuple[Account, ...] | None = Field(None, max_length=2000, fail_fast=True)
    members_removed: tuple[Account, ...] | None = Field(None, max_length=2000, fail_fast=True)
    entities: tuple[Entity, ...] | None = Field(None, max_length=500, fail_fast=True)
    attachments: tuple[Attachment, ...] | None = Field(None, max_length=100, fail_fast=True)
    channel_data: ChannelData | None = None
    value: Any = None

    @property
    def tenant(self) -> str:
        """Return the organization's id, or nothing."""
        data = self.channel_data
        told = data.tenant.id if data is not None and data.tenant is not None else None
        return self.conversation.tenant_id or told or ""

    @property
    def is_from_outside(self) -> bool:
        """Tell whether any field says that another organization's member acts."""
        data = self.channel_data
        told = data.tenant.id if data is not None and data.tenant is not None else None
        return bool({told, self.sender.tenant_id} - {None, self.tenant})

    @property
    def channel(self) -> str:
        """Return the conversation without its thread."""
        return self.conversation.id.partition(";messageid=")[0]

    @property
    def personal(self) -> bool:
        """Tell whether it is a chat between one person and the bot."""
        kind = self.conversation.conversation_type
        return kind == "personal" if kind else not self.conversation.is_group

    @property
    def targeted(self) -> bool:
        """Tell whether a member of a group wrote to the bot alone."""
        return bool(self.recipient.is_targeted) and not self.personal

    @property
    def team(self) -> str:
        """Return the id of the team of a channel, or nothing."""
        data = self.channel_data
        return (data.team.id or "") if data is not None and data.team is not None else ""


class Press(Wire):
    """A button: what it is called, and what it and the fields around it say."""

    type: Literal["Action.Execute"]
    verb: Short = ""
    data: dict[Short, Any] = {}

    @field_validator("verb", "data", mode="before")
    @classmethod
    def _may_be_null(cls, value: object, info: Any) -> object:  # noqa: ANN401 - pydantic's own
        return value if value is not None else ("" if info.field_name == "verb" else {})

    @field_validator("data")
    @classmethod
    def _is_flat(cls, data: dict[str, Any]) -> dict[str, str]:
        return flat(data)


class Invoke(Wire):
    """The value of ``adaptiveCard/action``."""

    action: Press
    trigger: Short | None = None


def flat(data: dict[str, Any]) -> dict[str, str]:
    """Return the plain values as text; ValueError when there are too many or too long ones."""
    if len(data) > ARGS:
        raise ValueError("too many values")
    found = {}
    for name, value in data.items():
        if isinstance(value, bool):
            found[name] = "true" if value else "false"
        elif isinstance(value, str | int | float):
            found[name] = clean(str(value))
            if len(found[name]) > VALUE:
                raise ValueError("a value is too long")
    return found
