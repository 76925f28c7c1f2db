"""pgqueuer's own tables: how they are reached, made and brought up to date."""

from typing import Any

import asyncpg
from pgqueuer.db import AsyncpgDriver
from sqlalchemy.engine import make_url

from bot.store.engine.lane_queue.jobs import Jobs
from bot.store.errors import Busy

_MAX_CONNECTIONS = 5  # one listens, one takes jobs, the others write down
_TIMEOUT = 5.0  # s for a statement
_INSTALL_TIMEOUT = 30.0  # s; another process may be at it
_SESSION = {
    "application_name": "careloop lanes",
    "plan_cache_mode": "force_custom_plan",
    "enable_seqscan": "off",  # as on our own connections: an empty table's plan outlives its quiet
    "jit": "off",
    "synchronous_commit": "off",  # no truth is kept here
}
_DIALECTS_OWN = ("prepared_statement_cache_size", "prepared_statement_name_func")


def open_pool(url: str) -> Any:  # noqa: ANN401 - asyncpg has no types
    """Return a pool of connections for one life of the queue, to be awaited."""
    return asyncpg.create_pool(
        **_arguments(url),
        min_size=2,
        max_size=_MAX_CONNECTIONS,
        timeout=_TIMEOUT,
        command_timeout=_TIMEOUT,
        server_settings=_SESSION,
        reset=_as_it_is,
    )


async def _as_it_is(connection: object) -> None:
    """Give a connection back without a word to the server: no statement changes its session."""


async def install(url: str) -> bool:
    """Make pgqueuer's tables, or bring them up to date; tell whether there was anything to do.

    Whoever does the same meanwhile is waited for. Busy when the database does not answer.
    """
    waits = {"lock_timeout": f"{_INSTALL_TIMEOUT:.0f}s"}
    try:
        connection = await asyncpg.connect(
            **_arguments(url), timeout=_TIMEOUT, server_settings=_SESSION | waits
        )
    except (OSError, asyncpg.PostgresError) as error:
        raise Busy("the database does not answer") from error
    try:
        jobs = Jobs(AsyncpgDriver(connection))
        if not (await jobs.plan_upgrade()).statements:
            return False
        await jobs.apply_upgrade()
        return True
    finally:
        await connection.close()


def _arguments(url: str) -> dict[str, Any]:
    """Return an address as asyncpg takes it."""
    address = make_url(url)
    _, arguments = address.get_dialect()().create_connect_args(address)
    return {name: value for name, value in arguments.items() if name not in _DIALECTS_OWN}
