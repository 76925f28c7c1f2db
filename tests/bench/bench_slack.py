"""A whole ``/complaint`` with its commit, beside an empty Bolt app that only acknowledges.

Each server has a process of its own, and one connection; they take turns, for the machine is too
noisy for a verdict.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from itertools import count

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

import bot.bot
import bot.slack.door
import bot.slack.edge
from bot.bot import Bot
from bot.slack.bolt import Bolt as SlackBolt
from bot.slack.door import Door
from bot.slack.edge import Edge
from bot.store.database import Database
from tests.bench.measure import (
    Request,
    Server,
    Stopwatch,
    cpu_ratio,
    serve,
    serve_ours,
    server,
)
from tests.bench.rows import Figure, Row
from tests.bot.slack import wire
from tests.bot.slack.fake_slack import FakeSlack, Workspace

ROUNDS, TURNS = 7, 150
THIS, TEAM, TOKEN, PATH = "tests.bench.bench_slack", "TDEMO", "xoxb-bench", "/slack/events"
OURS, DEFAULT, FAST = "ours", "default", "fast"
_TURN = (
    "A signed request, answered with the card after its commit (SQLite, synchronous=FULL), beside "
    "an app that acknowledges and does nothing; Bolt's default answers before it works."
)
_BESIDE = "an empty Bolt, default mode"
_FASTER = "an empty Bolt, process_before_response"
_BROUGHT_BACK = "/complaint that brings it back"
_CPU: Mapping[str, Row] = {
    OURS: Row("CPU of /complaint with words", "ms", _TURN, _BESIDE, "≤ 2.5 ×"),
    "bare": Row(f"CPU of {_BROUGHT_BACK}", "ms", _TURN, _BESIDE, "≤ 2.5 ×"),
    FAST: Row("CPU of /complaint with words, to the other mode", "ms", _TURN, _FASTER),
}
_P50: Mapping[str, Row] = {
    OURS: Row("p50 of /complaint with words", "ms", _TURN, _BESIDE, "≤ 0.3 ×"),
    "bare": Row(f"p50 of {_BROUGHT_BACK}", "ms", _TURN, _BESIDE, "≤ 0.3 ×"),
}
ROWS = (_CPU[OURS], _P50[OURS], _CPU["bare"], _P50["bare"], _CPU[FAST])


async def main() -> Sequence[Figure]:
    """Measure all, and print where the time of ours goes."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        fake = await stack.enter_async_context(FakeSlack().serving())
        fake.add(Workspace(TEAM, TOKEN))
        start = partial(_started, stack, f"{fake.origin}/api/")
        opening = await start("ours: /complaint with words", OURS, f"{folder}/opening.db")
        bare = await start("ours: /complaint, brings it back", OURS, f"{folder}/bare.db")
        stages = await start("ours, with a stopwatch", "stages", f"{folder}/stages.db")
        default = await start("empty Bolt, default mode", DEFAULT)
        fast = await start("empty Bolt, process_before_response", FAST)
        newcomers = (f"U{number:05}" for number in count(1))
        await _walk(opening, newcomers)
        await _walk(stages, newcomers)
        await bare.asked(_signed("complaint late parcel"))
        for each in (bare, default, fast):
            await each.round([_signed("complaint") for _ in range(20)])
        for each in (opening, bare, stages, default, fast):
            each.forget()
        for _ in range(ROUNDS):
            await _walk(opening, newcomers)
            for each in (bare, default, fast):
                await each.round([_signed("complaint") for _ in range(TURNS)])
        await _walk(stages, newcomers)
        print(f"Slack, SQLite synchronous=FULL, {ROUNDS} rounds of {TURNS} turns, one connection")
        for each in (opening, bare, default, fast):
            print(f"  {each.line()}")
        print(f"  where the time (the CPU) goes: {await stages.told('stages')}")
        cpu = opening.cpu_ms(), fast.cpu_ms(), cpu_ratio(opening, fast)
        return [
            *_compared(OURS, opening, default),
            *_compared("bare", bare, default),
            _CPU[FAST].came_out(*cpu),
        ]


async def _started(stack: AsyncExitStack, api: str, name: str, kind: str, *more: str) -> Server:
    return await stack.enter_async_context(server(name, THIS, kind, api, *more))


async def _walk(server: Server, newcomers: Iterator[str]) -> None:
    """Let people whom the bot has met before open their first complaint."""
    people = [next(newcomers) for _ in range(TURNS)]
    for each in people:
        await server.asked(_signed("care help", each))
    await server.told("clear")
    requests = [_signed("complaint the parcel is late", each) for each in people]
    answers = await server.round(requests)
    assert all(b'"blocks"' in answer for answer in answers), "an answer without its card"


def _compared(which: str, ours: Server, default: Server) -> tuple[Figure, Figure]:
    p50, theirs = ours.percentiles()[0], default.percentiles()[0]
    return (
        _CPU[which].came_out(ours.cpu_ms(), default.cpu_ms(), cpu_ratio(ours, default)),
        _P50[which].came_out(p50, theirs, p50 / theirs),
    )


def _signed(line: str, user: str = "UANA") -> Request:
    body = wire.form_body(wire.command(line, user_id=user, team_id=TEAM))
    return body, wire.signed(body, time.time())


async def _serve(kind: str, api: str, path: str = "") -> None:
    if kind in (DEFAULT, FAST):
        await serve(_empty(api, fast=kind == FAST).web_app(PATH), PATH)
        return
    stopwatch = Stopwatch()
    if kind == "stages":
        _watch(stopwatch)
    door = {
        "slack_signing_secret": wire.SECRET,
        "slack_bot_token": TOKEN,
        "slack_api_url": api,
    }
    await serve_ours(path, PATH, stopwatch, door)


def _empty(api: str, *, fast: bool) -> AsyncApp:
    app = AsyncApp(
        client=AsyncWebClient(TOKEN, base_url=api),
        signing_secret=wire.SECRET,
        process_before_response=fast,
    )

    @app.command("/complaint")
    async def on_complaint(ack: AsyncAck) -> None:
        await ack()

    return app


def _watch(stopwatch: Stopwatch) -> None:
    """Time each stage of a turn, outermost first."""
    for owner, name, stage in (
        (Edge, "_request", "edge"),
        (bot.slack.edge, "parse", "read"),
        (SlackBolt, "serve", "Bolt"),
        (Door, "command", "handler"),
        (bot.slack.door, "from_command", "read"),
        (bot.slack.door, "message", "draw"),
        (Bot, "answer", "handler"),
        (Bot, "_in_transaction", "transaction"),
        (Database, "_lock_file", "begin, ledger and profile"),
        (bot.bot, "dispatch", "handler"),
        (Database, "_commit", "write and commit"),
    ):
        stopwatch.time(owner, name, stage)


if __name__ == "__main__":
    asyncio.run(_serve(*sys.argv[1:]))
