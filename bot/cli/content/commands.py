"""``careloop content``: whether a pack of words is in order, and how a text of it is shown."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.content.pack import pack_of
from bot.cli.output import Stop, say_line
from bot.config import problems

app = typer.Typer(help="Check packs of words, and see what is in them.", no_args_is_help=True)

Folder = Annotated[Path | None, typer.Argument(help="Your pack; else the one in use.")]


@app.command("check")
def check(folder: Folder = None) -> None:
    """Say everything that is wrong with a pack; exit 1 when something is."""
    from bot.cli.content.trial import counted, tried  # noqa: PLC0415 - the other commands start

    own = folder or problems.read().content
    found = pack_of(own)
    if wrong := tried(found, own):
        raise Stop("\n".join(str(each) for each in wrong))
    for line in counted(found.content):
        say_line(line)
    for name, parts in found.changes.items():
        say_line(f"Yours, {name}: {'; '.join(parts)}. All else is ours.")
    if own is not None and not found.changes:
        say_line("Nothing in it is yours yet; files have names such as reminders.yaml.")
    for each in found.fallbacks:
        say_line(str(each))


@app.command("show")
def show(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="id", help="Of anything in the pack, such as P7; or lessons, to list them."
        ),
    ] = "",
    folder: Folder = None,
) -> None:
    """Show something as people get it; or list what there is of a kind, and of which kinds."""
    from bot.cli.content.lists import lists_of  # noqa: PLC0415 - the other commands start without
    from bot.cli.content.shown import shown  # noqa: PLC0415

    words = pack_of(folder or problems.read().content).content
    lists = lists_of(words)
    if not id_:
        for kind, rows in lists.items():
            say_line(f"{kind:9}  {len(rows):3}  careloop content show {kind}")
    elif rows := lists.get(id_.lower(), {}):
        width = max(map(len, rows))
        for each, told in rows.items():
            say_line(f"{each:{width}}  {told}".rstrip())
    else:
        say_line("\n\n".join(shown(id_, words, [each for ids in lists.values() for each in ids])))
