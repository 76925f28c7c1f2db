"""One ``serve`` a database file: the lock that the delivery engine holds while it runs."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):  # noqa: N818 - said to a person as it stands
    """Another ``serve`` works on this database."""


@contextmanager
def only_engine(database: Path) -> Iterator[None]:
    """Hold ``<database>.lock``; the system lets go of it however we end, ``kill -9`` included.

    The file itself stays, for removing it would let two processes lock two files of one name.
    """
    path = database.with_name(f"{database.name}.lock")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            message = f"Another careloop serve is running on {database}; stop it first."
            raise AlreadyRunning(message) from None
        yield
