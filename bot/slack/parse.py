"""From the bytes of a signed request to what it says, or to nothing."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from pydantic import ValidationError
from pydantic_core import from_json

from bot.slack.events.payloads import (
    ACCESS_REVOKED,
    HOME_OPENED,
    MENTION,
    MESSAGE,
    USER_CHANGED,
    AccessRevoked,
    HomeOpened,
    Said,
    UserChanged,
)
from bot.slack.payloads import (
    Challenge,
    Command,
    Event,
    Malformed,
    MessageShortcut,
    Other,
    Press,
    Shortcut,
    SlackRequest,
    Submit,
)

MAX_FIELDS = 100  # of a form; Slack sends some fifteen

_KINDS: Mapping[str, type[Press | Submit | Shortcut | MessageShortcut | Challenge]] = {
    "block_actions": Press,
    "view_submission": Submit,
    "shortcut": Shortcut,
    "message_action": MessageShortcut,
    "url_verification": Challenge,
}
_EVENTS: Mapping[str, type[AccessRevoked | HomeOpened | UserChanged]] = {
    ACCESS_REVOKED: AccessRevoked,
    HOME_OPENED: HomeOpened,
    USER_CHANGED: UserChanged,
}


def parse(body: bytes, content_type: str) -> SlackRequest:
    """Return what a signed body says; Malformed if it can't be told."""
    if content_type == "application/json" or body[:1] == b"{":
        return parse_json(_json(body))
    fields = _form(body)
    if "command" in fields:
        return parse_command(fields)
    if "payload" in fields:
        return parse_json(_json(fields["payload"].encode()))
    if "ssl_check" in fields:
        return Other(type="ssl_check")
    raise Malformed


def parse_command(fields: Mapping[str, Any]) -> Command:
    """Return a slash command."""
    try:
        return Command.model_validate(fields)
    except ValidationError:
        raise Malformed(human=True) from None


def parse_json(body: Mapping[str, Any]) -> SlackRequest:
    """Return a press, a submission, a shortcut, an event or a challenge."""
    try:
        if body.get("type") != "event_callback":
            return _KINDS.get(str(body.get("type")), Other).model_validate(body)
        event = Event.model_validate(body)
        if (known := _EVENTS.get(event.event.type)) is not None:
            return known.model_validate(body)
    except ValidationError:
        raise Malformed from None
    return _said(body) or event


def _said(body: Mapping[str, Any]) -> Said | None:
    """Return a message, or None: those that nobody says to us come in many shapes."""
    try:
        said = Said.model_validate(body)
    except ValidationError:
        return None
    return said if said.event.type in (MESSAGE, MENTION) else None


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
            body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS
        )
    except ValueError:
        raise Malformed from None
    fields = dict(pairs)
    if len(fields) < len(pairs):  # which of two users would it be?
        raise Malformed
    return fields
