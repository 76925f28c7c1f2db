"""``careloop serve``, ``migrate`` and ``backup``: what runs on the store."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Annotated

import typer

from bot import configuration, log
from bot.commands.line import Stop, run, say_line


def serve() -> None:
    """Start the bot and listen, until Ctrl-C."""
    from bot import server  # noqa: PLC0415 - the other commands start without it
    from bot.listening import PortTaken  # noqa: PLC0415
    from bot.store.database import Busy  # noqa: PLC0415

    configured = configuration.read()
    log.set_up(configured.log_level, configured.log_format)
    try:
        asyncio.run(server.run(configured, say_line))
    except PortTaken as error:
        raise Stop(str(error)) from None
    except Busy as error:
        raise Stop(f"Not started: {error}. Is the database up, and is there room?") from None
    except OSError as error:
        raise Stop(f"Not started: {error.filename or 'a file'}: {error.strerror}.") from None


def migrate() -> None:
    """Bring the database's tables up to date."""
    from bot import upkeep  # noqa: PLC0415

    done = run(upkeep.migrated(configuration.read()))
    say_line("The tables are up to date." if done else "Nothing to do: the tables are up to date.")


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write the copy; not there yet.")],
) -> None:
    """Copy the SQLite database into a file; the bot may go on meanwhile."""
    from bot.store.backup import back_up  # noqa: PLC0415

    database = configuration.read().sqlite_file
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
