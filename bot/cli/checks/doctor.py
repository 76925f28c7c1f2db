"""``careloop doctor``: whether all is well, a line each, with what to do where it isn't."""

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from bot.cli.checks.finding import Finding, Mark, problem
from bot.cli.output import AsJson, run, say_line
from bot.config import problems
from bot.config.problems import SettingsError

Online = Annotated[bool, typer.Option("--online", help="Ask Slack and Microsoft, too.")]


def doctor(online: Online = False, as_json: AsJson = False) -> None:  # noqa: FBT002 - flags of the command line
    """Look at database, clock, zones, tokens, words and lanes; exit 1 when something is wrong."""
    found = _examined(ask_platforms=online)
    if as_json:
        say_line(json.dumps([_plain(each) for each in found], ensure_ascii=False))
    else:
        say_line("\n".join(each.line() for each in found))
    if any(each.mark is Mark.PROBLEM for each in found):
        raise typer.Exit(1)


def _examined(*, ask_platforms: bool) -> Sequence[Finding]:
    """Return all that is found; settings that can't be used are findings, too."""
    from bot.cli.checks.all_checks import examined  # noqa: PLC0415 - the other commands start without
    from bot.clock import Clock  # noqa: PLC0415

    try:
        settings = problems.read()
    except SettingsError as error:
        return [problem("settings", each) for each in error.problems]
    found: Sequence[Finding] = run(examined(settings, Clock(), ask_platforms=ask_platforms))
    return found


def _plain(finding: Finding) -> dict[str, str]:
    """Return a finding as JSON values."""
    return {"check": finding.check, "state": finding.mark.name.lower(), "words": finding.words}
