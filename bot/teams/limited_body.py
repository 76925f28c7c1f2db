"""Read what the far side sends, up to a size, and make sense of it."""

import json
from typing import Any

from aiohttp import StreamReader

ANSWER = 1024 * 1024  # bytes of an answer to us, at most


class TooLong(Exception):  # noqa: N818 - said to whoever reads
    """There is more than we take."""


async def at_most(stream: StreamReader, limit: int) -> bytes:
    """Return all there is; TooLong beyond ``limit`` bytes."""
    parts, length = [], 0
    async for part in stream.iter_any():
        length += len(part)
        if length > limit:
            raise TooLong
        parts.append(part)
    return b"".join(parts)


async def json_of(stream: StreamReader) -> Any:  # noqa: ANN401 - it is JSON
    """Return the value sent; ValueError or RecursionError when it isn't JSON."""
    return json.loads(await at_most(stream, ANSWER))
