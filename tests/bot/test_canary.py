"""A canary of each personal kind, typed everywhere there is, turns up nowhere it must not."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from bot.store.database import Database
from bot.web.directory import PERSONAS, TENANTS
from handlers.routes import SUBMITS
from tests.bot.canary import NAME, Walker, found, logged
from tests.bot.doors import Door, page
from tests.bot.slack.neutral import user_id
from tests.bot.slack.opening import slack
from tests.bot.teams.conftest import FakeTeams, create_tables, opened_site
from tests.bot.teams.driver import driven
from tests.bot.test_never_stored import COME_BY_THEMSELVES

BOTH = {"alex": "front-desk", "ana": ""}  # an admin in a channel, an agent in their own chat
ONE = {"ana": "front-desk"}  # she is made an admin for it


@dataclass
class Site:
    """A door, the files behind it, and what a person sees there."""

    door: Door
    folder: Path
    screen: Callable[[str], Awaitable[list[str]]]
    port: int = 0

    def stored(self) -> str:
        files = [each for each in self.folder.iterdir() if ".db" in each.name]
        return "".join(each.read_bytes().decode(errors="replace") for each in files)


@asynccontextmanager
async def on_the_page(settings, folder):
    port = unused_port()
    async with page(settings.model_copy(update={"metrics_port": port})) as door:

        async def screen(player: str) -> list[str]:
            seats = ({"tenant": each, "as": player} for each in TENANTS)
            return [str(shown) for seat in seats for shown in await door._wire.messages(seat)]

        yield Site(door, folder, screen, port)


@asynccontextmanager
async def in_slack(settings, folder):
    async with slack(settings) as door:

        async def screen(player: str) -> list[str]:
            return [
                str(each.blocks)
                for each in door.fake.messages.values()
                if each.reader in ("", user_id(player))
                and each.channel[0] in ("C", "D")
                and (each.channel[0] == "C" or each.channel == f"D{player.upper()}")
            ]

        yield Site(door, folder, screen)


@asynccontextmanager
async def in_teams(settings, folder):
    url = f"sqlite+aiosqlite:///{folder}/teams.db"
    await create_tables(url)
    database = Database(url, "NORMAL")
    async with (
        FakeTeams().running() as fake,
        opened_site(database, fake, lambda: 0.0) as site,
        driven(site) as door,
    ):

        async def screen(player: str) -> list[str]:
            return [
                str(each.card)
                for each in fake.messages.values()
                if (each.conversation.startswith("19:") and not each.reader)
                or player in f"{each.reader} {each.conversation}"
            ]

        yield Site(door, folder, screen)
    await database.dispose()


# It takes half a minute. The longer walks press the same buttons in more places: for the soak.
WALKS = [
    pytest.param(in_slack, ONE, id="slack", marks=pytest.mark.clients),
    pytest.param(in_slack, BOTH, id="slack, two people", marks=pytest.mark.soak),
    pytest.param(in_teams, BOTH, id="teams", marks=pytest.mark.soak),
    pytest.param(on_the_page, BOTH, id="page", marks=pytest.mark.soak),
]


@pytest.mark.parametrize(("opened", "typists"), WALKS)
async def test_what_must_not_be_kept_is_not_kept(opened, typists, settings, tmp_path):
    if typists == ONE:
        settings = settings.model_copy(update={"admins": ("ana", user_id("ana"))})
    with logged() as lines:
        async with opened(settings, tmp_path) as site:
            for typist, channel in typists.items():
                await Walker(site.door).everywhere(typist, channel)
                await _settled(site.door)
            screens = {each: await site.screen(each) for each in PERSONAS}
            metrics = await told(site.port) if site.port else ""
            stored = site.stored()
    for player, shown in screens.items():
        strangers = [f"{NAME}{typist}" for typist in typists if typist != player]
        assert not [each for each in shown if any(name in each for name in strangers)], player
    assert screens["dana"]
    assert not [each for each in screens["dana"] if found(each)]
    assert not found(stored)
    assert f"{NAME}ana" in stored  # the note of whoever typed it: so we do look in the right place
    assert "turn.failed" not in lines()
    assert not found(lines())
    assert NAME not in lines()
    assert not found(metrics)
    assert NAME not in metrics
    reached = set(re.findall(r"turn\.\w+ intent=(\S+)", lines()))
    assert set(SUBMITS) - reached == {*COME_BY_THEMSELVES}


async def _settled(door: Door) -> None:
    """Let out what can't wait, at least: the page's own engine posts once a second to a lane."""
    with suppress(TimeoutError):
        async with asyncio.timeout(10):
            await door.settle()


async def told(port: int) -> str:
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/metrics") as got:
        return await got.text()
