import asyncio
from contextlib import suppress

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.serve.idle_connections import FIRST_REQUEST_TIMEOUT, IDLE_TIMEOUT, IdleConnections
from tests.databases import eventually

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"


class Watch:
    """A clock of our own, and a server whose connections it closes."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.idle = IdleConnections(lambda: self.now)
        self.release = asyncio.Event()

    async def answer(self, request: web.Request) -> web.Response:
        if request.path == "/slow":
            await self.release.wait()
        return web.Response(text="ok")

    async def __aenter__(self):
        app = web.Application()
        app.router.add_get("/{any:.*}", self.answer)
        self.idle.watch(app)
        self.server = TestServer(app)
        await self.server.start_server()
        return self

    async def __aexit__(self, *_):
        self.release.set()
        await self.server.close()

    async def connect(self, first: bytes):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        writer.write(first)
        await writer.drain()
        await eventually(lambda: self.server.handler.connections)
        return reader, writer

    def close_idle(self) -> int:
        return self.idle.close_idle(self.server.handler.connections)


async def test_a_head_that_never_ends_is_let_go():
    async with Watch() as watch:
        reader, writer = await watch.connect(HEAD)
        assert watch.close_idle() == 0

        watch.now += FIRST_REQUEST_TIMEOUT + 1

        assert watch.close_idle() == 1
        with suppress(ConnectionResetError):
            assert await reader.read() == b""
        writer.close()


async def test_a_request_that_is_being_answered_is_left_alone():
    async with Watch() as watch:
        _, writer = await watch.connect(HEAD.replace(b"/ ", b"/slow ") + b"\r\n")
        await eventually(lambda: watch.idle._busy)
        watch.close_idle()

        watch.now += IDLE_TIMEOUT + 1

        assert watch.close_idle() == 0
        writer.close()


async def test_a_kept_connection_may_be_silent_for_longer():
    async with Watch() as watch:
        reader, writer = await watch.connect(HEAD + b"\r\n")
        assert b"200" in await reader.readuntil(b"ok")

        watch.now += FIRST_REQUEST_TIMEOUT + 1
        kept = watch.close_idle()
        watch.now += IDLE_TIMEOUT
        closed = watch.close_idle()

        assert (kept, closed) == (0, 1)
        writer.close()
