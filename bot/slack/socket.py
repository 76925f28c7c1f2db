"""Socket Mode: the same requests over a WebSocket that we open, for a bot behind a firewall."""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

from aiohttp import (
    ClientError,
    ClientSession,
    ClientWebSocketResponse,
    ClientWSTimeout,
    WSMsgType,
)
from pydantic_core import from_json
from slack_bolt.response import BoltResponse

from bot.background import Background
from bot.slack import error_texts
from bot.slack.client import SlackClient
from bot.slack.edge import Serve
from bot.slack.parse import parse_command, parse_json
from bot.slack.payloads import Malformed, SlackRequest
from scheduler.errors import PermanentError, TemporaryError, UnknownError

HEARTBEAT = 10.0  # s
CLOSE_TIMEOUT = ClientWSTimeout(ws_close=1.0)  # s for Slack to say goodbye
DRAIN_TIMEOUT = 3.0  # s for answers under way; none takes that long
MAX_MESSAGE = 1024 * 1024  # bytes of a message
FIRST_WAIT, MAX_WAIT = 1.0, 60.0  # s between two attempts to connect

logger = logging.getLogger(__name__)


class Socket:
    """Keeps one connection to Slack, and takes what comes over it to the door."""

    def __init__(
        self,
        session: ClientSession,
        client: SlackClient,
        token: str,
        serve: Serve,
        prefix: str = "",
    ) -> None:
        self.connected = False
        self._session = session
        self._client = client
        self._token = token
        self._serve = serve
        self._prefix = prefix
        self._answers = Background()
        self._wait = FIRST_WAIT

    async def run(self) -> None:
        """Connect, and again whenever the line is gone, until cancelled."""
        clock = asyncio.get_running_loop().time
        while True:
            began = clock()
            try:
                told = await self._client.call(self._token, "", "apps.connections.open", {})
                asked_anew = await self._listen(str(told.get("url", "")))
            except (TemporaryError, PermanentError, UnknownError) as error:
                logger.warning("slack.socket_refused wait=%.0f reason=%s", self._wait, error.cause)
            except (ClientError, OSError, TimeoutError, ValueError) as error:
                name = type(error).__name__
                logger.warning("slack.socket_lost wait=%.0f error=%s", self._wait, name)
            else:
                if asked_anew and clock() - began > FIRST_WAIT:  # as Slack does every few hours
                    continue
            await self._pause()

    async def _pause(self) -> None:
        wait, self._wait = self._wait, min(self._wait * 2, MAX_WAIT)
        await asyncio.sleep(wait)

    async def _listen(self, url: str) -> bool:
        """Take what comes until the line is gone; tell whether Slack asked for a new one."""
        connecting = self._session.ws_connect(
            url, heartbeat=HEARTBEAT, max_msg_size=MAX_MESSAGE, timeout=CLOSE_TIMEOUT
        )
        async with connecting as line:
            logger.info("slack.socket_open")
            self.connected = True
            try:
                return await self._receive(line)
            finally:
                self.connected = False
                await self._answers.drain(DRAIN_TIMEOUT)

    async def _receive(self, line: ClientWebSocketResponse) -> bool:
        async for message in line:
            if message.type is not WSMsgType.TEXT:
                continue
            envelope = _mapping(message.data)
            if envelope.get("type") == "disconnect" and envelope.get("reason") != "warning":
                return True
            if envelope.get("type") == "hello":
                self._wait = FIRST_WAIT
            if isinstance(envelope.get("envelope_id"), str):
                await self._answers.run(self._answer(line, envelope), 0)
        return False

    async def _answer(self, line: ClientWebSocketResponse, envelope: Mapping[str, Any]) -> None:
        answer = await self._answered(envelope)
        if answer.status != 200:
            return  # unanswered, Slack sends an event again and tells a person that it failed
        reply: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
        if answer.body.startswith("{"):
            reply["payload"] = json.loads(answer.body)
        try:
            await line.send_json(reply)
        except (ConnectionError, ClientError):
            logger.warning("slack.socket_unanswered")

    async def _answered(self, envelope: Mapping[str, Any]) -> BoltResponse:
        try:
            return await self._serve(_parsed(envelope))
        except Malformed as error:
            return error_texts.malformed(error, self._prefix)


def _parsed(envelope: Mapping[str, Any]) -> SlackRequest:
    payload = envelope.get("payload")
    if not isinstance(payload, dict):
        raise Malformed
    return (
        parse_command(payload) if envelope.get("type") == "slash_commands" else parse_json(payload)
    )


def _mapping(text: str) -> Mapping[str, Any]:
    try:
        value = from_json(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
