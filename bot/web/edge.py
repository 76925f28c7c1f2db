"""Who may talk to the playground: this machine, through its own page, and nobody else."""

from collections.abc import Awaitable, Callable
from hmac import compare_digest
from ipaddress import ip_address

from aiohttp import web
from yarl import URL

from bot.http_limits import Unreadable
from bot.web import error_texts

HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def refused(status: int, words: str) -> web.Response:
    """Return an error as the page shows it: one line that says what to do."""
    return web.json_response({"error": words}, status=status, headers=HEADERS)


def guarded(handler: Handler, token: str | None = None) -> Handler:
    """Return the handler behind the checks; with ``token`` it must be shown, too.

    Another page in the same browser is kept out by host, origin and token.
    """

    async def checked(request: web.Request) -> web.StreamResponse:
        if not _from_here(request) or not _own_host(request):
            return refused(403, error_texts.NOT_THIS_MACHINE)
        if not _own_origin(request):
            return refused(403, error_texts.NOT_THIS_PAGE)
        if token is not None and not _shows(request, token):
            return refused(403, error_texts.NOT_THIS_START)
        try:
            response = await handler(request)
        except Unreadable as error:
            words = error_texts.TOO_LONG if error.status == 413 else error_texts.UNREADABLE
            return refused(error.status, words)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return checked


def _from_here(request: web.Request) -> bool:
    peer = request.transport.get_extra_info("peername") if request.transport else None
    return peer is not None and ip_address(peer[0]).is_loopback


def _own_host(request: web.Request) -> bool:
    """A page elsewhere can point its own name at 127.0.0.1; then the Host header gives it away."""
    host = request.headers.get("Host", "")
    try:
        return "@" not in host and URL(f"http://{host}").host in HOSTS
    except ValueError:
        return False


def _own_origin(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
    return origin == f"http://{request.headers.get('Host', '')}"


def _shows(request: web.Request, token: str) -> bool:
    shown = request.headers.get("X-Careloop-Token") or request.query.get("token", "")
    return compare_digest(shown.encode(errors="replace"), token.encode())
