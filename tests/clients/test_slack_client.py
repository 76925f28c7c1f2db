"""A person in a Slack that somebody else wrote: minutehand, in an interpreter of its own.

It signs its requests, keeps what we answer, and lets the person press and fill in what is there.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.bot.slack.process import SECRET, TOKEN

pytestmark = pytest.mark.clients

RELEASES = {"3.13": "0.3.9", "3.12": "0.3.2"}  # the newest that each interpreter can have
ROOT = Path(__file__).parents[2]
WORLD = {
    "seed": {
        "people": [
            {"key": "ana", "name": "Ana Lima", "email": "ana@example.com"},
            {"key": "dana", "name": "Dana Ortiz", "email": "dana@example.com"},
        ],
        "channels": [{"provider": "slack", "name": "front-desk", "members": ["ana", "dana"]}],
    },
    "claims": {"tokens": [TOKEN], "default": True},
}


async def test_a_person_types_presses_fills_in_and_slack_asks_to_wait(client, capsys):
    card = await client.types("/complaint", "the van never came")
    assert card.title == "Let them tell it all"
    assert "the van never came" in card.words
    assert card.reader  # nobody else sees it

    card = await client.presses(card, "They've said it all")
    assert card.title == "Play it back"
    card = await client.presses(card, "They feel heard")
    card = await client.presses(card, "Danger or trouble")
    assert card.title == "Danger or trouble"
    card = await client.presses(card, "Legal or press")
    card = await client.presses(card, "It is handed over")
    assert card.title == "You have handed it over"
    assert card.labels[:2] == ["A minute", "Close the case"]  # nobody could be asked to cover
    card = await client.presses(card, "Close the case")
    assert card.title == "Case 1001 is closed"
    card = await client.types("/complaint", "the van came, and it is the wrong door")
    card = await client.presses(card, "They've said it all")
    card = await client.presses(card, "They feel heard")
    assert card.title == "Own it"
    while card.title != "One step you can keep":
        card = await client.presses(card, card.labels[0])
    form = [{"input_id": "what", "value": "ring back <today> & listen"}]
    card = await client.presses(
        card, "Something else", form=[*form, {"input_id": "when", "value": "in 2 hours"}]
    )
    assert "ring back <today> & listen" in card.words

    again = await client.types("/care", "complaint")
    assert again.title == card.title
    lost = await client.types("/nonsense", "")
    assert lost.title == "Not quite"

    channel = card.channel
    await client.slower("chat.postMessage", seconds=2)
    assert await client.posts(channel) == "TemporaryError 2.0"
    assert "TemporaryError" in await client.posts(channel)
    await asyncio.sleep(2.1)
    assert (await client.posts(channel)).startswith(channel)
    public = await client.latest()
    assert (public.title, public.reader) == ("A reminder", "")
    with capsys.disabled():
        print(f"\nminutehand {client.release}: {client.calls} calls, all answered")  # noqa: T201


class Shown:
    """A message as the other side keeps it."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self.ref, self.seq = stored["entity"], stored["seq"]
        body = json.loads(stored["body"])
        self.blocks = body["blocks"] or []
        self.reader = body.get("ephemeral_to") or ""
        self.channel = stored.get("parent") or ""
        self.title = self.blocks[0]["text"]["text"] if self.blocks else body["text"]

    @property
    def words(self) -> str:
        return json.dumps(self.blocks, ensure_ascii=False)

    @property
    def buttons(self) -> Mapping[str, Mapping[str, Any]]:
        found = [each for block in self.blocks for each in block.get("elements", [])]
        found += [block["accessory"] for block in self.blocks if "accessory" in block]
        return {each["text"]["text"]: each for each in found if each["type"] == "button"}

    @property
    def labels(self) -> list[str]:
        return list(self.buttons)


class Client:
    """The hands of a person in that Slack, and the voice of our bot's outbox."""

    def __init__(self, http: ClientSession, world: str, bot: Any, release: str) -> None:
        self.release = release
        self.calls = 0
        self._http = http
        self._world = f"/v1/worlds/{world}"
        self._bot = bot

    async def types(self, command: str, text: str) -> Shown:
        happening = {
            "kind": "commands",
            "provider": "slack",
            "person": "ana",
            "command": command,
            "text": text,
            "channel": "front-desk",
        }
        await self._post("/act", {"act": {"kind": "happen", "happening": happening}})
        return await self.latest()

    async def presses(self, card: Shown, label: str, form: Any = ()) -> Shown:
        button = card.buttons[label]
        press = {
            "action_id": button["action_id"],
            "label": label,
            "value": button["value"],
            "form": list(form),
        }
        act = {"kind": "press", "person": "ana", "on": card.ref, "press": press}
        await self._post("/act", {"act": act})
        return await self.latest()

    async def slower(self, method: str, seconds: int) -> None:
        answer = {"kind": "rate_limited", "retry_after": f"PT{seconds}S"}
        seed = {"faults": [{"call": method, "answer": answer}]}
        await self._post("/provider-faults", {"provider": "slack", "seed": seed})

    async def posts(self, channel: str) -> str:
        """Let the outbox post to a channel; return Slack's name for it, or what went wrong."""
        self._bot.stdin.write(f"{channel}\n".encode())
        await self._bot.stdin.drain()
        return (await self._bot.stdout.readline()).decode().strip()

    async def latest(self) -> Shown:
        params = {"provider": "slack", "kind": "message"}
        async with self._http.get(f"{self._world}/entities", params=params) as response:
            found = (await response.json())["entities"]
        return Shown(max(found, key=lambda each: each["seq"]))

    async def _post(self, path: str, body: Mapping[str, Any]) -> Any:
        self.calls += 1
        async with self._http.post(f"{self._world}{path}", json=body) as response:
            told = await response.json()
            assert response.status < 300, told
            return told


@pytest.fixture
async def client(tmp_path):
    python, release = _interpreter()
    async with AsyncExitStack() as stack:
        control = await stack.enter_async_context(_minutehand(python, tmp_path))
        http = await stack.enter_async_context(ClientSession(control))
        async with http.get("/v1/environment") as response:
            variables = (await response.json())["variables"]
        bot, url = await stack.enter_async_context(_bot(tmp_path / "careloop.db", variables))
        inbound = [{"provider": "slack", "url": url, "secret": SECRET}]
        async with http.post("/v1/worlds", json=WORLD | {"inbound": inbound}) as response:
            world = await response.json()
            assert response.status < 300, world
        yield Client(http, world["world_id"], bot, release)


def _interpreter() -> tuple[Path, str]:
    """Return a Python that has minutehand, and its release; skip where there can't be one."""
    for version, release in RELEASES.items():
        folders = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin"))
        for name in [*(str(each / "python3") for each in folders), f"python{version}"]:
            if _is(name, version):
                return _installed(name, version, release), release
    pytest.skip(f"minutehand needs one of Python {', '.join(RELEASES)}, and none is here")


def _is(name: str, version: str) -> bool:
    if shutil.which(name) is None:
        return False
    asked = "import sys; print('%d.%d' % sys.version_info[:2])"
    found = subprocess.run([name, "-c", asked], capture_output=True, text=True, check=False)
    return found.stdout.strip() == version


def _installed(name: str, version: str, release: str) -> Path:
    """Make an environment of its own once; it is kept for the next time."""
    home = Path(tempfile.gettempdir()) / f"careloop-minutehand-{release}-py{version}"
    python = home / "bin" / "python"
    if not (home / "complete").exists():
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([name, "-m", "venv", str(home)], check=True)
        command = [str(python), "-m", "pip", "install", "--quiet", f"minutehand=={release}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"minutehand {release} can't be installed here: {done.stderr[-200:]}")
        (home / "complete").touch()
    return python


@asynccontextmanager
async def _minutehand(python: Path, folder: Path):
    """Start the other side; yield the address of its control."""
    ports = ["--proxy-port", "0", "--control-port", "0", "--telemetry-port", "0"]
    process = await asyncio.create_subprocess_exec(
        *(str(python.parent / "minutehand"), "serve", *ports, "--no-receive-telemetry"),
        *("--state", str(folder / "state")),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(60):
            line = ""
            while "control http" not in line:
                line = (await process.stdout.readline()).decode()
                assert line, "minutehand did not start"
        yield line.partition("control ")[2].partition("/v1")[0]
    finally:
        process.terminate()
        await process.communicate()


@asynccontextmanager
async def _bot(database: Path, variables: Mapping[str, str]):
    """Start our side behind the other's proxy; yield its process and its address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from tests.bot.slack.process import main; main()"),
        str(database),
        env={**os.environ, **variables, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(30):
            yield process, (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.communicate()
