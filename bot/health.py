"""Is it alive, and is it ready? For whoever watches the process."""

from aiohttp import web

from bot.store.database import Busy, Database


def open_health(app: web.Application, database: Database) -> None:
    """Add ``/healthz`` (the loop turns) and ``/readyz`` (the database answers)."""

    async def alive(request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(request: web.Request) -> web.Response:
        try:
            async with database.reading():
                return web.Response(text="ok\n")
        except Busy:
            return web.Response(status=503, text="the database does not answer\n")

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
