"""Answer and hang up: for a body that is not worth reading, or can't be read."""

from contextlib import suppress

from aiohttp import web


async def hang_up(request: web.Request, response: web.Response) -> web.Response:
    """Answer and close the line: the server would read what is left, and stumble over it."""
    with suppress(ConnectionError):  # nobody may be there any more
        await response.prepare(request)
        await response.write_eof()
    request.protocol.force_close()
    return response
