"""The playground's service: the routes of the page, and the stream of what is new."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import ValidationError

from bot.http_limits import read_body
from bot.store.database import Database
from bot.store.errors import Busy
from bot.web import error_texts, timeline
from bot.web.directory import PERSONAS, TENANTS, Persona
from bot.web.door import Door, NotFound
from bot.web.edge import guarded, refused
from bot.web.feed import Feed
from bot.web.payloads import ClockPayload, TurnPayload, answer_payload, state_payload
from bot.web.playground import NEXT_REMINDER, Playground
from bot.web.turns import Interaction
from handlers.turn import TurnKind
from scheduler.phrases.phrase import PhraseError

PAGE = Path(__file__).parent / "page"
TYPES = {".js": "text/javascript", ".css": "text/css"}
ASSETS = {path.name: path for path in PAGE.iterdir() if path.suffix in TYPES}

Beat = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Service:
    """Answers the requests of the page."""

    door: Door
    playground: Playground
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
        html = (PAGE / "page.html").read_text(encoding="utf-8").replace("{{token}}", self.token)
        return web.Response(text=html, content_type="text/html")

    async def _asset(self, request: web.Request) -> web.Response:
        path = ASSETS.get(request.match_info["name"])
        if path is None:
            return refused(404, error_texts.NO_SUCH_FILE)
        return web.Response(
            body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8"
        )

    async def _state(self, request: web.Request) -> web.Response:
        persona = _persona(request.query.get("tenant", ""), request.query.get("as", ""))
        if persona is None:
            return refused(404, error_texts.NO_SUCH_PERSON)
        try:
            async with self.database.read_transaction() as connection:
                shown = await timeline.history(connection, request.query["tenant"], persona)
        except Busy:
            return refused(503, error_texts.BUSY)
        return web.json_response(
            {
                **self.playground.time(),
                "clock_movable": self.clock_movable,
                "zone": self.zone,
                **state_payload(persona, shown),
            }
        )

    async def _turn(self, request: web.Request) -> web.Response:
        try:
            sent = TurnPayload.model_validate_json(await read_body(request))
        except ValidationError:
            return refused(400, error_texts.UNREADABLE)
        persona = _persona(sent.tenant, sent.persona)
        if persona is None:
            return refused(404, error_texts.NO_SUCH_PERSON)
        interaction = Interaction(
            tenant=sent.tenant,
            persona=persona,
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
            answer = await self.door.answer(interaction)
        except NotFound as error:
            return refused(404, str(error))
        except Busy:
            return refused(503, error_texts.TURN_NOT_SAVED)
        with suppress(Busy):  # the next beat tells the windows
            await self.feed.tell()
        return web.json_response(answer_payload(answer))

    async def _clock(self, request: web.Request) -> web.Response:
        try:
            sent = ClockPayload.model_validate_json(await read_body(request))
        except ValidationError:
            return refused(400, error_texts.SAY_WHEN)
        if not self.clock_movable:
            return refused(403, error_texts.CLOCK_IS_REAL)
        try:
            if (to := await self._moment(sent)) is None:
                return refused(400, error_texts.NO_REMINDER)
            await self.playground.move_clock(to, _zone(sent.zone) or self.zone)
        except PhraseError as error:
            return refused(400, f"{error} For example: {error.example}")
        except ValueError as error:
            return refused(400, f"{str(error).capitalize()}. For example: tomorrow 08:55")
        except Busy:
            return refused(503, error_texts.BUSY)
        self.feed.tell_all(("clock", self.playground.time()))
        await self.beat()
        return web.json_response(self.playground.time())

    async def _moment(self, sent: ClockPayload) -> str | None:
        """Return where the clock is to go; None where there is no next reminder."""
        if sent.to != NEXT_REMINDER:
            return sent.to
        moment = await self.playground.next_reminder(sent.tenant)
        return moment.isoformat() if moment else None

    async def _reset(self, request: web.Request) -> web.Response:
        try:
            await self.playground.reset(self.zone)
        except Busy:
            return refused(503, error_texts.BUSY)
        self.feed.restart()
        self.feed.tell_all(("reset", {}))
        self.feed.tell_all(("clock", self.playground.time()))
        return web.json_response({})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        tenant, after = request.query.get("tenant", ""), request.query.get("after", "0")
        persona = _persona(tenant, request.query.get("as", ""))
        if persona is None or not after.isdecimal():
            return refused(404, error_texts.NO_SUCH_PERSON)
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        stream.headers["Cache-Control"] = "no-store"
        with self.feed.window(tenant, persona) as window:
            await stream.prepare(request)
            try:
                async with self.database.read_transaction() as connection:
                    missed = await timeline.news(connection, int(after[:18]))
            except Busy:  # the page loads its state again
                return stream
            for message in missed:
                if message.seen_by(tenant, persona):
                    await stream.write(_event("message", message.wire()))
            try:
                while (event := await window.queue.get()) is not None:
                    await stream.write(_event(*event))
            except ConnectionError:  # the window was closed
                pass
        return stream

    async def _close(self, app: web.Application) -> None:
        self.feed.close()


def _persona(tenant: str, persona: str) -> Persona | None:
    return PERSONAS.get(persona) if tenant in TENANTS else None


def _zone(name: str) -> str:
    """Return a zone that exists; what a browser says need not."""
    try:
        return ZoneInfo(name).key if name else ""
    except (ValueError, OSError, KeyError):
        return ""


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
