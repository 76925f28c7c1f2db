"""``careloop people``: who may do what, and what is kept about them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot.cli.output import AsJson, Stop, run, say_line
from bot.config import problems

app = typer.Typer(help="See and give roles; what is kept about somebody.", no_args_is_help=True)

Who = Annotated[str, typer.Argument(help="PLATFORM:TENANT:PERSON, as people list shows it.")]


@app.command("list")
def people_list(as_json: AsJson = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Show who is known, and their roles."""
    from bot.cli import operations  # noqa: PLC0415

    rows = run(operations.listed(problems.read()))
    if as_json:
        say_line(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        say_line(f"{row['role']:8} {row['platform']}:{row['tenant']}:{row['id']}  {row['name']}")
    if not rows:
        say_line("Nobody yet. Set the first: careloop people set slack:TEAM:USER admin")


@app.command("set")
def people_set(
    who: Who,
    role: Annotated[str, typer.Argument(help="agent, manager or admin.")],
) -> None:
    """Give somebody a role."""
    from bot.cli import operations  # noqa: PLC0415
    from handlers.domain.people import GIVEN_ROLES, Role  # noqa: PLC0415

    if role not in GIVEN_ROLES:
        raise Stop(f"{role} is no role. Use agent, manager or admin.", 2)
    with _somebody(who):
        run(operations.appointed(problems.read(), who, Role(role)))
    say_line(f"{who} is {role} now.")


@app.command("export")
def people_export(who: Who) -> None:
    """Print everything that is kept about somebody, as JSON."""
    from bot.cli import operations  # noqa: PLC0415

    with _somebody(who):
        say_line(json.dumps(run(operations.exported(problems.read(), who)), ensure_ascii=False))


@app.command("forget")
def people_forget(who: Who) -> None:
    """Delete what is kept about somebody, as they can themselves with /care mydata."""
    from bot.cli import operations  # noqa: PLC0415

    with _somebody(who):
        run(operations.forgotten(problems.read(), who))
    say_line(f"What was kept about {who} is deleted; a role and a channel's reminders stay.")


@contextmanager
def _somebody(who: str) -> Iterator[None]:
    try:
        yield
    except ValueError:
        raise Stop(f"{who} is nobody. For example: slack:T024BE7LD:U024BE7LH", 2) from None
