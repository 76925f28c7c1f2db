"""What somebody who installs takes along to the platform and has to bring back, in one browser.

Both are random and kept as hashes only: whoever reads the table can finish nobody's installation.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.dialects import insert_into
from bot.store.tables.installations import oauth_states

VALID_FOR = timedelta(seconds=600)
MAX_OPEN = 10_000  # installations under way; more is no rush of admins


class Returned(StrEnum):
    """What a state is that comes back."""

    GOOD = "good"
    EXPIRED = "expired"  # or never issued
    FOREIGN = "foreign"  # of another browser
    USED = "used"


class TooMany(Exception):  # noqa: N818 - said to a person as it stands
    """So many installations are under way that no more is begun."""


class OAuthStates:
    """Single-use states; Busy as in ``Database.transaction``."""

    def __init__(self, database: Database, random_text: Callable[[], str]) -> None:
        self._database = database
        self._random_text = random_text

    async def issue(self, browser: str, at: datetime) -> str:
        """Return a new state for a browser, by the secret of its cookie; TooMany."""
        state = self._random_text()
        async with self._database.transaction() as connection:
            await connection.execute(delete(oauth_states).where(oauth_states.c.expires_at <= at))
            if (await connection.scalar(select(func.count()).select_from(oauth_states)) or 0) >= (
                MAX_OPEN
            ):
                raise TooMany
            values = {"state": _hashed(state), "browser": _hashed(browser)}
            await connection.execute(
                insert_into(connection, oauth_states).values(**values, expires_at=at + VALID_FOR)
            )
        return state

    async def take(self, state: str, browser: str, at: datetime) -> Returned:
        """Use a state up, and return what it was; a foreign browser doesn't use it up."""
        mine, theirs = _hashed(state), _hashed(browser)
        use = update(oauth_states).where(
            oauth_states.c.state == mine,
            oauth_states.c.browser == theirs,
            oauth_states.c.used_at.is_(None),
            oauth_states.c.expires_at > at,
        )
        async with self._database.transaction() as connection:
            if (await connection.execute(use.values(used_at=at))).rowcount:
                return Returned.GOOD
            return _why_not(await _row(connection, mine), theirs, at)


async def _row(connection: AsyncConnection, state: str) -> Any:  # noqa: ANN401 - a row, or None
    query = select(oauth_states).where(oauth_states.c.state == state)
    return (await connection.execute(query)).first()


def _why_not(row: Any, browser: str, at: datetime) -> Returned:  # noqa: ANN401 - a row, or None
    if row is None or row.expires_at <= at:
        return Returned.EXPIRED
    return Returned.FOREIGN if row.browser != browser else Returned.USED


def _hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()
