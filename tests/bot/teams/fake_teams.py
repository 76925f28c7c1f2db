"""The far side of the wire: Teams' key server, token service and connector, with their moods."""

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from typing import Any
from urllib.parse import unquote

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.teams.clouds import PUBLIC, Cloud
from bot.web.directory import PERSONAS
from tests.bot.teams.fake_entra import AssertionCheck

APP = "00000000-aaaa-bbbb-cccc-000000000001"
SECRET = "very-secret-indeed"
BOT = f"28:{APP}"
ISSUER = "https://api.botframework.com"
TENANT = "demo"


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """Return a key; the same name gives the same one."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True, slots=True)
class Fault:
    """What the connector does to one call instead of taking it."""

    status: int = 200
    code: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""  # instead of JSON
    delay: float = 0.0
    until: asyncio.Event | None = None  # answers once told to
    drop: bool = False  # takes the message, then hangs up


@dataclass(frozen=True, slots=True)
class Call:
    """What arrived at the connector."""

    method: str
    path: str
    query: Mapping[str, str]
    authorization: str
    body: Mapping[str, Any]


@dataclass(slots=True)
class Message:
    """What stands in a conversation; ``reader`` is set when one person alone sees it."""

    conversation: str
    id: str
    activity: Mapping[str, Any]
    reader: str = ""

    @property
    def card(self) -> Mapping[str, Any] | None:
        for each in self.activity.get("attachments", ()):
            return each["content"]
        return None


class FakeTeams:
    """Keeps what it is sent; ``faults`` are met one by one, by calls in their order."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.messages: dict[tuple[str, str], Message] = {}
        self.faults: deque[Fault] = deque()
        self.trouble: Callable[[Call], Fault | None] = lambda call: None  # as long as it lasts
        self.key_faults: deque[Fault] = deque()
        self.token_faults: deque[Fault] = deque()
        self.tokens = 0
        self.token_requests: list[Mapping[str, str]] = []
        self.assertions = AssertionCheck(APP, self.now)
        self.refusals: list[str] = []
        self.key_fetches = 0
        self.key_names = ["first"]
        self.endorsements = ["msteams"]
        self.lifetime = 3600
        self.url = ""
        self.clock: Callable[[], float] = time.time
        self.roles: dict[str, str] = {}  # "guest", by the directory's id
        self.facts: dict[str, Mapping[str, Any]] = {}  # what else is told of a member
        self.asked_for: list[str] = []
        self.member_faults: deque[Fault] = deque()
        self._ids = count(1700000000001)

    def now(self) -> float:
        return self.clock()

    @property
    def service_url(self) -> str:
        return f"{self.url}/teams/"

    @property
    def cloud(self) -> Cloud:
        """Return the public cloud, but for the addresses that stand in for its own."""
        return replace(PUBLIC, openid_url=f"{self.url}/openid", token_url=f"{self.url}/token")

    def token(self, *, kid: str = "first", key: str = "", alg: str = "RS256", **claims: Any) -> str:
        """Return a token as the connector signs it; a claim of None is left out."""
        now = int(self.clock())
        told = {
            "iss": ISSUER,
            "aud": APP,
            "exp": now + 3600,
            "nbf": now - 60,
            "serviceurl": self.service_url,
        } | claims
        told = {name: value for name, value in told.items() if value is not None}
        secret = {"none": None, "HS256": "x" * 40}.get(alg, rsa_key(key or kid))
        return jwt.encode(told, secret, alg, headers={"kid": kid})

    def activity(self, type_: str = "message", **fields: Any) -> dict[str, Any]:
        """Return an activity of Ana's, in her own chat with the bot unless said otherwise."""
        told = {
            "type": type_,
            "id": f"in-{next(self._ids)}",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "timestamp": "2126-11-23T09:00:00.000Z",  # after whatever stands
            "from": {"id": "29:ana", "name": "Ana", "aadObjectId": "ana"},
            "recipient": {"id": BOT, "name": "Careloop"},
            "conversation": {
                "id": "a:demo:29:ana",
                "conversationType": "personal",
                "tenantId": TENANT,
            },
            "channelData": {"tenant": {"id": TENANT}},
        } | fields
        return {name: value for name, value in told.items() if value is not None}

    def in_channel(self, channel: str = "19:desk@thread.tacv2", **fields: Any) -> dict[str, Any]:
        """Return an activity in a channel of a team."""
        conversation = {
            "id": channel,
            "conversationType": "channel",
            "isGroup": True,
            "tenantId": TENANT,
        }
        data = {"tenant": {"id": TENANT}, "team": {"id": "19:team@thread.tacv2"}}
        return self.activity(**{"conversation": conversation, "channelData": data} | fields)

    def said_in(self, conversation: str) -> list[Message]:
        """Return what stands in a conversation, oldest first."""
        return [each for each in self.messages.values() if each.conversation == conversation]

    @asynccontextmanager
    async def running(self) -> AsyncIterator["FakeTeams"]:
        app = web.Application()
        app.router.add_get("/openid", self._openid)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/token", self._token)
        app.router.add_post("/teams/v3/conversations", self._open)
        app.router.add_get("/teams/v3/conversations/{id}/members/{user}", self._member)
        app.router.add_route("*", "/teams/v3/conversations/{id}/activities", self._activities)
        app.router.add_route("*", "/teams/v3/conversations/{id}/activities/{at}", self._activities)
        server = TestServer(app)
        await server.start_server()
        self.url = str(server.make_url("")).rstrip("/")
        try:
            yield self
        finally:
            await server.close()

    async def _openid(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, request: web.Request) -> web.StreamResponse:
        self.key_fetches += 1
        if (fault := await _met(self.key_faults, request)) is not None:
            return fault
        keys = [
            json.loads(RSAAlgorithm.to_jwk(rsa_key(name).public_key()))
            | {"kid": name, "use": "sig", "endorsements": self.endorsements}
            for name in self.key_names
        ]
        return web.json_response({"keys": [{"kty": "odd"}, *keys]})

    async def _token(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.token_requests.append(form)
        assert form["client_id"] == APP
        if "client_assertion" not in form:
            assert form["client_secret"] == SECRET
        elif why := self.assertions.refusal(form, f"{self.url}/token"):
            self.refusals.append(why)
            return web.json_response({"error": "invalid_client"}, status=401)
        if (fault := await _met(self.token_faults, request)) is not None:
            return fault
        self.tokens += 1
        return web.json_response(
            {"access_token": f"out-{self.tokens}", "expires_in": self.lifetime}
        )

    async def _open(self, request: web.Request) -> web.StreamResponse:
        body = await self._note(request)
        if (fault := await _met(self.faults, request)) is not None:
            return fault
        user = body["members"][0]["id"].removeprefix("29:")  # Teams knows the directory's ids too
        return web.json_response({"id": f"a:{body['tenantId']}:29:{user}"})

    async def _member(self, request: web.Request) -> web.StreamResponse:
        where, user = request.match_info["id"], request.match_info["user"].removeprefix("29:")
        self.asked_for.append(user)
        if (fault := await _met(self.member_faults, request)) is not None:
            return fault
        if user not in PERSONAS or (where.startswith("a:") and not where.endswith(f":{user}")):
            return web.json_response({"error": {"code": "MemberNotFound"}}, status=404)
        told = {"id": f"29:{user}", "name": PERSONAS[user].name, "objectId": user}
        told |= {"userRole": self.roles.get(user, "user"), **self.facts.get(user, {})}
        return web.json_response(told)

    async def _activities(self, request: web.Request) -> web.StreamResponse:
        body = await self._note(request)
        if (lasting := self.trouble(self.calls[-1])) is not None:
            self.faults.appendleft(lasting)
        fault = self.faults[0] if self.faults else None
        answer = await _met(self.faults, request)
        if answer is not None and not (fault and fault.drop):
            return answer
        where, at = request.match_info["id"], request.match_info.get("at", "")
        if request.method == "DELETE":
            if (fault := await _met(self.faults, request)) is not None:
                return fault
            gone = self.messages.pop((where, at), None) is None
            return web.json_response({}, status=404 if gone else 200)
        made = at or f"out-{next(self._ids)}"
        only = body.get("recipient", {}).get("id", "")
        targeted = "isTargetedActivity" in request.query
        kept = self.messages.get((where, made))
        reader = kept.reader if kept else only if targeted else where if where[:2] == "a:" else ""
        self.messages[where, made] = Message(where, made, body, reader)
        return answer or web.json_response({"id": made}, status=201)

    async def _note(self, request: web.Request) -> Mapping[str, Any]:
        body = await request.json() if request.can_read_body else {}
        path = unquote(request.path.removeprefix("/teams/v3/"))
        authorization = request.headers.get("Authorization", "")
        self.calls.append(Call(request.method, path, dict(request.query), authorization, body))
        return body


async def _met(faults: deque[Fault], request: web.Request) -> web.StreamResponse | None:
    if not faults:
        return None
    fault = faults.popleft()
    await asyncio.sleep(fault.delay)
    if fault.until is not None:
        await fault.until.wait()
    if fault.drop:
        request.transport.abort()
        return web.Response(status=500)
    if fault.text:
        return web.Response(text=fault.text, content_type="text/html", status=fault.status)
    if fault.status < 300:
        return None
    body = {"error": {"code": fault.code, "message": "no"}}
    return web.json_response(body, status=fault.status, headers=dict(fault.headers))
