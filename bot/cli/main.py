"""The command ``careloop``: what it can do, and how it ends."""

import logging
import sys
from typing import Any, NoReturn

import typer

from bot import log
from bot.cli import (
    audit,
    backup,
    export,
    keys,
    manifest,
    migrate,
    outbox,
    people,
    reply,
    say,
    serve,
    version,
    when,
)
from bot.cli.checks import doctor
from bot.cli.content import commands as content
from bot.cli.output import Stop
from bot.cli.workspace import commands as workspace
from bot.config.problems import SettingsError
from bot.serve.lock import AlreadyRunning
from bot.store.errors import NewerError

logger = logging.getLogger(__name__)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.callback()(version.careloop)
app.command()(serve.serve)
app.command()(say.say)
app.command()(reply.reply)
app.command()(when.when)
app.command()(migrate.migrate)
app.command()(backup.backup)
app.command()(audit.audit)
app.command()(doctor.doctor)
app.add_typer(people.app, name="people")
app.add_typer(export.app, name="export")
app.add_typer(workspace.app, name="workspace")
app.add_typer(manifest.app, name="manifest")
app.add_typer(content.app, name="content")
app.add_typer(outbox.app, name="outbox")
app.add_typer(keys.app, name="keys")

_MISTYPED: Any = typer.BadParameter.__base__  # Typer exports only this child of its usage errors


def main() -> None:
    """Run the command line; what goes wrong is said in a line, never as a traceback."""
    log.set_up("warning")
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except _MISTYPED as mistake:
        if not str(mistake):  # the help was shown
            sys.exit(2)
        _end(f"{mistake.format_message().rstrip('.')}. See: careloop --help", 2)
    except Stop as stop:
        _end(str(stop), stop.code)
    except SettingsError as error:
        lines = "".join(f"\n- {problem}" for problem in error.problems)
        _end(f"Mend these settings, in .env or the environment:{lines}", 2)
    except (AlreadyRunning, NewerError) as error:
        _end(str(error), 1)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        logger.exception("command.failed")
        _end(f"This broke on our side ({type(error).__name__}); the line above says where.", 1)


def _end(line: str, code: int) -> NoReturn:
    typer.echo(line, err=True)
    sys.exit(code)
