"""Socket Mode: the same requests over a WebSocket that we open, for a bot behind a firewall."""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSMsgType
from pydantic_core import from_json
from slack_bolt.response import BoltResponse

from bot.slack import kind
from bot.slack.api import WebApi
from bot.slack.edge import Serve
from bot.slack.hearing import hear_command, hear_json
from bot.slack.payload import Heard, Malformed
from scheduler.errors import PermanentError, TemporaryError, UnknownError

HEARTBEAT = 10.0  # s
LARGEST = 1024 * 1024  # bytes of a message
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # s between two attempts to connect

logger = logging.getLogger(__name__)


class Socket:
    """Keeps one connection to Slack, and takes what comes over it to the door."""

    def __init__(self, session: ClientSession, api: WebApi, token: str, serve: Serve) -> None:
        self.connected = False
        self._session = session
        self._api = api
        self._token = token
        self._serve = serve

    async def run(self) -> None:
        """Connect, and again whenever the line is gone, until cancelled."""
        wait = FIRST_WAIT
        while True:
            try:
                told = await self._api.call(self._token, "", "apps.connections.open", {})
                await self._talk(str(told.get("url", "")))
                wait = FIRST_WAIT
            except (TemporaryError, PermanentError, UnknownError) as error:
                logger.warning("slack.socket_refused wait=%.0f reason=%s", wait, error.reason)
            except (ClientError, OSError, TimeoutError, ValueError) as error:
                logger.warning("slack.socket_lost wait=%.0f error=%s", wait, type(error).__name__)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _talk(self, url: str) -> None:
        """Hear until Slack wants us to come back, or the line is gone."""
        connecting = self._session.ws_connect(url, heartbeat=HEARTBEAT, max_msg_size=LARGEST)
        async with connecting as line, asyncio.TaskGroup() as group:
            logger.info("slack.socket_open")
            self.connected = True
            try:
                async for message in line:
                    if message.type is not WSMsgType.TEXT:
                        continue
                    envelope = _mapping(message.data)
                    if envelope.get("type") == "disconnect":
                        return
                    if isinstance(envelope.get("envelope_id"), str):
                        group.create_task(self._answer(line, envelope))
            finally:
                self.connected = False

    async def _answer(self, line: ClientWebSocketResponse, envelope: Mapping[str, Any]) -> None:
        answer = await self._answered(envelope)
        if answer.status != 200:
            return  # unanswered, Slack sends an event again and tells a person that it failed
        told: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
        if answer.body.startswith("{"):
            told["payload"] = json.loads(answer.body)
        try:
            await line.send_json(told)
        except (ConnectionError, ClientError):
            logger.warning("slack.socket_unanswered")

    async def _answered(self, envelope: Mapping[str, Any]) -> BoltResponse:
        try:
            return await self._serve(_heard(envelope))
        except Malformed as error:
            return kind.unread(error)


def _heard(envelope: Mapping[str, Any]) -> Heard:
    payload = envelope.get("payload")
    if not isinstance(payload, dict):
        raise Malformed
    return hear_command(payload) if envelope.get("type") == "slash_commands" else hear_json(payload)


def _mapping(text: str) -> Mapping[str, Any]:
    try:
        value = from_json(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
