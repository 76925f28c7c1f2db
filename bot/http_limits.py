"""Bodies from the far side, read up to a size and in time; and how to hang up on one that isn't."""

import asyncio
from contextlib import suppress

from aiohttp import ClientError, StreamReader, web
from aiohttp.http import HttpProcessingError

MAX_BODY = 512 * 1024  # bytes of a request to us
MAX_ANSWER = 1024 * 1024  # bytes of an answer to us
BODY_TIMEOUT = 5.0  # s for a request's body to arrive


class TooLong(Exception):  # noqa: N818 - said to whoever reads
    """There is more than we take."""


class Unreadable(Exception):  # noqa: N818 - it becomes an HTTP status
    """A request's body can't be had; ``status`` is for the sender, ``reason`` for the log."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


async def read_up_to(stream: StreamReader, limit: int) -> bytes:
    """Return all that comes; TooLong beyond ``limit`` bytes."""
    parts, length = [], 0
    async for part in stream.iter_any():
        length += len(part)
        if length > limit:
            raise TooLong
        parts.append(part)
    return b"".join(parts)


async def read_body(request: web.Request, seconds: float = BODY_TIMEOUT) -> bytes:
    """Return the body of a request; Unreadable when it is too long, too slow or broken off."""
    if (request.content_length or 0) > MAX_BODY:
        raise Unreadable(413, "too large")
    try:
        async with asyncio.timeout(seconds):
            return await read_up_to(request.content, MAX_BODY)
    except TooLong:
        raise Unreadable(413, "too large") from None
    except TimeoutError:
        raise Unreadable(408, "too slow") from None
    except (web.RequestPayloadError, HttpProcessingError, ClientError, ConnectionError):
        raise Unreadable(400, "broken off") from None


async def hang_up(request: web.Request, response: web.Response) -> web.Response:
    """Answer and close the line: the server would read what is left, and stumble over it."""
    with suppress(ConnectionError):  # nobody may be there any more
        await response.prepare(request)
        await response.write_eof()
    request.protocol.force_close()
    return response
