"""Is it alive, and is it ready? For whoever watches the process."""

from collections.abc import Callable, Mapping

from aiohttp import web

from bot.store.database import Busy, Database


def open_health(
    app: web.Application, database: Database, checks: Mapping[str, Callable[[], bool]] = {}
) -> None:
    """Add ``/healthz`` (the loop turns) and ``/readyz`` (the database answers, all is in place).

    ``checks`` tell by name whether something is ready; they are read at each request.
    """

    async def alive(request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(request: web.Request) -> web.Response:
        try:
            async with database.read_transaction():
                missing = [name for name, is_ready in checks.items() if not is_ready()]
        except Busy:
            return web.Response(status=503, text="the database does not answer\n")
        if missing:
            return web.Response(status=503, text=f"not ready: {', '.join(missing)}\n")
        return web.Response(text="ok\n")

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
