"""``careloop --version``: which version this is."""

from importlib.metadata import version
from typing import Annotated

import typer

from bot.cli.output import say_line


def _shown(asked: bool) -> None:  # noqa: FBT001 - Typer calls it with the flag
    if asked:
        say_line(f"careloop {version('careloop')}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", help="Print the version.", callback=_shown, is_eager=True)
]


def careloop(version: Version = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Reminders and complaint coaching for people in service."""
