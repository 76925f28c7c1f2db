"""``careloop serve`` and ``migrate``: what runs on the store."""

import asyncio

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
