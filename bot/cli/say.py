"""``careloop say``: type a line on the playground, without a platform."""

import json
from typing import Annotated

import typer

from bot.cli.output import AsJson, Stop, run, say_line
from bot.config import problems


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
    from bot.cli import terminal  # noqa: PLC0415 - the other commands start without it
    from bot.cli.content.pack import pack_in_use  # noqa: PLC0415

    settings = problems.read()
    if settings.content is not None:
        pack_in_use(settings.content)
    try:
        said = run(terminal.say(settings, text, who, where, press or []))
    except terminal.UsageError as error:
        raise Stop(str(error), 2) from None
    say_line(json.dumps(said.json(), ensure_ascii=False) if as_json else said.plain())
