"""A client that Microsoft wrote, in a conversation with our Teams door; on this machine alone."""

import asyncio
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.bot import Bot
from bot.clock import Clock
from bot.library import Library
from bot.store.database import Database
from bot.teams.config import TeamsConfig
from bot.teams.service import teams_service
from handlers.cards import Card, Text
from handlers.domain.people import Place, Platform
from handlers.turn import Post
from tests.clients.teams_playground import playground
from tests.clients.teams_playground.playground import CHANNEL, PERSONAL, TENANT, Client, card_of
from tests.databases import create_tables

pytestmark = pytest.mark.clients
PIECES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="module")
def script() -> Path:
    found = playground.installed()
    if found is None:
        reason = "npm is missing, or could not fetch the playground"
        sys.stderr.write(f"skipped: {reason}\n")
        pytest.skip(reason)
    return found


@asynccontextmanager
async def meeting(script: Path, folder: Path):
    """Open the door and the playground; yield the door and the playground's address."""
    url = f"sqlite+aiosqlite:///{folder}/teams.db"
    await create_tables(url)
    database, clock, app = Database(url, "NORMAL"), Clock(), web.Application()

    async def nobody(lanes) -> None:
        """Wake no engine."""

    bot = Bot(Library(), database, nobody)
    async with teams_service(TeamsConfig(anonymous=True), bot, database, clock) as door:
        door.open(app)
        server = TestServer(app)
        await server.start_server()
        port = free_port()
        messages = str(server.make_url("/api/messages"))
        async with playground.running(script, messages, port, folder) as address:
            assert playground.listens_elsewhere(port) == []
            yield door, address
        await server.close()
    await database.dispose()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def title(card) -> str:
    return card["body"][0]["text"]


async def test_a_whole_conversation_with_the_agents_playground(script, tmp_path):
    async with meeting(script, tmp_path) as (door, address), Client.connected(address) as client:
        await client.install(PERSONAL)
        assert title(card_of(await client.next())) == "What I can do"

        await client.say("complaint late parcel")
        seen = await client.next()
        first = card_of(seen)
        answer = await client.execute(seen, first["actions"][0])
        assert title(answer.get("value", answer)) != title(first)

        await client.install(CHANNEL)
        assert title(card_of(await client.next())) == "What I can do"
        await client.say("reminders add weekdays 08:55", mention=True)
        private, line = await client.next(), await client.next()
        assert "Set up" in title(card_of(private))
        assert "between us" in line["message"]["text"]

        await client.slash("/complaint the van never came")
        assert card_of(await client.next())["actions"]

        post = Post(Place(Platform.TEAMS, TENANT, CHANNEL), Card("A thought", (Text("Hi"),)))
        ref = await door.send(post, "one")
        assert title(card_of(await client.next())) == "A thought"
        changed = Post(post.place, Card("Another thought"), replaces=ref)
        await door.send(changed, "two")
        assert title(card_of(await client.next())) == "Another thought"


async def test_it_looks_right_in_a_browser(script, tmp_path):
    from playwright.async_api import async_playwright

    async with meeting(script, tmp_path) as (_, address), async_playwright() as p:
        browser = await p.chromium.launch(executable_path=chromium(), args=PIECES)
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        await page.route("**/*", _stay_here)
        await page.goto(address)
        box = page.locator("[data-lexical-editor=true]").first
        await box.wait_for(timeout=20000)
        await page.get_by_text("What I can do").last.wait_for(timeout=20000)
        await box.click()
        await page.keyboard.type("complaint **late** parcel")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Danger or trouble").last.wait_for(timeout=10000)
        await page.get_by_text("**late**").first.wait_for(timeout=10000)
        await page.screenshot(path=str(tmp_path / "step.png"))
        await page.get_by_role("button", name="⋯ More").last.click()
        await page.get_by_role("button", name="Pause").last.wait_for(timeout=10000)
        await page.screenshot(path=str(tmp_path / "more.png"))
        await page.get_by_role("button", name="Danger or trouble").last.click()
        await asyncio.sleep(1.0)
        await page.screenshot(path=str(tmp_path / "alarm.png"))
        await browser.close()
    sys.stderr.write(f"pictures: {tmp_path}\n")


async def _stay_here(route) -> None:
    here = ("http://127.0.0.1", "http://localhost", "data:", "blob:", "ws://127.0.0.1")
    await (route.continue_() if route.request.url.startswith(here) else route.abort())


def chromium() -> str | None:
    """Return the system's browser if there is one, else let playwright take its own."""
    found = Path("/usr/bin/chromium")
    return str(found) if found.exists() else None
