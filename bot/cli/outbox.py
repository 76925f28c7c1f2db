"""``careloop outbox``: what waits, and what was given up."""

import json
from typing import Annotated

import typer

from bot.cli.output import AsJson, Stop, run, say_line
from bot.config import problems

app = typer.Typer(help="See and mend what could not be sent.", no_args_is_help=True)


@app.command("list")
def outbox_list(as_json: AsJson = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Show what waits, and what was given up, with the reason."""
    from bot.cli import operations  # noqa: PLC0415

    rows = run(operations.outbox(problems.read()))
    if as_json:
        say_line(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        say_line(f"{row['state']:8} {row['key']}  {row['lane']}  due {row['due_at']}")
        if row["reason"]:
            say_line(f"         {row['why']} (attempts: {row['attempts']}; {row['reason']})")
    if not rows:
        say_line("Nothing waits, and nothing was given up.")


@app.command("retry")
def outbox_retry(key: Annotated[str, typer.Argument(help="As shown by outbox list.")]) -> None:
    """Send what was given up once more."""
    from bot.cli import operations  # noqa: PLC0415

    if not run(operations.retried(problems.read(), key)):
        raise Stop(f"Nothing given up is called {key}. See: careloop outbox list")
    say_line("It will be sent again.")


@app.command("drop")
def outbox_drop(key: Annotated[str, typer.Argument(help="As shown by outbox list.")]) -> None:
    """Forget what waits or was given up."""
    from bot.cli import operations  # noqa: PLC0415

    if not run(operations.dropped(problems.read(), key)):
        raise Stop(f"Nothing that waits or was given up is called {key}. See: careloop outbox list")
    say_line("Dropped.")
