"""The HTTP edge: token first, then size, time and shape; only then does anybody look at it."""

import asyncio
import logging
from ipaddress import ip_address

from aiohttp import web
from pydantic import ValidationError
from yarl import URL

from bot.http_limits import BODY_TIMEOUT, MAX_BODY, Unreadable, hang_up, read_body
from bot.json_text import json_bytes
from bot.log import one_line
from bot.teams import payloads
from bot.teams.adapter import SHAPES, TYPES, Adapter
from bot.teams.auth.inbound_token import CHANNEL, Refused, TokenCheck
from bot.teams.config import TeamsConfig
from scheduler.errors import TemporaryError

PATH = "/api/messages"
HANDLER_TIMEOUT = 2.6  # s for a turn; Teams waits 3 for a button, and sends again after 15
_PROXY_HEADERS = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded")

log = logging.getLogger(__name__)


class Edge:
    """Takes requests of the connector, and refuses everybody else's in a few milliseconds."""

    def __init__(
        self,
        config: TeamsConfig,
        check: TokenCheck,
        adapter: Adapter,
        *,
        body_timeout: float = BODY_TIMEOUT,
        handler_timeout: float = HANDLER_TIMEOUT,
    ) -> None:
        self._config = config
        self._check = check
        self._adapter = adapter
        self._body_timeout = body_timeout
        self._handler_timeout = handler_timeout

    def open(self, app: web.Application) -> None:
        """Add the one route."""
        app.router.add_post(PATH, self._request)

    async def _request(self, request: web.Request) -> web.Response:
        if "Content-Encoding" in request.headers:  # Teams packs nothing
            log.info("teams.refused status=415 reason=packed")
            return await hang_up(request, web.Response(status=415))
        try:
            speaks_for = await self._speaker(request)
            activity = _parsed(await read_body(request, self._body_timeout))
            self._accept(activity, speaks_for)
            async with asyncio.timeout(self._handler_timeout):
                status, body = await self._adapter.process(activity)
        except (Refused, Unreadable) as refusal:
            log.info("teams.refused status=%d reason=%s", refusal.status, refusal.reason)
            return _refused(request, refusal.status)
        except TimeoutError:
            log.warning("teams.too_slow")
            return web.Response(status=503)
        except TemporaryError as error:  # Teams sends it again
            log.warning("teams.not_taken reason=%s", error.cause)
            return web.Response(status=503)
        if body is None:
            return web.Response(status=status)
        return web.Response(body=json_bytes(body), status=status, content_type="application/json")

    async def _speaker(self, request: web.Request) -> str | None:
        """Return the service address that the caller speaks for; None for one on this machine."""
        if request.content_type != "application/json":
            raise Refused(415, "not JSON")
        if (request.content_length or 0) > MAX_BODY:
            raise Refused(413, "too large")
        if self._config.anonymous:
            _only_from_here(request)
            return None
        return await self._check.service_url(request.headers.getall("Authorization", []))

    def _accept(self, activity: payloads.Activity, speaks_for: str | None) -> None:
        if activity.channel_id != CHANNEL:
            raise Refused(403, "not from Teams")
        if speaks_for is not None and speaks_for != activity.service_url:
            raise Refused(403, "another service address than the token's")
        if not self._config.allows(activity.service_url):
            raise Refused(403, "a service address that is not one of Teams")
        if not activity.tenant:
            raise Refused(403, "no tenant")
        if not self._config.serves(activity.tenant):
            raise Refused(403, f"another tenant: {activity.tenant}")


def _refused(request: web.Request, status: int) -> web.Response:
    response = web.Response(status=status)
    if not request.content.is_eof():  # what is left of the body isn't worth reading
        response.force_close()
    return response


def _parsed(raw: bytes) -> payloads.Activity:
    try:
        activity = payloads.Activity.model_validate_json(raw)
        if activity.type == "invoke" and (shape := SHAPES.get(activity.name)) is not None:
            shape.model_validate(activity.value)
    except ValidationError as error:
        raise Refused(400, f"can't be read at {_where(error)}") from None
    if activity.type not in TYPES:
        raise Refused(400, "unknown type")
    if activity.type in ("message", "invoke") and activity.id is None:
        raise Refused(400, "no id")
    return activity


def _where(error: ValidationError) -> str:
    """Return which field it is; below ``data`` the names are somebody's own, words perhaps."""
    found = error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"]
    names = [one_line(str(each)) for each in found]
    return ".".join(names[: names.index("data") + 1] if "data" in names else names)


def _only_from_here(request: web.Request) -> None:
    """Without credentials only a client on this machine is heard, and no page in its browser."""
    peer = request.transport.get_extra_info("peername") if request.transport else None
    try:
        local = peer is not None and ip_address(peer[0]).is_loopback
        host = URL(f"http://{request.headers.get('Host', '')}").host
    except ValueError:
        local, host = False, None
    if not local or host not in ("127.0.0.1", "localhost", "::1"):
        raise Refused(403, "not from this machine")
    if any(name in request.headers for name in (*_PROXY_HEADERS, "Origin")):
        raise Refused(403, "through a proxy or a page")
