"""The command ``careloop``: serve, say, when, content, manifest, people, migrate, outbox."""

import asyncio
import json
import logging
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from bot import configuration, log
from bot.configuration import SettingsError
from bot.lock import AlreadyRunning
from bot.settings import PREFIX, is_zone
from bot.store.errors import NewerError
from scheduler.phrase import PhraseError, describe, parse
from scheduler.recurrence import upcoming

logger = logging.getLogger(__name__)

app = typer.Typer(
    help="Reminders and complaint coaching for people in service.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
content_app = typer.Typer(help="Check packs of words.", no_args_is_help=True)
outbox_app = typer.Typer(help="See and mend what could not be sent.", no_args_is_help=True)
manifest_app = typer.Typer(help="Make the manifest of a platform.", no_args_is_help=True)
people_app = typer.Typer(help="See and give roles.", no_args_is_help=True)
app.add_typer(people_app, name="people")
app.add_typer(manifest_app, name="manifest")
app.add_typer(content_app, name="content")
app.add_typer(outbox_app, name="outbox")

_MISTYPED: Any = typer.BadParameter.__base__  # Typer exports only this child of its usage errors
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class Stop(Exception):  # noqa: N818 - carries the line that ends the command
    """End with a line for a person."""

    def __init__(self, line: str, code: int = 1) -> None:
        super().__init__(line)
        self.code = code


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


@app.command()
def serve() -> None:
    """Start the bot and listen, until Ctrl-C."""
    from bot import server  # noqa: PLC0415 - the other commands start without it
    from bot.store.database import Busy  # noqa: PLC0415
    from bot.wiring import PortTaken  # noqa: PLC0415

    configured = configuration.read()
    log.set_up(configured.log_level)
    try:
        asyncio.run(server.run(configured, _say_line))
    except PortTaken as error:
        raise Stop(f"{error} Stop what listens there, or set {PREFIX}PORT=8081.") from None
    except Busy as error:
        raise Stop(f"Not started: {error}. Is the database up, and is there room?") from None
    except OSError as error:
        raise Stop(f"Not started: {error.filename or 'a file'}: {error.strerror}.") from None


@app.command()
def say(
    text: Annotated[str, typer.Argument(help='What to type, such as "/complaint parcel lost".')],
    who: Annotated[str, typer.Option("--as", help="agent, manager or admin.")] = "agent",
    where: Annotated[
        str, typer.Option("--in", help="A channel, such as front-desk; else the personal chat.")
    ] = "",
    press: Annotated[
        list[str] | None, typer.Option(help="Then press the button with this label; repeatable.")
    ] = None,
    as_json: AsJson = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Type a line on the playground, and press buttons, beside a running server too."""
    from bot import talk  # noqa: PLC0415 - the other commands start without it

    try:
        said = _run(talk.say(configuration.read(), text, who, where, press or []))
    except talk.Misspoken as error:
        raise Stop(str(error), 2) from None
    _say_line(json.dumps(said.json(), ensure_ascii=False) if as_json else said.plain())


@app.command()
def when(
    phrase: Annotated[str, typer.Argument(help='Such as "weekdays 08:55".')],
    zone: Annotated[str, typer.Option(help="IANA time zone.")] = "UTC",
    after: Annotated[str, typer.Option(help="Count from this ISO moment, not from now.")] = "",
    count: Annotated[int, typer.Option(min=1, max=1000, help="How many moments.")] = 5,
    as_json: AsJson = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Show the moments that a phrase means."""
    from bot.clock import Clock  # noqa: PLC0415

    start = _moment(after) if after else Clock()()
    if not is_zone(zone):
        raise Stop(f'"{zone}" is not a time zone. For example: --zone Europe/Rome', 2)
    try:
        recurrence = parse(phrase, zone, start)
    except PhraseError as error:
        raise Stop(f'{error} For example: "{error.example}"', 2) from None
    moments = upcoming(recurrence, start, count)
    if as_json:
        _say_line(json.dumps({"moments": [f"{each:%Y-%m-%dT%H:%M:%SZ}" for each in moments]}))
        return
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    _say_line(describe(recurrence))
    for each in moments:
        _say_line(f"  {each.astimezone(ZoneInfo(recurrence.zone)):%a %d %b %Y %H:%M}")


@app.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    from bot import upkeep  # noqa: PLC0415

    done = _run(upkeep.migrated(configuration.read()))
    _say_line("The tables are up to date." if done else "Nothing to do: the tables are up to date.")


@content_app.command("check")
def check(
    folder: Annotated[Path | None, typer.Argument(help="Your pack; else the one in use.")] = None,
) -> None:
    """Say everything that is wrong with a pack; exit 1 when something is."""
    from content import CORE, ContentError, load  # noqa: PLC0415

    own = folder or configuration.read().content
    if own is not None and not own.is_dir():
        raise Stop(f"{own} is not a folder. Name the folder that holds your YAML files.")
    try:
        loaded = load(CORE) if own is None else load(CORE, own)
    except ContentError as error:
        raise Stop("\n".join(str(problem) for problem in error.problems)) from None
    _say_line(
        f"In order: {len(loaded.reminders)} reminders, {len(loaded.principles)} ideas, "
        f"{len(loaded.flow.steps)} steps, {len(loaded.flow.branches)} branches."
    )


@manifest_app.command("slack")
def manifest_slack() -> None:
    """Print Slack's app manifest, to paste where a new app is made."""
    from bot.manifests import slack_manifest  # noqa: PLC0415

    _say_line(json.dumps(slack_manifest(configuration.read()), indent=2))


@manifest_app.command("teams")
def manifest_teams(
    file: Annotated[Path, typer.Argument(help="Where to write the zip.")] = Path("careloop.zip"),
) -> None:
    """Write Teams' app package: manifest and icons in a zip."""
    from bot.manifests import Unready, teams_package  # noqa: PLC0415

    try:
        file.write_bytes(teams_package(configuration.read()))
    except Unready as error:
        raise Stop(f"{error}. Then try again.") from None
    except OSError as error:
        raise Stop(f"{file} can't be written: {error.strerror}.") from None
    _say_line(f"Wrote {file}. Upload it in Teams: Apps, Manage your apps, Upload an app.")


@people_app.command("list")
def people_list(as_json: AsJson = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Show who is known, and their roles."""
    from bot import upkeep  # noqa: PLC0415

    rows = _run(upkeep.listed(configuration.read()))
    if as_json:
        _say_line(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        _say_line(f"{row['role']:8} {row['platform']}:{row['tenant']}:{row['id']}  {row['name']}")
    if not rows:
        _say_line("Nobody yet. Set the first: careloop people set slack:TEAM:USER admin")


@people_app.command("set")
def people_set(
    who: Annotated[str, typer.Argument(help="PLATFORM:TENANT:PERSON, as people list shows it.")],
    role: Annotated[str, typer.Argument(help="agent, manager or admin.")],
) -> None:
    """Give somebody a role."""
    from bot import upkeep  # noqa: PLC0415
    from handlers.people import Role  # noqa: PLC0415

    if role not in list(Role):
        raise Stop(f"{role} is no role. Use agent, manager or admin.", 2)
    try:
        _run(upkeep.appointed(configuration.read(), who, Role(role)))
    except ValueError:
        raise Stop(f"{who} is nobody. For example: slack:T024BE7LD:U024BE7LH", 2) from None
    _say_line(f"{who} is {role} now.")


@outbox_app.command("list")
def outbox_list(as_json: AsJson = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Show what waits, and what was given up, with the reason."""
    from bot import upkeep  # noqa: PLC0415

    rows = _run(upkeep.outbox(configuration.read()))
    if as_json:
        _say_line(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        _say_line(f"{row['state']:8} {row['key']}  {row['lane']}  due {row['due_at']}")
        if row["reason"]:
            _say_line(f"         {row['reason']} (attempts: {row['attempts']})")
    if not rows:
        _say_line("Nothing waits, and nothing was given up.")


@outbox_app.command("retry")
def outbox_retry(key: Annotated[str, typer.Argument(help="As shown by outbox list.")]) -> None:
    """Send what was given up once more."""
    from bot import upkeep  # noqa: PLC0415

    if not _run(upkeep.retried(configuration.read(), key)):
        raise Stop(f"Nothing given up is called {key}. See: careloop outbox list")
    _say_line("It will be sent again.")


@outbox_app.command("drop")
def outbox_drop(key: Annotated[str, typer.Argument(help="As shown by outbox list.")]) -> None:
    """Forget what waits or was given up."""
    from bot import upkeep  # noqa: PLC0415

    if not _run(upkeep.dropped(configuration.read(), key)):
        raise Stop(f"Nothing that waits or was given up is called {key}. See: careloop outbox list")
    _say_line("Dropped.")


def _run(work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - whatever the work returns
    from bot.store.database import Busy  # noqa: PLC0415

    try:
        return asyncio.run(work)
    except Busy as error:
        raise Stop(f"Nothing was done: {error}. Try again in a moment.") from None
    except OSError as error:
        raise Stop(f"Nothing was done: {error.filename or 'a file'}: {error.strerror}.") from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Stop(f'"{text}" is not a moment. For example: 2026-11-23T08:00:00Z', 2) from None
    if not 1970 <= moment.year < 9000:
        raise Stop(f"{moment.year} is too far away. For example: 2026-11-23T08:00:00Z", 2)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _say_line(line: str) -> None:
    typer.echo(line)


def _end(line: str, code: int) -> NoReturn:
    typer.echo(line, err=True)
    sys.exit(code)
