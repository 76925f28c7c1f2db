"""``careloop content``: whether a pack of words is in order."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import Stop, say_line
from bot.config import problems

app = typer.Typer(help="Check packs of words.", no_args_is_help=True)


@app.command("check")
def check(
    folder: Annotated[Path | None, typer.Argument(help="Your pack; else the one in use.")] = None,
) -> None:
    """Say everything that is wrong with a pack; exit 1 when something is."""
    from content import CORE, ContentError, loaded  # noqa: PLC0415

    own = folder or problems.read().content
    if own is not None and not own.is_dir():
        raise Stop(f"{own} is not a folder. Name the folder that holds your YAML files.")
    try:
        found = loaded(CORE) if own is None else loaded(CORE, own)
    except ContentError as error:
        raise Stop("\n".join(str(problem) for problem in error.problems)) from None
    words, flow = found.content, found.content.flow
    say_line(
        f"In order: {len(words.reminders)} reminders, {len(words.principles)} ideas, "
        f"{len(flow.steps)} steps, {len(flow.branches)} branches."
    )
    for name, parts in found.changes.items():
        say_line(f"Yours, {name}: {'; '.join(parts)}. All else is ours.")
    for each in found.fallbacks:
        say_line(str(each))
