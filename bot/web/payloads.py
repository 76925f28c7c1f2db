"""What the page sends, and what it gets."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.codec import dump_form
from bot.web.directory import CHANNELS, GROUPS, PERSONAS, TENANTS, Persona, channel_name
from bot.web.timeline import Message
from bot.web.turns import Answer
from handlers.cards import FieldKind, Form
from handlers.routes import ROUTES, UNKEPT

Short = Annotated[str, StringConstraints(max_length=64)]
Words = Annotated[str, StringConstraints(max_length=4000)]
# The red button of a form takes along what stands in its fields, were it too long for them.
Value = Annotated[str, StringConstraints(max_length=100_000)]


class _Payload(BaseModel):
    """Whose window it comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tenant: Short
    persona: Short = Field(alias="as")
    zone: Short = ""


class TurnPayload(_Payload):
    """What a visitor did; ``id`` makes a repeat the same turn."""

    channel: Short
    kind: Literal["command", "action", "submit"]
    text: Words = ""
    intent: Short = ""
    args: dict[Short, Value] = Field(default_factory=dict, max_length=20)
    message: Annotated[str, StringConstraints(max_length=255)] = ""
    id: Short = ""


class ClockPayload(_Payload):
    """Where the clock is to go."""

    to: Annotated[str, StringConstraints(max_length=200)]


def answer_payload(answer: Answer) -> dict[str, Any]:
    """Return what the page gets for a turn."""
    form = answer.reply.form
    return {
        "messages": [message.wire() for message in answer.messages],
        "form": dump_form(_with_everybody(form)) if form else None,
        "close_form": form is None and answer.reply.saved,
        "kept": answer.reply.kept,
    }


def state_payload(persona: Persona, history: Iterable[Message]) -> dict[str, Any]:
    """Return what there is to see and to do for a person."""
    return {
        "tenants": [{"id": key, "name": name} for key, name in TENANTS.items()],
        "people": [
            {"id": each.id, "name": each.name, "role": each.role.value}
            for each in PERSONAS.values()
        ],
        "channels": [
            *({"id": each, "name": channel_name(each)} for each in CHANNELS),
            {"id": persona.personal, "name": "Careloop", "personal": True},
        ],
        "commands": [
            {
                "usage": each.usage,
                "insert": f"/{each.words} ",
                "does": each.does,
                "kept": each.intent not in UNKEPT,
            }
            for each in ROUTES
            if persona.role.may(each.role)
        ],
        "names": [
            *({"name": f"@{each.name}", "does": ""} for each in PERSONAS.values()),
            *({"name": f"@{each}", "does": "everybody in it"} for each in GROUPS),
        ],
        "messages": [message.wire() for message in history],
    }


def _with_everybody(form: Form) -> Form:
    """Return a form in which everybody can be chosen where people are asked for."""
    everybody = tuple((each.id, each.name) for each in PERSONAS.values())
    fields = (
        replace(each, options=everybody) if each.kind is FieldKind.PEOPLE else each
        for each in form.fields
    )
    return replace(form, fields=tuple(fields))
