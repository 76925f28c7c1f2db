"""The shapes of what an action command sends, when it is taken and from its dialog."""

from typing import Any

from pydantic import Field, field_validator

from bot.teams.payloads import Long, MaybeId, Press, Short, Wire, Words, flat

FETCH, SUBMIT = "composeExtension/fetchTask", "composeExtension/submitAction"
INVOKES = (FETCH, SUBMIT)
OF_THE_HOUSE = ("aadUser", "onPremiseAadUser")  # whom the directory of an organization knows


class Author(Wire):
    """A person, or an app."""

    id: MaybeId = None
    display_name: Long | None = None
    user_identity_type: Short | None = None


class Sender(Wire):
    """Who wrote a message."""

    user: Author | None = None
    application: Author | None = None


class Body(Wire):
    """What it says, as HTML or plainly."""

    content_type: Short | None = None
    content: Words | None = None


class SaidMessage(Wire):
    """The message on which a command was taken."""

    sender: Sender | None = Field(None, alias="from")
    body: Body | None = None


class ShortcutInvoke(Wire):
    """The value of both requests; ``data`` is what the dialog's card and its fields say."""

    command_id: Short
    message_payload: SaidMessage | None = None
    data: dict[Short, Any] = Field(default_factory=dict)

    @field_validator("data", mode="before")
    @classmethod
    def _may_be_null(cls, value: object) -> object:
        return {} if value is None else value

    @field_validator("data")
    @classmethod
    def _is_flat(cls, data: dict[str, Any]) -> dict[str, str]:
        return flat(data)

    @property
    def press(self) -> Press:
        """Return the button of the dialog that was pressed."""
        return Press(type="Action.Execute", data=self.data)
