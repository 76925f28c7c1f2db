"""Let go of connections that never say what they want: aiohttp waits for a request for ever."""

import logging
import time
from collections.abc import Awaitable, Callable, Hashable, Iterable
from datetime import datetime
from typing import Protocol

from aiohttp import web

from scheduler.clockwork import Duty

FIRST_REQUEST_TIMEOUT = 15.0  # s to send the head of a first request
IDLE_TIMEOUT = (
    75.0  # s between two requests; longer than aiohttp's own keep-alive, which comes first
)

logger = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Connection(Hashable, Protocol):
    """As much of aiohttp's connection as we touch."""

    def force_close(self) -> None:
        """Let it go at once."""
        ...


class IdleConnections:
    """Knows since when each connection has been waiting for its next request."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._busy: set[Connection] = set()
        self._since: dict[Connection, tuple[float, float]] = {}

    def watch(self, app: web.Application) -> None:
        """Note when the requests of an app begin and end."""

        @web.middleware
        async def noted(request: web.Request, handler: Handler) -> web.StreamResponse:
            connection = request.protocol
            self._busy.add(connection)
            try:
                return await handler(request)
            finally:
                self._busy.discard(connection)
                self._since[connection] = (self._clock(), IDLE_TIMEOUT)

        app.middlewares.append(noted)

    def close_idle(self, connections: Iterable[Connection]) -> int:
        """Close those that have been idle for too long; return how many."""
        now, closed = self._clock(), 0
        self._since = {
            each: self._since.get(each, (now, FIRST_REQUEST_TIMEOUT)) for each in connections
        }
        for connection, (since, timeout) in self._since.items():
            if connection not in self._busy and now - since > timeout:
                connection.force_close()
                closed += 1
        return closed


def closes_idle(web_app: web.Application, runner: web.AppRunner) -> Duty:
    """Return the duty that lets go of connections which ask for nothing."""
    idle = IdleConnections(time.monotonic)
    idle.watch(web_app)

    async def close_idle(at: datetime) -> None:
        if runner.server is not None and (closed := idle.close_idle(runner.server.connections)):
            logger.info("connections.idle closed=%d", closed)

    return close_idle
