"""``careloop backup``: copy the SQLite database."""

import sqlite3
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import Stop, run, say_line
from bot.config import problems


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write the copy; not there yet.")],
) -> None:
    """Copy the SQLite database into a file; the bot may go on meanwhile."""
    from bot.cli import operations  # noqa: PLC0415
    from bot.store.backup import back_up  # noqa: PLC0415

    settings = problems.read()
    database = settings.sqlite_file
    if database is None:
        raise Stop("This is for SQLite. PostgreSQL has its own: pg_dump --format=custom --file=…")
    try:
        back_up(database, file)
    except FileExistsError:
        raise Stop(f"{file} is there already, and stays. Name another file.") from None
    except OSError as error:
        raise Stop(f"No backup: {error.filename or file}: {error.strerror}.") from None
    except sqlite3.Error as error:
        raise Stop(f"No backup: {error}.") from None
    say_line(f"Wrote {file}. It holds what people typed: keep it as safe as the database.")
    if why := run(operations.backup_noted(settings)):
        say_line(f"This copy is not in the audit log, {why}.")
