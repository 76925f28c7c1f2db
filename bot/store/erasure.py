"""Deleted words leave SQLite's log, too: it would keep them until it is written over.

In the file itself what is deleted is overwritten (``secure_delete``). PostgreSQL keeps its files
itself; docs/privacy.md says what holds there.
"""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.database import Database

LOCK_TIMEOUT = 0.1  # s that readers and the writer may be in the way; then it is tried again


class Erasure:
    """What was deleted, and is still in the log."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._done = -1  # by the last time; at first an earlier process may have left some

    async def finish(self) -> bool:
        """Empty the log if anything was deleted since the last time; False: try again later.

        A transaction that has not ended yet is in the way, so none is overlooked.
        """
        file, deletions = self._database.file, self._database.deletions
        if file is None or deletions == self._done:
            return True
        if not await asyncio.to_thread(_empty_log, file):
            return False
        self._done = deletions
        return True


def _empty_log(file: Path) -> bool:
    """Write the log into the database file and cut it to nothing; False when that can't be now."""
    try:
        with closing(sqlite3.connect(file, timeout=LOCK_TIMEOUT)) as connection:
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:  # a full disk, or one that fails; whatever writes next says so
        return False
    return not busy
