"""Ports: taken before anything is started, and served until the end."""

import os
from contextlib import AsyncExitStack
from socket import AF_INET, AF_INET6, create_server, socket

from aiohttp import web, web_response

from bot.config.settings import PREFIX

SERVER = "Careloop"  # all that an answer says of what made it


class PortTaken(Exception):  # noqa: N818 - said to a person as it stands
    """We can't listen where we are told to."""


def bound(host: str, port: int, setting: str) -> socket:
    """Take a port before anything else is started; PortTaken says who is in the way."""
    family = AF_INET6 if ":" in host else AF_INET
    try:
        return create_server((host, port), family=family)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "it can't be used"
        mend = f"Stop what listens there, or set {PREFIX}{setting}={port + 1}."
        raise PortTaken(f"Port {port} on {host}: {reason}. {mend}") from None


async def listening(stack: AsyncExitStack, listener: socket, runner: web.AppRunner) -> str:
    """Serve on a port until the stack is left; return the address."""
    # The signal for answers is not sent for a request that can't be parsed, so the name itself.
    web_response.SERVER_SOFTWARE = SERVER  # type: ignore[attr-defined]
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.SockSite(runner, listener).start()
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
