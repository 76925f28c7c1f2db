"""Tokens: whether each setting holds what it is for, as far as one can see from outside.

No line shows more of a token than how it begins.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from bot.certificate import CertificateError, CertificateFiles
from bot.cli.checks.finding import Finding, problem, warning, well
from bot.config.settings import PREFIX, Settings
from bot.serve.doors import certificate_files

SLACK, TEAMS = "slack", "teams"
_BOT, _APP = f"{PREFIX}SLACK_BOT_TOKEN", f"{PREFIX}SLACK_APP_TOKEN"
_SIGNING, _SECRET = f"{PREFIX}SLACK_SIGNING_SECRET", f"{PREFIX}TEAMS_APP_PASSWORD"
_BOTS = ("xoxb-", "xoxe.xoxb-")  # the second where tokens rotate
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SIGNING_SECRET = re.compile(r"[0-9a-f]{32}")


def tokens(settings: Settings, at: datetime) -> tuple[Finding, ...]:
    """Return a line for each platform that is configured at a moment, or one that none is."""
    if not settings.slack_on and not settings.teams_on:
        return (well("platforms", "none is configured: there is only the playground"),)
    of_slack = (_slack(settings),) if settings.slack_on else ()
    of_teams = (_teams(settings, at),) if settings.teams_on else ()
    return (*of_slack, *of_teams)


def _slack(settings: Settings) -> Finding:
    bot = settings.slack_bot_token.get_secret_value()
    app = settings.slack_app_token.get_secret_value()
    if wrong := next(_slack_problems(bot, app), ""):
        return problem(SLACK, wrong)
    signing = settings.slack_signing_secret.get_secret_value()
    if signing and not _SIGNING_SECRET.fullmatch(signing):
        return warning(
            SLACK, f"{_SIGNING} has not 32 of 0-9 a-f: copy it anew from Basic Information"
        )
    if settings.slack_oauth_on:
        return well(SLACK, "configured; workspaces install it themselves, at /slack/install")
    how = [word for word, is_on in (("HTTP", signing), ("Socket Mode", app)) if is_on]
    return well(SLACK, f"configured for {' and '.join(how)}; --online asks Slack, too")


def _slack_problems(bot: str, app: str) -> Iterator[str]:
    if bot.startswith("xapp-") and app.startswith(_BOTS):
        yield f"{_BOT} (xapp-…) and {_APP} (xoxb-…) are swapped: put each in the other's place"
    if bot.startswith("xapp-"):
        yield f"{_BOT} holds an app-level token (xapp-…): it belongs in {_APP}"
    if bot.startswith("xoxp-"):
        yield f"{_BOT} is a user's (xoxp-…): take the Bot User OAuth Token, xoxb-…"
    if bot and not bot.startswith(_BOTS):  # there is none where workspaces install it themselves
        yield f"{_BOT} doesn't begin with xoxb-: copy it anew from OAuth & Permissions"
    if app.startswith(_BOTS):
        yield f"{_APP} holds a bot's token (xoxb-…): it belongs in {_BOT}"
    if app and not app.startswith("xapp-"):
        yield f"{_APP} doesn't begin with xapp-: make one under App-Level Tokens"


def _teams(settings: Settings, at: datetime) -> Finding:
    if settings.teams_anonymous:
        return warning(TEAMS, f"anyone on this machine may speak: unset {PREFIX}TEAMS_ANONYMOUS")
    if not _GUID.fullmatch(settings.teams_app_id):
        return warning(
            TEAMS, f"{PREFIX}TEAMS_APP_ID has not the shape of an application id: look in Azure"
        )
    if (files := certificate_files(settings)) is not None:
        return _certificate(files, at)
    if _GUID.fullmatch(settings.teams_app_password.get_secret_value()):
        return problem(TEAMS, f"{_SECRET} is the id of a secret: make one, and copy its Value")
    return well(TEAMS, "configured; --online asks for a token, too")


def _certificate(files: CertificateFiles, at: datetime) -> Finding:
    try:
        found = files.read(at)
    except CertificateError as error:
        return problem(TEAMS, str(error))
    ends = f"{found.ends:%Y-%m-%d}"
    if found.stage(at) is not None:
        mend = "make a new one, add it to the app in Entra, and put it there"
        return warning(TEAMS, f"the certificate in {files.file} ends on {ends}: {mend}")
    return well(
        TEAMS, f"configured with a certificate that ends on {ends}; --online asks for a token, too"
    )
