"""The bot without its engine: enough for one turn, or for a command of the command line."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.bot import Bot, CountTurn, DueBy, uncounted, unnoticed
from bot.clock import Clock
from bot.config.settings import Settings
from bot.library import Library
from bot.store.database import Database
from bot.store.migration import migrate
from bot.turn_budget import TurnBudget
from bot.web.door import Door
from bot.web.playground import Playground, furnish

Wake = Callable[[Iterable[str]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class App:
    """The bot without its engine: enough for one turn."""

    settings: Settings
    database: Database
    library: Library
    clock: Clock
    bot: Bot
    web_door: Door
    playground: Playground
    token: str


async def nobody(lanes: Iterable[str]) -> None:
    """Wake no engine: the sweep of a running server finds the work."""


@asynccontextmanager
async def stored(settings: Settings) -> AsyncIterator[Database]:
    """Open the database alone, whatever the state of its tables."""
    database = Database(settings.database_url, settings.sqlite_sync)
    try:
        yield database
    finally:
        await database.dispose()


@asynccontextmanager
async def opened(
    settings: Settings,
    wake: Wake = nobody,
    note: CountTurn = uncounted,
    due_by: DueBy = unnoticed,
) -> AsyncIterator[App]:
    """Open the store and the bot; what a turn posts waits for a running engine."""
    async with stored(settings) as database:
        await migrate(database)
        library = Library(settings.content)
        clock, token = Clock(), ""
        if settings.playground_on:
            ahead, token = await furnish(database, settings.zone)
            if settings.clock_movable:  # real requests are signed with the real time
                clock.ahead = ahead
        budget = TurnBudget(settings.turns_person, settings.turns_workspace, time.monotonic)
        admins = frozenset(settings.admins)
        keep_notes = timedelta(days=settings.notes_days)
        bot = Bot(library, database, wake, admins, note, budget.take, due_by, keep_notes)
        web_door, playground = Door(bot, database, clock), Playground(database, clock)
        yield App(settings, database, library, clock, bot, web_door, playground, token)
