"""Tokens, asked of the platforms themselves: whether they live, and what they may do."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import ClientSession

from bot.certificate import CertificateError
from bot.cli.checks.finding import Finding, problem, well
from bot.cli.checks.tokens import SLACK, TEAMS
from bot.config.settings import PREFIX, Settings
from bot.serve.doors import teams_config
from bot.slack.oauth.scopes import OPTIONAL, REQUIRED
from bot.slack.token_report import TokenReport, reported
from bot.teams.auth.outbound_token import Bearer
from bot.teams.service import credential_of
from scheduler.errors import TemporaryError
from scheduler.reasons import Reason

NETWORK = "is the network open to it (HTTPS_PROXY)?"


async def slack_bot(settings: Settings, session: ClientSession) -> Finding:
    """Tell whether the bot's token lives, and has its scopes."""
    token = settings.slack_bot_token.get_secret_value()
    try:
        found = await reported(session, settings.slack_api_url, token, "auth.test")
    except TemporaryError as error:
        return problem(SLACK, f"no answer to auth.test ({error.cause.detail}): {NETWORK}")
    return bot_token(found)


def bot_token(found: TokenReport) -> Finding:
    """Tell what Slack's answer about the bot's token means."""
    if found.error:
        again = f"install the app again, and copy {PREFIX}SLACK_BOT_TOKEN anew"
        return problem(SLACK, f"the bot's token is refused ({found.error}): {again}")
    if lacking := [each for each in REQUIRED if each not in found.scopes]:
        add = "add them under OAuth & Permissions, and install the app again"
        return problem(SLACK, f"the bot's token lacks {', '.join(lacking)}: {add}")
    without = [each for each in OPTIONAL if each not in found.scopes]
    left_out = f"; without {', '.join(without)}, which are optional" if without else ""
    return well(SLACK, f"the bot's token lives, of {found.workspace}{left_out}")


async def slack_app(settings: Settings, session: ClientSession) -> Finding:
    """Tell whether the app-level token may open a line for Socket Mode; none is opened."""
    token = settings.slack_app_token.get_secret_value()
    method = "apps.connections.open"
    try:
        found = await reported(session, settings.slack_api_url, token, method)
    except TemporaryError as error:
        return problem(SLACK, f"no answer to {method} ({error.cause.detail}): {NETWORK}")
    if found.error:
        make = "make one with connections:write under App-Level Tokens"
        return problem(SLACK, f"the app-level token is refused ({found.error}): {make}")
    return well(SLACK, "the app-level token lives, for Socket Mode")


async def teams(
    settings: Settings,
    session: ClientSession,
    clock: Callable[[], datetime],
    monotonic: Callable[[], float],
) -> Finding:
    """Tell whether we get a token for Teams."""
    config = teams_config(settings)
    try:
        await Bearer(session, config, await credential_of(config, clock), monotonic).header()
    except CertificateError as error:
        return problem(TEAMS, str(error))
    except TemporaryError as error:
        if error.cause.reason is Reason.CREDENTIALS_REFUSED:
            secret = "_CERTIFICATE" if settings.teams_certificate else "_APP_PASSWORD"
            mend = f"look at {PREFIX}TEAMS_APP_ID, {secret} (has it run out?), _TENANT_ID"
            return problem(TEAMS, f"{error.cause.detail}: {mend}")
        return problem(TEAMS, f"no answer from {error.cause.detail}: {NETWORK}")
    return well(TEAMS, "we get a token")
