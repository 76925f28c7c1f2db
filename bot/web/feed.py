"""What is new on the playground, told to every open window."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.store.database import Database
from bot.web import timeline
from bot.web.directory import Persona

MAX_QUEUED = 1000  # events of one window; one that doesn't read them is let go

Event = tuple[str, dict[str, Any]]


@dataclass(eq=False, slots=True)
class Window:
    """One open page of one person; ``None`` in its queue: we are closing."""

    tenant: str
    persona: Persona
    queue: asyncio.Queue[Event | None] = field(default_factory=lambda: asyncio.Queue(MAX_QUEUED))


class Feed:
    """Reads what changed, whoever wrote it (a turn, a delivery, the command line), and tells it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._windows: set[Window] = set()
        self._told = 0
        self._telling = asyncio.Lock()

    async def start(self) -> None:
        """Begin with what comes from now on."""
        async with self._database.read_transaction() as connection:
            self._told = await timeline.latest(connection)

    @property
    def is_watched(self) -> bool:
        """Tell whether a window is open."""
        return bool(self._windows)

    @contextmanager
    def window(self, tenant: str, persona: Persona) -> Iterator[Window]:
        """Open a window; it hears everything from here on."""
        window = Window(tenant, persona)
        self._windows.add(window)
        try:
            yield window
        finally:
            self._windows.discard(window)

    async def tell(self) -> None:
        """Tell every window what is new to it."""
        async with self._telling:
            async with self._database.read_transaction() as connection:
                news = await timeline.news(connection, self._told)
            for message in news:
                self._told = message.changed
                for window in list(self._windows):
                    if message.seen_by(window.tenant, window.persona):
                        self._put(window, ("message", message.wire()))

    def tell_all(self, event: Event) -> None:
        """Tell every window one thing."""
        for window in list(self._windows):
            self._put(window, event)

    def restart(self) -> None:
        """Count from nothing again: everything was wiped."""
        self._told = 0

    def close(self) -> None:
        """Let every window go."""
        for window in list(self._windows):
            self._put(window, None)

    def _put(self, window: Window, event: Event | None) -> None:
        try:
            window.queue.put_nowait(event)
        except asyncio.QueueFull:  # it comes back and loads the state again
            self._windows.discard(window)
            while not window.queue.empty():
                window.queue.get_nowait()
            window.queue.put_nowait(None)
