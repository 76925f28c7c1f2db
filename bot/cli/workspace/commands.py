"""``careloop workspace``: a workspace's settings, teams and reminders as a file, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from bot.cli.output import Stop, run, say_line
from bot.config import problems

app = typer.Typer(help="Carry settings, teams and reminders to a workspace.", no_args_is_help=True)

Which = Annotated[
    str, typer.Option("--workspace", help="PLATFORM:TENANT; where there is one, it is meant.")
]


@app.command("export")
def workspace_export(
    file: Annotated[Path, typer.Argument(help="Where to write it; not there yet.")],
    workspace: Which = "",
) -> None:
    """Write settings, teams and reminders, with roles for places and people."""
    from bot.cli.workspace import templates  # noqa: PLC0415 - the other commands start without it

    settings = problems.read()
    with _new(file) as opened:  # first, for the export is on record
        found = run(templates.exported_from(settings, workspace))
        opened.write(found.text)
    say_line(f"Wrote {file}. Roles stand for places and people; here they are:")
    say_line("\n".join(f"  {each}" for each in found.options) or "  none")


@app.command("apply")
def workspace_apply(
    file: Annotated[Path, typer.Argument(help="As workspace export writes it.")],
    place: Annotated[
        list[str] | None, typer.Option(help='"front desk=slack:T1:C123"; repeatable.')
    ] = None,
    person: Annotated[
        list[str] | None, typer.Option(help='"manager 1=slack:T1:U123"; repeatable.')
    ] = None,
    owner: Annotated[str, typer.Option(help="Whose the new reminders are; else an admin.")] = "",
    workspace: Which = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Set up what a file says, and list what is left to do in each channel; twice is once."""
    from bot.cli.workspace import templates  # noqa: PLC0415
    from bot.store.errors import Conflict  # noqa: PLC0415
    from content.problems import ContentError  # noqa: PLC0415

    roles = templates.Roles(tuple(place or ()), tuple(person or ()), owner)
    try:
        done = run(templates.applied(problems.read(), file, workspace, roles, dry_run=dry_run))
    except ContentError as error:
        raise Stop("\n".join(map(str, error.problems))) from None
    except Conflict:
        raise Stop("Somebody changed a reminder meanwhile; nothing was done. Try again.") from None
    say_line(done.text(dry_run=dry_run))


@contextmanager
def _new(file: Path) -> Iterator[TextIO]:
    """Open a file that isn't there yet; where what follows fails, it isn't there again."""
    try:
        opened = file.open("x", encoding="utf-8")
    except FileExistsError:
        raise Stop(f"{file} is there already, and stays. Name another file.") from None
    except OSError as error:
        raise Stop(f"{file} can't be written: {error.strerror}.") from None
    try:
        with opened:
            yield opened
    except OSError as error:
        file.unlink()
        raise Stop(f"{file} can't be written: {error.strerror}.") from None
    except BaseException:
        file.unlink()
        raise
