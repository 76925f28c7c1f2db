"""A copy of the SQLite database, whole and of one moment, while the bot goes on."""

import sqlite3
from contextlib import closing
from pathlib import Path

LOCK_TIMEOUT = 5.0  # s


def back_up(database: Path, into: Path) -> None:
    """Write the copy; FileExistsError, OSError or sqlite3.Error when it can't be."""
    if not database.is_file():
        raise FileNotFoundError(2, "there is no such database", str(database))
    into.touch(mode=0o600, exist_ok=False)  # notes of complaints are in it
    try:
        with closing(sqlite3.connect(database, timeout=LOCK_TIMEOUT)) as connection:
            connection.execute("VACUUM INTO ?", (str(into),))
    except sqlite3.Error:
        into.unlink()
        raise
