"""What each port of ours says to whoever knocks: no versions, in no answer."""

import asyncio
import re

import pytest
from aiohttp.test_utils import unused_port

from bot.serve.wiring import serving

NUMBERED = re.compile(rb"(?im)^server:.*\d|aiohttp|python/")
KNOCKS = {
    "a page that is there": b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "one that isn't": b"GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "a method that isn't taken": b"PUT /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "no HTTP at all": b"\x16\x03\x01\x02\x00\r\n\r\n",
    "a head that can't be parsed": b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
}


@pytest.mark.parametrize("knock", KNOCKS)
async def test_no_answer_on_any_port_names_a_version(knock, settings):
    metrics = unused_port()
    async with serving(settings.model_copy(update={"metrics_port": metrics})) as address:
        for port in (int(address.rsplit(":", 1)[1].strip("/")), metrics):
            answer = await asked(port, KNOCKS[knock])
            assert answer.startswith(b"HTTP/1.")
            assert b"\r\nServer: Careloop\r\n" in answer
            assert NUMBERED.search(answer.partition(b"\r\n\r\n")[0]) is None


async def asked(port: int, knock: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(knock)
    await writer.drain()
    answer = await reader.read()
    writer.close()
    return answer
