"""``careloop serve``: start the bot."""

import asyncio

from bot import log
from bot.cli.output import Stop, say_line
from bot.clock import Clock
from bot.config import problems


def serve() -> None:
    """Start the bot and listen, until Ctrl-C."""
    from bot.certificate import CertificateError  # noqa: PLC0415
    from bot.serve.ports import PortTaken  # noqa: PLC0415 - the other commands start without it
    from bot.serve.run import run  # noqa: PLC0415
    from bot.store.errors import Busy  # noqa: PLC0415

    configured = problems.read(Clock()())
    log.set_up(configured.log_level, configured.log_format)
    try:
        asyncio.run(run(configured, say_line))
    except PortTaken as error:
        raise Stop(str(error)) from None
    except CertificateError as error:
        raise Stop(f"Not started: {error}.") from None
    except Busy as error:
        raise Stop(f"Not started: {error}. Is the database up, and is there room?") from None
    except OSError as error:
        raise Stop(f"Not started: {error.filename or 'a file'}: {error.strerror}.") from None
