"""All checks, in order: the settings alone first, then the database, then who is asked online."""

import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from aiohttp import ClientSession, ClientTimeout
from sqlalchemy.exc import DBAPIError

from bot.cli.checks import (
    clock,
    database,
    engine,
    keys,
    lanes,
    migrations,
    online,
    pack,
    plans,
    tokens,
    zones,
)
from bot.cli.checks.finding import Finding, Mark, problem
from bot.config.settings import Settings
from bot.serve.app import stored
from bot.store.database import Database
from bot.store.errors import Busy

ONLINE_TIMEOUT = ClientTimeout(total=10.0)  # s for an answer of a platform

Check = Callable[[], Awaitable[Finding]]


async def examined(
    settings: Settings, now: Callable[[], datetime], *, ask_platforms: bool
) -> Sequence[Finding]:
    """Return what each check finds, in the order in which it is worth mending."""
    found = [pack.words(settings.content), *tokens.tokens(settings, now())]
    file = settings.sqlite_file
    at_file = database.file_there(file) if file else None
    if at_file:
        found.append(at_file)
    if file and not file.is_file():
        found.append(await zones.known(None, settings.zone, now()))
    else:
        async with stored(settings) as opened:
            found += [each async for each in _of_database(opened, settings, now)]
    if ask_platforms:
        found += [each async for each in _of_platforms(settings, now)]
    return found


async def _of_database(
    opened: Database, settings: Settings, now: Callable[[], datetime]
) -> AsyncIterator[Finding]:
    """Yield what is found in a database; what needs its tables is left out where they differ."""
    first = await database.answers(opened, settings.database_url, time.monotonic)
    yield first
    if first.mark is Mark.PROBLEM:
        yield await zones.known(None, settings.zone, now())
        return
    up_to_date = await _tried(migrations.NAME, partial(migrations.tables, opened))
    yield up_to_date
    yield await _tried(clock.NAME, partial(clock.beside_the_database, opened, now))
    if up_to_date.mark is not Mark.OK:
        yield await zones.known(None, settings.zone, now())
        return
    yield await _tried(zones.NAME, partial(zones.known, opened, settings.zone, now()))
    yield await _tried(keys.NAME, partial(keys.readable, opened, settings))
    yield await _tried(plans.NAME, partial(plans.indexes, opened))
    yield await _tried(engine.NAME, partial(engine.taken, opened, settings))
    yield await _tried(lanes.NAME, partial(lanes.behind, opened, now()))


async def _of_platforms(settings: Settings, now: Callable[[], datetime]) -> AsyncIterator[Finding]:
    async with ClientSession(timeout=ONLINE_TIMEOUT, trust_env=True) as session:
        for check in _online(settings, session, now):
            yield await check()


def _online(
    settings: Settings, session: ClientSession, now: Callable[[], datetime]
) -> Iterable[Check]:
    if settings.slack_on and not settings.slack_oauth_on:
        yield partial(online.slack_bot, settings, session)
    if settings.slack_app_token.get_secret_value():
        yield partial(online.slack_app, settings, session)
    if settings.teams_on and not settings.teams_anonymous:
        yield partial(online.teams, settings, session, now, time.monotonic)


async def _tried(name: str, check: Check) -> Finding:
    """Return what a check finds, or that the database had no answer for it."""
    try:
        return await check()
    except Busy as error:
        return problem(name, f"not looked at: {error}. Try again in a moment")
    except (DBAPIError, sqlite3.Error) as error:
        kind = type(error.orig if isinstance(error, DBAPIError) else error).__name__
        return problem(name, f"the database refuses to tell ({kind}): restore a backup")
