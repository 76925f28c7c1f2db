"""``careloop audit``: who did what that concerns others."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.cli.output import AsJson, Stop, run, say_line
from bot.config import problems


def audit(
    tenant: Annotated[
        str, typer.Option(help="PLATFORM:TENANT, as people list shows it; else all.")
    ] = "",
    since: Annotated[str, typer.Option(help="From this day on, or ISO moment (UTC).")] = "",
    as_json: AsJson = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Show who did what that concerns others, newest first: ids and codes, nobody's words."""
    from bot.cli import operations  # noqa: PLC0415

    start = _moment(since) if since else None
    try:
        rows = run(operations.audit(problems.read(), tenant, start))
    except ValueError:
        raise Stop(f"{tenant} is no workspace. For example: slack:T024BE7LD", 2) from None
    if as_json:
        say_line(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        who = row["actor"] or "the-command-line"
        rest = (f"{name}={row[name]}" for name in ("subject", "target", "place") if row[name])
        say_line(f"{row['at']}  {row['workspace']}  {who}  {row['act']}  {' '.join(rest)}".rstrip())
    if not rows:
        say_line("Nothing is on record.")


def _moment(typed: str) -> datetime:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise Stop(f"{typed} is no day. For example: --since 2026-11-23", 2) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
