"""Slack's far side, by hand: a Web API and response URLs that can go wrong in every known way."""

import asyncio
import json
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Fault = Callable[[web.Request], Awaitable[web.StreamResponse | None]]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Web API, as it arrived."""

    method: str
    token: str
    args: Json


@dataclass(slots=True)
class Message:
    """One message on somebody's screen; ``reader`` when nobody else sees it."""

    id: str
    channel: str
    blocks: list[Json]
    text: str
    reader: str = ""
    ephemeral: bool = False


@dataclass(slots=True)
class Workspace:
    """One workspace, and the token of the bot in it."""

    team: str
    token: str
    bot_user: str = "UBOT"
    people: Mapping[str, Json] = field(default_factory=dict)
    channels: tuple[str, ...] = ()
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)


URL_USES = 5  # of one response URL; Slack takes no more


class FakeSlack:
    """Workspaces, what is on the screens there, and what goes wrong next."""

    def __init__(self) -> None:
        self.workspaces: dict[str, Workspace] = {}
        self.calls: list[Call] = []
        self.hooked: list[tuple[str, Json]] = []
        self.messages: dict[str, Message] = {}
        self.homes: dict[str, Json] = {}
        self.modals: dict[str, Json] = {}
        self.shown: list[tuple[str, str]] = []  # ("message" | "home" | "modal", its id), in order
        self.faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self.urls: dict[str, tuple[str, str, str]] = {}  # path: (message, channel, reader)
        self.uses: Counter[str] = Counter()  # of each path
        self.sockets: list[web.WebSocketResponse] = []
        self.acks: list[Json] = []
        self.origin = ""
        self.server: TestServer | None = None
        self._number = 0

    def add(self, workspace: Workspace) -> None:
        self.workspaces[workspace.token] = workspace

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method go wrong; a response URL is ``response_url``."""
        self.faults[method].extend(faults)

    def called(self, method: str) -> list[Json]:
        return [call.args for call in self.calls if call.method == method]

    def fresh(self, prefix: str) -> str:
        self._number += 1
        return f"{prefix}{self._number}"

    def response_url(self, channel: str, reader: str, message: str = "") -> str:
        path = f"/actions/{self.fresh('H')}"
        self.urls[path] = (message, channel, reader)
        return f"{self.origin}{path}"

    def show(self, channel: str, told: Mapping[str, Any], reader: str = "", **facts: Any) -> str:
        """Put a message on a screen; return its id."""
        found = self.fresh("M")
        self.messages[found] = Message(
            found, channel, told["blocks"], told["text"], reader, **facts
        )
        self.shown.append(("message", found))
        return found

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["FakeSlack"]:
        app = web.Application()
        self.open(app)
        async with TestServer(app) as server:
            self.server = server
            self.origin = str(server.make_url("")).rstrip("/")
            yield self

    def open(self, app: web.Application) -> None:
        app.router.add_post("/api/{method}", self._api)
        app.router.add_post("/actions/{id}", self._hook)
        app.router.add_get("/link", self._link)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        form = await request.post()
        args = {name: _read(str(value)) for name, value in form.items()}
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls.append(Call(method, token, args))
        if (broken := await self._broken(method, request)) is not None:
            return broken
        if method == "apps.connections.open":
            url = self.origin.replace("http", "ws", 1) + "/link"
            return web.json_response({"ok": True, "url": url})
        workspace = self.workspaces.get(token)
        if workspace is None:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        answer = getattr(self, "_" + method.replace(".", "_"))(workspace, args)
        return web.json_response({"ok": "error" not in answer, **answer})

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.hooked.append((request.path, body))
        if (broken := await self._broken("response_url", request)) is not None:
            return broken
        if request.path not in self.urls:
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        self.uses[request.path] += 1
        if self.uses[request.path] > URL_USES:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        message, channel, reader = self.urls[request.path]
        if body["replace_original"] and message in self.messages:
            old = self.messages[message]
            old.blocks, old.text = body["blocks"], body["text"]
            self.shown.append(("message", message))
        elif body["replace_original"]:
            return web.json_response({"ok": False, "error": "message_not_found"}, status=404)
        else:
            self.show(channel, body, reader, ephemeral=True)
        return web.Response(text="ok")

    async def _link(self, request: web.Request) -> web.StreamResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        self.sockets.append(line)
        await line.send_json({"type": "hello"})
        async for message in line:
            self.acks.append(json.loads(message.data))
        return line

    async def _broken(self, method: str, request: web.Request) -> web.StreamResponse | None:
        return await self.faults[method].popleft()(request) if self.faults[method] else None

    def _auth_test(self, workspace: Workspace, args: Json) -> Json:
        return {"team_id": workspace.team, "user_id": workspace.bot_user, "bot_id": "BBOT"}

    def _users_info(self, workspace: Workspace, args: Json) -> Json:
        person = workspace.people.get(args["user"])
        return {"error": "user_not_found"} if person is None else {"user": person}

    def _usergroups_users_list(self, workspace: Workspace, args: Json) -> Json:
        users = workspace.groups.get(args["usergroup"])
        return {"error": "no_such_subteam"} if users is None else {"users": list(users)}

    def _chat_postMessage(self, workspace: Workspace, args: Json) -> Json:  # noqa: N802 - Slack's
        channel = args["channel"]
        if channel not in workspace.channels and not channel.startswith(("D", "U")):
            return {"error": "channel_not_found"}
        reader = channel if channel.startswith(("D", "U")) else ""
        return {"channel": channel, "ts": self.show(channel, args, reader)}

    def _chat_update(self, workspace: Workspace, args: Json) -> Json:
        message = self.messages.get(args["ts"])
        if message is None or message.ephemeral:
            return {"error": "message_not_found"}
        message.blocks, message.text = args["blocks"], args["text"]
        return {"channel": message.channel, "ts": message.id}

    def _chat_delete(self, workspace: Workspace, args: Json) -> Json:
        if self.messages.pop(args["ts"], None) is None:
            return {"error": "message_not_found"}
        return {"ts": args["ts"]}

    def _chat_postEphemeral(self, workspace: Workspace, args: Json) -> Json:  # noqa: N802
        if args["channel"] not in workspace.channels:
            return {"error": "channel_not_found"}
        ts = self.show(args["channel"], args, args["user"], ephemeral=True)
        return {"message_ts": ts}

    def _views_open(self, workspace: Workspace, args: Json) -> Json:
        found = self.fresh("V")
        self.modals[found] = args["view"]
        self.shown.append(("modal", found))
        return {"view": {"id": found}}

    _views_push = _views_open

    def _views_update(self, workspace: Workspace, args: Json) -> Json:
        if args["view_id"] not in self.modals:
            return {"error": "not_found"}
        self.modals[args["view_id"]] = args["view"]
        self.shown.append(("modal", args["view_id"]))
        return {"view": {"id": args["view_id"]}}

    def _views_publish(self, workspace: Workspace, args: Json) -> Json:
        self.homes[args["user_id"]] = args["view"]
        self.shown.append(("home", args["user_id"]))
        return {"view": {"id": self.fresh("V")}}


def answering(status: int, body: object = None, **headers: str) -> Fault:
    """Answer with a status and JSON, or with a page of HTML when there is none."""

    async def fault(request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is None:
            page = "<!doctype html><title>Oops</title>"
            return web.Response(status=status, text=page, content_type="text/html", headers=named)
        return web.json_response(body, status=status, headers=named)

    return fault


def refusing(error: str) -> Fault:
    """Answer with one of Slack's errors."""
    return answering(200, {"ok": False, "error": error})


def half() -> Fault:
    """Answer with the beginning of something."""

    async def fault(request: web.Request) -> web.StreamResponse:
        return web.Response(body=b'{"ok": tr', content_type="application/json")

    return fault


def dropping() -> Fault:
    """Take the request, and hang up."""

    async def fault(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    return fault


def holding(until: asyncio.Event) -> Fault:
    """Take the request, and answer once told to."""

    async def fault(request: web.Request) -> None:
        await until.wait()

    return fault


def dawdling(seconds: float) -> Fault:
    """Take the request, and answer late."""

    async def fault(request: web.Request) -> None:
        await asyncio.sleep(seconds)

    return fault


def _read(value: str) -> Any:
    if value[:1] in "[{" or value in ("true", "false"):
        return json.loads(value)
    return value
