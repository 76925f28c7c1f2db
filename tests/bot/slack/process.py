"""The bot in a process of its own, for a client that reaches it from outside."""

import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from aiohttp import web

from bot.clock import Clock
from bot.serve.app import opened
from bot.slack.service import SlackConfig, SlackService, slack_service
from handlers.cards import Card, Text
from handlers.domain.people import Place, Platform
from handlers.turn import Post
from scheduler.errors import TemporaryError
from tests.conftest import settings_on

SECRET, TOKEN, TEAM = "a-secret-of-this-world", "xoxb-careloop", "T0WORKSPACE"


def main() -> None:
    """Be the bot: serve Slack, and post to each channel that is named on standard input."""
    asyncio.run(_serve(Path(sys.argv[1])))


async def _serve(database: Path) -> None:
    clock = Clock()
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(opened(settings_on(database)))
        config = SlackConfig(TOKEN, SECRET)
        door = await stack.enter_async_context(slack_service(config, app.bot, clock))
        web_app = web.Application()
        door.open(web_app)
        runner = web.AppRunner(web_app)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        _say(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
        while channel := (await asyncio.to_thread(sys.stdin.readline)).strip():
            _say(await _sent(door, channel))


async def _sent(door: SlackService, channel: str) -> str:
    post = Post(Place(Platform.SLACK, TEAM, channel), Card("A reminder", (Text("Breathe."),)))
    try:
        return await door.send(post, "key")
    except TemporaryError as error:
        return f"TemporaryError {error.retry_after and error.retry_after.total_seconds()}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
