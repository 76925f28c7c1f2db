"""``careloop export``: figures for a spreadsheet, by the rules of their card."""

import csv
import io
import json
from typing import Annotated

import typer

from bot.cli.output import AsJson, run, say_line
from bot.config import problems

app = typer.Typer(help="Write figures for a spreadsheet.", no_args_is_help=True)

MAX_WEEKS = 12


@app.callback()
def export() -> None:
    """Write figures for a spreadsheet."""


@app.command("week")
def export_week(
    workspace: Annotated[
        str, typer.Option(help="PLATFORM:TENANT; where there is one, it is meant.")
    ] = "",
    team: Annotated[str, typer.Option(help="Of the team of this manager, by id.")] = "",
    weeks: Annotated[int, typer.Option(min=1, max=MAX_WEEKS, help="How many, the last first.")] = 1,
    as_json: AsJson = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Write the last whole week as CSV, or JSON: what /care week shows; it is on record."""
    from bot.cli import week_rows  # noqa: PLC0415 - the other commands start without it

    rows = run(week_rows.exported(problems.read(), workspace, team, weeks))
    if as_json:
        say_line(json.dumps(rows, ensure_ascii=False))
        return
    from handlers.insights.week.export import COLUMNS, neutralised  # noqa: PLC0415

    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([neutralised(row[column]) for column in COLUMNS] for row in rows)
    say_line(written.getvalue().rstrip("\n"))
