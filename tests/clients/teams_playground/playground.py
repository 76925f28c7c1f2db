"""The Microsoft 365 Agents Playground: installed once, run on this machine alone, and driven."""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import psutil

PACKAGE = "@microsoft/m365agentsplayground"
VERSION = "0.2.28"
BOT = "00000000-0000-0000-0000-00000000000011"
TENANT = "00000000-0000-0000-0000-0000000000001"
ANA = "00000000-0000-0000-0000-000000000020"
PERSONAL, CHANNEL = "personal-chat-id", "team-id"
HERE = Path(__file__).parent


def installed() -> Path | None:
    """Return the playground's script, fetched by npm if need be; None without npm or network."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = home / "careloop" / f"agents-playground-{VERSION}"
    script = home / "node_modules" / PACKAGE / "cli.js"
    if not script.is_file():
        npm = shutil.which("npm")
        if npm is None:
            return None
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text("{}")
        command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run(
            [*command, f"{PACKAGE}@{VERSION}"], cwd=home, check=False, capture_output=True
        )
        if done.returncode or not script.is_file():
            return None
    return script


@asynccontextmanager
async def running(script: Path, bot_url: str, port: int, folder: Path) -> AsyncIterator[str]:
    """Start the playground against a bot; yield its address."""
    environment = os.environ | {
        "TEAMSAPPTESTER_BROWSER": "none",
        "NODE_OPTIONS": f"--require {HERE / 'loopback.cjs'}",
        "M365_AGENTS_PLAYGROUND_LOGFILE": str(folder / "playground.log"),
        "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(HERE / "playground.yml"),
    }
    url = f"http://127.0.0.1:{port}"
    with (folder / "playground.out").open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *(str(shutil.which("node")), str(script), "start", "-e", bot_url, "-c", "msteams"),
            *("-p", str(port), "--dt", "true", "--su", f"{url}/_connector"),
            env=environment,
            cwd=folder,
            stdout=out,
            stderr=out,
        )
        try:
            await _answers(url)
            yield url
        finally:
            with suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


def listens_elsewhere(port: int) -> list[str]:
    """Return the addresses other than loopback on which somebody listens at this port."""
    found = [each.laddr for each in psutil.net_connections("tcp") if each.status == "LISTEN"]
    return [each.ip for each in found if each.port == port and each.ip not in ("127.0.0.1", "::1")]


class Client:
    """A person in the playground, through the API that its own page uses."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self._url = url
        self._http = http
        self._got: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        self.chat = PERSONAL

    @classmethod
    @asynccontextmanager
    async def connected(cls, url: str) -> AsyncIterator["Client"]:
        stream = f"{url.replace('http', 'ws', 1)}/_ws_conversation/v1/conversations/stream"
        async with aiohttp.ClientSession() as http, http.ws_connect(stream) as socket:
            client = cls(url, http)
            pump = asyncio.create_task(client._pump(socket))
            try:
                yield client
            finally:
                pump.cancel()

    async def install(self, chat: str) -> None:
        """Open a chat with the bot for the first time."""
        self.chat = chat
        await self._post(f"/_debug/conversation/{chat}/installation", {})

    async def say(self, text: str, *, mention: bool = False) -> None:
        body = {"type": "text", "text": text, "textFormat": "plain", "from": {"id": "user-0"}}
        if mention:
            at = "<at>Careloop</at>"
            who = {"mentioned": {"id": BOT, "name": "Careloop"}, "text": at}
            body |= {"text": f"{at} {text}", "mentions": [who]}
        await self._post(f"/_conversation/v1/conversations/{self.chat}/messages", body)

    async def slash(self, text: str) -> None:
        """Send a targeted message to the bot: the playground has no menu for one."""
        conversation = {
            "id": self.chat,
            "isGroup": True,
            "conversationType": "channel",
            "tenantId": TENANT,
        }
        await self._post(
            "/_internal/v1/customActivities",
            {
                "type": "message",
                "id": "slash-1",
                "channelId": "msteams",
                "serviceUrl": f"{self._url}/_connector",
                "text": text,
                "textFormat": "plain",
                "from": {"id": "user-0", "name": "Ana Silva", "aadObjectId": ANA},
                "recipient": {"id": BOT, "name": "Careloop", "isTargeted": True},
                "conversation": conversation,
                "channelData": {"tenant": {"id": TENANT}},
            },
        )

    async def execute(
        self, seen: Mapping[str, Any], button: Mapping[str, Any], **filled: str
    ) -> Mapping[str, Any]:
        """Press a button of a message; return the invoke response."""
        action = {**button, "data": {**button["data"], **filled}}
        return await self._post(
            "/_conversation/v1/invoke",
            {
                "name": "adaptiveCard/action",
                "value": {"action": action},
                "from": {"id": "user-0"},
                "conversation": {"id": seen["actionConversationId"]},
                "replyToId": seen["message"]["messageId"],
            },
        )

    async def next(self) -> Mapping[str, Any]:
        """Return the bot's next message, or change of one."""
        return await asyncio.wait_for(self._got.get(), 10)

    async def _pump(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for each in socket:
            told = json.loads(each.data)
            if told.get("message", {}).get("from", {}).get("id") == BOT:
                await self._got.put(told)

    async def _post(self, path: str, body: Mapping[str, Any]) -> Any:
        async with self._http.post(f"{self._url}{path}", json=body) as response:
            text = await response.text()
            assert response.status < 300, (path, response.status, text[:300])
            return json.loads(text) if text.strip() else None


def card_of(seen: Mapping[str, Any]) -> Mapping[str, Any]:
    return seen["message"]["attachments"][0]["content"]


async def _answers(url: str) -> None:
    async with asyncio.timeout(30), aiohttp.ClientSession() as http:
        while True:
            with suppress(aiohttp.ClientError):
                async with http.get(url) as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.2)
