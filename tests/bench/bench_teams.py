"""A press with its commit through the Teams edge, beside an empty stock CloudAdapter.

Both check a token of the same key server, which is another one every second; the real connector's
serve for an hour. The stock one answers 500 to a press whenever there is a body to its answer, so
its bot answers without one.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any

from aiohttp import web
from botbuilder.core import ActivityHandler, InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from jwt.algorithms import RSAAlgorithm

import bot.bot
import bot.teams.door
import bot.teams.edge
from bot.bot import Bot
from bot.store.database import Database
from bot.teams.adapter import Adapter
from bot.teams.auth.inbound_token import TokenCheck
from bot.teams.door import Door
from bot.teams.edge import Edge
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
from tests.bot.teams.fake_teams import APP, ISSUER, SECRET, FakeTeams, rsa_key

ROUNDS, TURNS = 5, 40
THIS, PATH, OURS = "tests.bench.bench_teams", "/api/messages", "ours"
_BESIDE = "an empty stock CloudAdapter"
_MEANS = (
    "Token, turn and commit (SQLite, synchronous=FULL), beside an adapter whose bot does nothing "
    "at all with the same request."
)
_PRESS = Row("CPU of a press in Teams", "ms", _MEANS, _BESIDE, "≤ 0.2 ×")
_MESSAGE = Row("CPU of complaint as a message in Teams", "ms", _MEANS, _BESIDE)
ROWS = (_PRESS, _MESSAGE)
JSON = {"Content-Type": "application/json"}
FORWARD, BACK = "They've said it all", "Back"


class _Far(FakeTeams):
    """Teams with nothing but usable keys: the stock adapter breaks on any other."""

    async def _keys(self, request: web.Request) -> web.StreamResponse:
        key = json.loads(RSAAlgorithm.to_jwk(rsa_key("first").public_key()))
        return web.json_response({"keys": [key | {"kid": "first", "endorsements": ["msteams"]}]})


async def main() -> Sequence[Figure]:
    """Measure all, and print where the time of a press goes."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        teams = await stack.enter_async_context(_Far().running())
        begin = stack.enter_async_context
        ours = await begin(server("ours: a press", THIS, OURS, teams.url, f"{folder}/press.db"))
        stock = await begin(server("empty CloudAdapter: the same press", THIS, "stock", teams.url))
        told = await begin(
            server("ours: /complaint as a message", THIS, OURS, teams.url, f"{folder}/say.db")
        )
        heard = await begin(server("empty CloudAdapter: a message", THIS, "stock", teams.url))
        stages = await begin(
            server("ours, with a stopwatch", THIS, "stages", teams.url, f"{folder}/stages.db")
        )
        card = await _first_card(ours, teams)
        for number in range(ROUNDS + 1):
            presses = []
            card = await _pressed(ours, teams, card, presses)
            await stock.round(presses)
            said = [_with_token(teams, teams.activity(text="complaint")) for _ in range(TURNS)]
            await told.round(said)
            await heard.round(said)
            if number == 0:  # that was to warm up
                for each in (ours, stock, told, heard):
                    each.forget()
        card = await _first_card(stages, teams)
        await stages.told("clear")
        await _pressed(stages, teams, card, [])
        print(f"Teams, SQLite synchronous=FULL, {ROUNDS} rounds of {TURNS} turns, one connection")
        for each in (ours, stock, told, heard):
            print(f"  {each.line()}")
        print(f"  where the time (the CPU) of a press goes: {await stages.told('stages')}")
        return [
            _PRESS.came_out(ours.cpu_ms(), stock.cpu_ms(), cpu_ratio(ours, stock)),
            _MESSAGE.came_out(told.cpu_ms(), heard.cpu_ms(), cpu_ratio(told, heard)),
        ]


async def _first_card(ours: Server, teams: FakeTeams) -> Mapping[str, Any]:
    teams.messages.clear()
    await ours.asked(_with_token(teams, teams.activity(text="complaint")))
    return next(each.card for each in teams.messages.values() if each.card)


async def _pressed(
    ours: Server, teams: FakeTeams, card: Mapping[str, Any], presses: list[Request]
) -> Mapping[str, Any]:
    """Go a step on and a step back, again and again; return the card that then stands."""
    async with ours.counting(TURNS):
        for number in range(TURNS):
            button = _button(card, BACK if number % 2 else FORWARD)
            presses.append(_with_token(teams, _press(teams, button)))
            card = json.loads(await ours.timed(presses[-1]))["value"]
    return card


def _press(teams: FakeTeams, button: Mapping[str, Any]) -> Mapping[str, Any]:
    action = {"type": "Action.Execute", "verb": button["verb"], "data": button["data"]}
    fields = {"name": "adaptiveCard/action", "value": {"action": action, "trigger": "manual"}}
    return teams.activity("invoke", replyToId="out-1", **fields)


def _button(card: Mapping[str, Any], title: str) -> Mapping[str, Any]:
    actions = list(card["actions"])
    for each in card["actions"]:
        actions += each.get("card", {}).get("actions", ())
    return next(each for each in actions if each["title"] == title)


def _with_token(teams: FakeTeams, activity: Mapping[str, Any]) -> Request:
    headers = {**JSON, "Authorization": f"Bearer {teams.token()}"}
    return json.dumps(activity).encode(), headers


async def _serve(kind: str, teams: str, path: str = "") -> None:
    if kind == "stock":
        await serve(_stock(teams), PATH)
        return
    stopwatch = Stopwatch()
    if kind == "stages":
        _watch(stopwatch)
    door = {
        "teams_app_id": APP,
        "teams_app_password": SECRET,
        "teams_openid_url": f"{teams}/openid",
        "teams_token_url": f"{teams}/token",
        "teams_service_hosts": (teams.removeprefix("http://"),),
    }
    await serve_ours(path, PATH, stopwatch, door)


def _watch(stopwatch: Stopwatch) -> None:
    """Time each stage of a press, outermost first."""
    for owner, name, stage in (
        (Edge, "_request", "edge"),
        (TokenCheck, "service_url", "token"),
        (bot.teams.edge, "_parsed", "read"),
        (Adapter, "process", "botbuilder"),
        (Door, "remember", "handler"),
        (Door, "press", "handler"),
        (bot.teams.door, "content", "draw"),
        (Bot, "answer", "handler"),
        (Bot, "_in_transaction", "transaction"),
        (Database, "_lock_file", "begin, ledger and profile"),
        (bot.bot, "dispatch", "handler"),
        (Database, "_commit", "write and commit"),
    ):
        stopwatch.time(owner, name, stage)


class _Empty(ActivityHandler):  # type: ignore[misc] # botbuilder is untyped here
    """Says nothing."""

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        return InvokeResponse(status=200)


def _stock(teams: str) -> web.Application:
    class Configuration:
        APP_ID, APP_PASSWORD = APP, SECRET
        TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = ISSUER
        TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = f"{teams}/openid"
        TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = f"{teams}/openid"
        TO_CHANNEL_FROM_BOT_LOGIN_URL = f"{teams}/token"
        TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = ISSUER

    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(Configuration()))
    empty = _Empty()

    async def messages(request: web.Request) -> web.StreamResponse:
        answer: web.StreamResponse = await adapter.process(request, empty)
        return answer

    app = web.Application()
    app.router.add_post(PATH, messages)
    return app


if __name__ == "__main__":
    asyncio.run(_serve(*sys.argv[1:]))
