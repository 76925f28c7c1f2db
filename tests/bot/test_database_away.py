"""While PostgreSQL is away each door says so, keeps what was typed, and goes on when it is back."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from bot.store.database import Database
from tests.bot.slack.opening import slack
from tests.bot.teams.conftest import opened_site
from tests.bot.teams.driver import driven
from tests.bot.teams.fake_teams import FakeTeams
from tests.databases import create_tables, own_server


@asynccontextmanager
async def in_slack(server, settings, seconds):
    """Be a person in Slack, with everything in a database of PostgreSQL."""
    async with slack(settings.model_copy(update={"database_url": server.url})) as person:
        yield person


@asynccontextmanager
async def in_teams(server, settings, seconds):
    """Be a person in Teams, with everything in a database of PostgreSQL."""
    await create_tables(server.url)
    async with AsyncExitStack() as stack:
        database = Database(server.url)
        stack.push_async_callback(database.dispose)
        teams = await stack.enter_async_context(FakeTeams().running())
        site = await stack.enter_async_context(opened_site(database, teams, seconds))
        yield await stack.enter_async_context(driven(site))


@pytest.fixture
async def server():
    async with own_server() as server:
        yield server


@pytest.mark.parametrize("door", [in_slack, in_teams])
async def test_what_is_typed_or_pressed_meanwhile_is_not_saved_and_can_be_sent_again(
    door, server, settings, seconds
):
    async with door(server, settings, seconds) as person:
        slash = "/" if person.platform == "slack" else ""
        person.in_("front-desk")
        card = await person.say(f"{slash}complaint")
        form = await person.press(
            await person.say(f"{slash}reminders add every blue moon"), "Use a form"
        )
        await asyncio.to_thread(server.stop)
        typed = await person.say(f"{slash}promise ring Mr Amis back by tomorrow 16:00")
        busy = await person.press(card, "They've said it all")
        kept = await person.fill(form, {"phrase": "weekdays 09:30"})
        assert "Not saved" in typed.text
        assert "Not saved" in busy.text
        assert "Not saved" in " ".join((kept.text, *kept.errors.values()))
        assert kept.values.get("phrase", "weekdays 09:30") == "weekdays 09:30"
        await asyncio.to_thread(server.start)
        assert (await person.press(card, "They've said it all")).title == "Play it back"
        assert (await person.fill(form, {"phrase": "weekdays 09:30"})).title.startswith("Set up")
        again = await person.say(f"{slash}promise ring Mr Amis back by tomorrow 16:00")
        assert again.title == "Promise noted"
