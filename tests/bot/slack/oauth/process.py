"""A process of its own that uses the token of a workspace, once for each line it is told."""

import asyncio
import sys
from datetime import UTC, datetime

from aiohttp import ClientSession

from bot.slack.client import SlackClient
from bot.slack.oauth.service import oauth
from bot.store.database import Database
from tests.bot.slack.oauth.world import oauth_config


def main() -> None:
    """Say ``ready``, and then the token for each workspace that is named on standard input."""
    asyncio.run(_serve(*sys.argv[1:]))


async def _serve(database_url: str, api_url: str, public_url: str) -> None:
    clock = lambda: datetime.now(UTC)  # noqa: E731 - a short one
    database = Database(database_url, sync="NORMAL")
    async with ClientSession() as session:
        client = SlackClient(session, api_url, clock)
        config = oauth_config(public_url)
        many = oauth(config, client, database, clock, api_url=api_url, prefix="")
        async with database.transaction(60), database.read_transaction(60):
            pass  # connected, however busy the machine is
        _say("ready")
        while team := (await asyncio.to_thread(sys.stdin.readline)).strip():
            found = await many.workspaces.find(None, team)
            await many.background.drain(30)
            many.workspaces.forget_all()
            _say(found.token if found else "none")
    await database.dispose()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


main()
