"""``careloop manifest``: what a platform wants to know of us."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import Stop, say_line
from bot.config import problems

app = typer.Typer(help="Make the manifest of a platform.", no_args_is_help=True)


@app.command("slack")
def manifest_slack() -> None:
    """Print Slack's app manifest, to paste where a new app is made."""
    from bot.publish.manifests import slack_manifest  # noqa: PLC0415

    say_line(json.dumps(slack_manifest(problems.read()), indent=2))


@app.command("teams")
def manifest_teams(
    file: Annotated[Path, typer.Argument(help="Where to write the zip.")] = Path("careloop.zip"),
) -> None:
    """Write Teams' app package: manifest and icons in a zip."""
    from bot.publish.manifests import Unready, teams_package  # noqa: PLC0415

    try:
        file.write_bytes(teams_package(problems.read()))
    except Unready as error:
        raise Stop(f"{error}. Then try again.") from None
    except OSError as error:
        raise Stop(f"{file} can't be written: {error.strerror}.") from None
    say_line(f"Wrote {file}. Upload it in Teams: Apps, Manage your apps, Upload an app.")
