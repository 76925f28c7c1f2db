"""Read the settings, or say everything that is wrong with them, in one go."""

import os
import re
from datetime import datetime
from difflib import get_close_matches

from pydantic import ValidationError

from bot.config.engine import engine_problems
from bot.config.settings import ENV_FILE, PREFIX, Settings
from bot.config.teams_problems import certificate_problems, teams_problems


class SettingsError(Exception):
    """The configuration can't be used; ``problems`` says all that is wrong, one line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read(at: datetime | None = None) -> Settings:
    """Return the settings, or raise SettingsError with every problem there is.

    With a moment, as at the start, also what is wrong then with the files that they name.
    """
    problems = _unreadable()
    if problems:
        raise SettingsError(problems)
    problems = _strangers()
    settings = _read(problems)
    problems += engine_problems(settings)
    problems += [*_slack_problems(settings), *_keys(settings), *teams_problems(settings)]
    if at is not None:
        problems += certificate_problems(settings, at)
    if settings.playground_on and not settings.on_loopback:
        problems.append(
            f"{PREFIX}HOST is {settings.host}, but the playground is for this machine only: "
            f"set {PREFIX}HOST=127.0.0.1, or {PREFIX}PLAYGROUND=off"
        )
    if problems:
        raise SettingsError(problems)
    return settings


def _read(problems: list[str]) -> Settings:
    """Return the settings; what is wrong is added to the problems, and its default stands in."""
    try:
        return Settings()
    except ValidationError as error:
        problems += [_in_words(each["loc"], each["msg"]) for each in error.errors()]
        wrong = {str(each["loc"][0]) for each in error.errors()}
    return Settings(**{name: Settings.model_fields[name].default for name in wrong})


def _slack_problems(settings: Settings) -> list[str]:
    """Return what is missing of Slack where it is configured in part."""
    wants_oauth = settings.slack_client_id or settings.slack_client_secret.get_secret_value()
    proofs = (settings.slack_signing_secret, settings.slack_app_token)
    proven = any(each.get_secret_value().strip() for each in proofs)
    problems = _slack_oauth(settings) if wants_oauth else []
    if (settings.slack_on or wants_oauth) and not proven:
        problems.append(
            f"Slack needs {PREFIX}SLACK_SIGNING_SECRET for HTTP mode, "
            f"or {PREFIX}SLACK_APP_TOKEN for Socket Mode"
        )
    if proven and not settings.slack_on and not wants_oauth:
        problems.append(f"Slack needs {PREFIX}SLACK_BOT_TOKEN, too")
    return problems


def _slack_oauth(settings: Settings) -> list[str]:
    """Return what is missing for workspaces that install the bot by themselves."""
    if settings.slack_bot_token.get_secret_value():
        return [
            f"{PREFIX}SLACK_BOT_TOKEN is for one workspace and {PREFIX}SLACK_CLIENT_ID for many: "
            "unset one of them"
        ]
    needed = {
        "SLACK_CLIENT_ID": settings.slack_client_id,
        "SLACK_CLIENT_SECRET": settings.slack_client_secret.get_secret_value(),
        "PUBLIC_URL": settings.public_url,
    }
    problems = [
        f"Slack needs {PREFIX}{name}, too, for workspaces that install the bot by themselves"
        for name, value in needed.items()
        if not value
    ]
    if not settings.has_keys:
        problems.append(
            f"Slack needs {PREFIX}SECRET_KEY, too, to encrypt the tokens: careloop keys new"
        )
    return problems


def _keys(settings: Settings) -> list[str]:
    if settings.secret_key.get_secret_value() and settings.secret_key_file:
        return [f"Unset {PREFIX}SECRET_KEY or {PREFIX}SECRET_KEY_FILE: one of them holds the keys"]
    if not settings.has_keys:
        return []
    # To load what encrypts takes a while, so that is done only where there is something to.
    from bot.config.keys import read_keys  # noqa: PLC0415
    from bot.encryption import BadKey  # noqa: PLC0415

    try:
        read_keys(settings)
    except BadKey as error:
        return [str(error)]
    return []


def _unreadable() -> list[str]:
    """Return what keeps the file ``.env`` from being read, a line each."""
    if not ENV_FILE.is_file():
        return []
    try:
        lines = ENV_FILE.read_text(encoding="utf-8").splitlines()
    except (UnicodeDecodeError, OSError):
        return [f"{ENV_FILE} can't be read: save it as UTF-8 text"]
    return [
        f"{ENV_FILE}, line {number}: write NAME=value, or # before a remark"
        for number, line in enumerate(lines, 1)
        if line.strip() and not re.match(r"\s*(#|(export\s+)?[A-Za-z_]\w*\s*=)", line)
    ]


def _strangers() -> list[str]:
    """Return a line for each variable that looks like a setting and is none: a typing mistake."""
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    names = {name for name in os.environ if name.startswith(PREFIX)}
    if ENV_FILE.is_file():
        lines = ENV_FILE.read_text(encoding="utf-8", errors="replace").splitlines()
        written = (line.partition("=")[0].removeprefix("export ").strip() for line in lines)
        names |= {name for name in written if name.startswith(PREFIX)}
    problems = []
    for name in sorted(names - set(known)):
        near = get_close_matches(name, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        problems.append(f"{name} is not a setting{hint}")
    return problems


def _in_words(loc: tuple[int | str, ...], message: str) -> str:
    name = f"{PREFIX}{str(loc[0]).upper()}"
    words = message.removeprefix("Value error, ")
    return f"{name} {words[0].lower()}{words[1:]}"
