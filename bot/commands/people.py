"""``careloop people``: who may do what."""

import json
from typing import Annotated

import typer

from bot import configuration
from bot.commands.line import AsJson, Stop, run, say_line

app = typer.Typer(help="See and give roles.", no_args_is_help=True)


@app.command("list")
def people_list(as_json: AsJson = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Show who is known, and their roles."""
    from bot import upkeep  # noqa: PLC0415

    rows = run(upkeep.listed(configuration.read()))
    if as_json:
        say_line(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        say_line(f"{row['role']:8} {row['platform']}:{row['tenant']}:{row['id']}  {row['name']}")
    if not rows:
        say_line("Nobody yet. Set the first: careloop people set slack:TEAM:USER admin")


@app.command("set")
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
        run(upkeep.appointed(configuration.read(), who, Role(role)))
    except ValueError:
        raise Stop(f"{who} is nobody. For example: slack:T024BE7LD:U024BE7LH", 2) from None
    say_line(f"{who} is {role} now.")
