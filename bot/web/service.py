"""The door of the playground: reads what the page sends, and draws what the room shows."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import uuid4
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.codec import dump_form
from bot.http_limits import read_body
from bot.store.database import Busy, Database
from bot.web import timeline
from bot.web.directory import CHANNELS, GROUPS, PLAYERS, TENANTS, Player, channel_name
from bot.web.door import NotHere, Room, Shown, Spoken
from bot.web.edge import guarded, refused
from bot.web.feed import Feed
from handlers.cards import FieldKind, Form
from handlers.routes import ROUTES
from handlers.turn import TurnKind
from scheduler.phrases.phrase import PhraseError

HERE = Path(__file__).parent
TYPES = {".js": "text/javascript", ".css": "text/css"}
ASSETS = {path.name: path for path in HERE.iterdir() if path.suffix in TYPES}

Short = Annotated[str, StringConstraints(max_length=64)]
Words = Annotated[str, StringConstraints(max_length=4000)]
Beat = Callable[[], Awaitable[None]]


class Seat(BaseModel):
    """Whose window it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tenant: Short
    player: Short = Field(alias="as")
    zone: Short = ""


class TurnIn(Seat):
    """What a visitor did; ``id`` makes a repeat the same turn."""

    channel: Short
    kind: Literal["command", "action", "submit"]
    text: Words = ""
    intent: Short = ""
    args: dict[Short, Words] = Field(default_factory=dict, max_length=20)
    message: Annotated[str, StringConstraints(max_length=255)] = ""
    id: Short = ""


class ClockIn(Seat):
    """Where the clock is to go."""

    to: Annotated[str, StringConstraints(max_length=200)]


@dataclass(frozen=True, slots=True)
class Door:
    """Answers the requests of the page."""

    room: Room
    feed: Feed
    database: Database
    token: str
    beat: Beat
    zone: str
    clock_movable: bool = True

    def open(self, app: web.Application) -> None:
        """Add what the page asks for."""
        add, token = app.router.add_route, self.token
        add("GET", "/", guarded(self._page))
        add("GET", "/assets/{name}", guarded(self._asset))
        add("GET", "/api/state", guarded(self._state, token))
        add("GET", "/api/events", guarded(self._events, token))
        add("POST", "/api/turn", guarded(self._turn, token))
        add("POST", "/api/clock", guarded(self._clock, token))
        add("POST", "/api/reset", guarded(self._reset, token))
        app.on_shutdown.append(self._close)

    async def _page(self, request: web.Request) -> web.Response:
        html = (HERE / "page.html").read_text(encoding="utf-8").replace("{{token}}", self.token)
        return web.Response(text=html, content_type="text/html")

    async def _asset(self, request: web.Request) -> web.Response:
        path = ASSETS.get(request.match_info["name"])
        if path is None:
            return refused(404, "There is no such file.")
        return web.Response(
            body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8"
        )

    async def _state(self, request: web.Request) -> web.Response:
        player = _player(request.query.get("tenant", ""), request.query.get("as", ""))
        if player is None:
            return refused(404, "There is no such person or workspace here. Open the page anew.")
        try:
            async with self.database.read_transaction() as connection:
                shown = await timeline.history(connection, request.query["tenant"], player)
        except Busy:
            return refused(503, "The database is busy. Try again in a moment.")
        return web.json_response(
            {
                **self._time(),
                "clock_movable": self.clock_movable,
                "zone": self.zone,
                "tenants": [{"id": key, "name": name} for key, name in TENANTS.items()],
                "people": [
                    {"id": each.id, "name": each.name, "role": each.role.value}
                    for each in PLAYERS.values()
                ],
                "channels": [
                    *({"id": each, "name": channel_name(each)} for each in CHANNELS),
                    {"id": player.personal, "name": "Careloop", "personal": True},
                ],
                "commands": [
                    {"usage": each.usage, "insert": f"/{each.words} ", "does": each.does}
                    for each in ROUTES
                    if player.role.may(each.role)
                ],
                "names": [
                    *({"name": f"@{each.name}", "does": ""} for each in PLAYERS.values()),
                    *({"name": f"@{each}", "does": "everybody in it"} for each in GROUPS),
                ],
                "messages": [message.wire() for message in shown],
            }
        )

    async def _turn(self, request: web.Request) -> web.Response:
        try:
            sent = TurnIn.model_validate_json(await read_body(request))
        except ValidationError:
            return refused(400, "The page sent something that can't be read. Reload it.")
        player = _player(sent.tenant, sent.player)
        if player is None:
            return refused(404, "There is no such person or workspace here. Open the page anew.")
        spoken = Spoken(
            tenant=sent.tenant,
            player=player,
            channel=sent.channel,
            kind=TurnKind(sent.kind),
            turn_id=sent.id or uuid4().hex,
            zone=_zone(sent.zone),
            text=sent.text,
            intent=sent.intent,
            args=sent.args,
            message=sent.message,
        )
        try:
            shown = await self.room.say(spoken)
        except NotHere as error:
            return refused(404, str(error))
        except Busy:
            return refused(503, "The database is busy. Nothing is lost; try again in a moment.")
        with suppress(Busy):  # the next beat tells the windows
            await self.feed.tell()
        return web.json_response(wire(shown))

    async def _clock(self, request: web.Request) -> web.Response:
        try:
            sent = ClockIn.model_validate_json(await read_body(request))
        except ValidationError:
            return refused(400, "Say when, for example: tomorrow 08:55")
        if not self.clock_movable:
            return refused(403, "The clock keeps real time here: a real platform is connected.")
        try:
            await self.room.move_clock(sent.to, _zone(sent.zone) or self.zone)
        except PhraseError as error:
            return refused(400, f"{error} For example: {error.example}")
        except ValueError as error:
            return refused(400, f"{str(error).capitalize()}. For example: tomorrow 08:55")
        except Busy:
            return refused(503, "The database is busy. Try again in a moment.")
        self.feed.tell_all(("clock", self._time()))
        await self.beat()
        return web.json_response(self._time())

    async def _reset(self, request: web.Request) -> web.Response:
        try:
            await self.room.reset(self.zone)
        except Busy:
            return refused(503, "The database is busy. Try again in a moment.")
        self.feed.restart()
        self.feed.tell_all(("reset", {}))
        self.feed.tell_all(("clock", self._time()))
        return web.json_response({})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        tenant, after = request.query.get("tenant", ""), request.query.get("after", "0")
        player = _player(tenant, request.query.get("as", ""))
        if player is None or not after.isdecimal():
            return refused(404, "There is no such person or workspace here. Open the page anew.")
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        stream.headers["Cache-Control"] = "no-store"
        with self.feed.window(tenant, player) as window:
            await stream.prepare(request)
            try:
                async with self.database.read_transaction() as connection:
                    missed = await timeline.news(connection, int(after[:18]))
            except Busy:  # the page loads its state again
                return stream
            for message in missed:
                if message.seen_by(tenant, player):
                    await stream.write(_event("message", message.wire()))
            try:
                while (event := await window.queue.get()) is not None:
                    await stream.write(_event(*event))
            except ConnectionError:  # the window was closed
                pass
        return stream

    async def _close(self, app: web.Application) -> None:
        self.feed.close()

    def _time(self) -> dict[str, Any]:
        clock = self.room.clock
        return {"now": clock().isoformat(), "ahead_s": clock.ahead.total_seconds()}


def wire(shown: Shown) -> dict[str, Any]:
    """Return what the page gets for a turn."""
    return {
        "messages": [message.wire() for message in shown.messages],
        "form": dump_form(_with_cast(shown.form)) if shown.form else None,
        "close_form": shown.form is None and shown.reply.saved,
    }


def _with_cast(form: Form) -> Form:
    """Return a form in which everybody can be chosen where people are asked for."""
    everybody = tuple((each.id, each.name) for each in PLAYERS.values())
    fields = (
        replace(each, options=everybody) if each.kind is FieldKind.PEOPLE else each
        for each in form.fields
    )
    return replace(form, fields=tuple(fields))


def _player(tenant: str, player: str) -> Player | None:
    return PLAYERS.get(player) if tenant in TENANTS else None


def _zone(name: str) -> str:
    """Return a zone that exists; what a browser says need not."""
    try:
        return ZoneInfo(name).key if name else ""
    except (ValueError, OSError, KeyError):
        return ""


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
