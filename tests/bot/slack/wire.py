"""What Slack sends, made by hand and signed: commands, presses, forms and events."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from itertools import count
from typing import Any
from urllib.parse import urlencode

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
FORM = "application/x-www-form-urlencoded"

_numbers = count(1)


def signed(
    body: bytes, at: float, secret: str = SECRET, content_type: str = FORM
) -> dict[str, str]:
    """Return the headers of a request of Slack's."""
    stamp = str(int(at))
    mac = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={mac.hexdigest()}",
        "Content-Type": content_type,
    }


def trigger() -> str:
    return f"{next(_numbers)}.474920.8088930838d88f008e0"


def command(line: str, **others: str) -> dict[str, str]:
    """Return the fields of a slash command."""
    name, _, text = line.partition(" ")
    return {
        "token": "old",
        "team_id": "TDEMO",
        "team_domain": "demo",
        "enterprise_id": "",
        "channel_id": "CFRONTDESK",
        "channel_name": "front-desk",
        "user_id": "UANA",
        "user_name": "ana",
        "command": f"/{name.lstrip('/')}",
        "text": text,
        "api_app_id": "A1",
        "is_enterprise_install": "false",
        "response_url": "",
        "trigger_id": trigger(),
    } | others


def press(action: Mapping[str, Any], **others: Any) -> dict[str, Any]:
    """Return the payload of a press."""
    return {
        "type": "block_actions",
        "user": {"id": "UANA", "username": "ana", "name": "ana", "team_id": "TDEMO"},
        "api_app_id": "A1",
        "token": "old",
        "container": {"type": "message", "is_ephemeral": True, "channel_id": "CFRONTDESK"},
        "trigger_id": trigger(),
        "team": {"id": "TDEMO", "domain": "demo"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": "CFRONTDESK", "name": "front-desk"},
        "state": {"values": {}},
        "response_url": "",
        "actions": [{"type": "button", "block_id": "main", "action_ts": "1.0", **action}],
    } | others


def shortcut(callback: str, **others: Any) -> dict[str, Any]:
    """Return the payload of a shortcut that is taken anywhere: without channel and response URL."""
    return {
        "type": "shortcut",
        "token": "old",
        "action_ts": "1581106241.371594",
        "team": {"id": "TDEMO", "domain": "demo"},
        "user": {"id": "UANA", "username": "ana", "team_id": "TDEMO"},
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": callback,
        "trigger_id": trigger(),
    } | others


def message_shortcut(callback: str, message: Mapping[str, Any], **others: Any) -> dict[str, Any]:
    """Return the payload of a shortcut that is taken on a message."""
    told = {
        "type": "message",
        "client_msg_id": "5d65e5a5-0000-4000-8000-000000000001",
        "ts": "1581106241.000100",
        "team": "TDEMO",
        "blocks": [{"type": "rich_text", "block_id": "x", "elements": []}],
    }
    return shortcut(callback) | {
        "type": "message_action",
        "channel": {"id": "CFRONTDESK", "name": "front-desk"},
        "message_ts": "1581106241.000100",
        "message": told | dict(message),
        "response_url": "",
        **others,
    }


def submission(view: Mapping[str, Any], values: Mapping[str, Any], **others: Any) -> dict[str, Any]:
    """Return the payload of a form that was sent."""
    return {
        "type": "view_submission",
        "team": {"id": "TDEMO", "domain": "demo"},
        "user": {"id": "UANA", "username": "ana", "name": "ana", "team_id": "TDEMO"},
        "api_app_id": "A1",
        "token": "old",
        "trigger_id": trigger(),
        "view": {"id": "V1", "hash": "1.a", **view, "state": {"values": values}},
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": None,
    } | others


def event(happening: Mapping[str, Any], **others: Any) -> dict[str, Any]:
    """Return the body of an event."""
    return {
        "token": "old",
        "team_id": "TDEMO",
        "api_app_id": "A1",
        "type": "event_callback",
        "event": dict(happening),
        "event_id": f"Ev{next(_numbers)}",
        "event_time": 1,
        "authorizations": [{"team_id": "TDEMO", "is_enterprise_install": False}],
    } | others


def form_body(fields: Mapping[str, str]) -> bytes:
    return urlencode(fields).encode()


def payload_body(payload: Mapping[str, Any]) -> bytes:
    return urlencode({"payload": json.dumps(payload)}).encode()
