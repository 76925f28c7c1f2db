"""Run until told to stop, and stop without losing anything."""

import asyncio
import gc
import signal
from collections.abc import Callable

from bot.config.settings import Settings
from bot.serve.wiring import serving


async def run(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; PortTaken and AlreadyRunning come before it starts."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    async with serving(settings) as address:
        if settings.playground_on:
            say(f"Careloop is running. Open the playground: {address}")
        else:
            say(f"Careloop is running on {address}")
        say("Ctrl-C ends it.")
        spare_collector()
        await stop.wait()
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(each)  # a second Ctrl-C waits for nothing


def spare_collector() -> None:
    """Let the garbage collector pass over what a server keeps for good, and come more seldom.

    A walk through everything takes a tenth of a second, in which nobody is answered.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
