"""Opens the Slack door of two workspaces, with everything behind it and a far side before it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import insert

from bot.config.settings import Settings
from bot.outgoing import Outgoing
from bot.serve.app import opened
from bot.slack.service import SlackConfig, slack_service
from bot.store.database import Database
from bot.store.engine.deliveries import Deliveries
from bot.store.tables.people import people
from bot.store.tables.workspaces import workspaces
from bot.web.directory import CHANNELS, GROUPS, PERSONAS, TENANTS
from handlers.domain.people import Platform
from handlers.turn import Post
from scheduler.sender import Sender
from tests.bot.slack import wire
from tests.bot.slack.driver import SlackDriver, Team, channel_id
from tests.bot.slack.fake_slack import FakeSlack, Workspace
from tests.bot.slack.neutral import user_id


@asynccontextmanager
async def slack(settings: Settings, prefix: str = "") -> AsyncIterator[SlackDriver]:
    """Open the Slack door of two workspaces on one bot; its outbox is worked off by hand."""
    fake = FakeSlack()
    async with opened(settings) as app, fake.serving(), AsyncExitStack() as stack:
        teams = {}
        for tenant in TENANTS:
            team = f"T{tenant.upper()}"
            fake.add(_workspace(team))
            await _furnish(app.database, team)
            url = f"{fake.origin}/api/"
            config = SlackConfig(f"xoxb-{team}", wire.SECRET, api_url=url, prefix=prefix)
            door = await stack.enter_async_context(
                slack_service(config, app.bot, app.clock, monotonic=lambda: app.clock().timestamp())
            )
            web_app = web.Application()
            door.open(web_app)
            server = await stack.enter_async_context(TestServer(web_app))
            teams[tenant] = Team(team, door, str(server.make_url("/slack/events")))
        doors = {team.id: team.door for team in teams.values()}

        async def send(post: Post, key: str) -> str:
            return await doors[post.place.tenant].send(post, key)

        outgoing = Outgoing({Platform.SLACK: send}, app.bot.answer, app.clock)
        outbox = Deliveries(app.database)
        sender = Sender(outbox, outgoing.send, outgoing.settled, app.clock, lambda: 0.0, gap=0.0)
        await stack.enter_async_context(sender.running())
        yield SlackDriver(app, fake, teams, sender)


def _workspace(team: str) -> Workspace:
    facts = {
        user_id(key): {"id": user_id(key), "real_name": player.name}
        for key, player in PERSONAS.items()
    }
    channels = tuple(channel_id(each) for each in CHANNELS)
    facts["UROBOT"] = {"id": "UROBOT", "real_name": "Robot", "is_bot": True}
    facts["UOWNER"] = {"id": "UOWNER", "real_name": "Olu", "is_owner": True}
    facts["UOUTSIDE"] = {
        "id": "UOUTSIDE",
        "real_name": "Oz",
        "team_id": "TELSEWHERE",
        "is_admin": True,
    }
    facts["UGUEST"] = {"id": "UGUEST", "real_name": "Gil", "is_ultra_restricted": True}
    groups = {"SDESK": [*(user_id(each) for each in GROUPS["desk"]), "UROBOT"]}
    return Workspace(team, f"xoxb-{team}", people=facts, channels=channels, groups=groups)


async def _furnish(database: Database, team: str) -> None:
    scope = {"platform": Platform.SLACK.value, "tenant": team}
    async with database.transaction(5) as connection:
        lead = f"slack:{team}:{channel_id('leads')}"
        await connection.execute(insert(workspaces).values(**scope, zone="UTC", lead_place=lead))
        rows = [
            {**scope, "id": user_id(key), "name": player.name, "role": player.role.value}
            for key, player in PERSONAS.items()
        ]
        await connection.execute(insert(people), rows)
