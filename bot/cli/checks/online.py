"""Tokens, asked of the platforms themselves: whether they live, and what they may do."""

from collections.abc import Callable

from aiohttp import ClientSession

from bot.cli.checks.finding import Finding, problem, well
from bot.cli.checks.tokens import SLACK, TEAMS
from bot.config.settings import PREFIX, Settings
from bot.publish.manifests import OPTIONAL_SCOPES, SCOPES
from bot.slack.token_report import TokenReport, reported
from bot.teams.auth.outbound_token import Bearer
from bot.teams.config import TeamsConfig
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
    needed = [each for each in SCOPES if each not in OPTIONAL_SCOPES]
    if lacking := [each for each in needed if each not in found.scopes]:
        add = "add them under OAuth & Permissions, and install the app again"
        return problem(SLACK, f"the bot's token lacks {', '.join(lacking)}: {add}")
    without = [each for each in OPTIONAL_SCOPES if each not in found.scopes]
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
    settings: Settings, session: ClientSession, monotonic: Callable[[], float]
) -> Finding:
    """Tell whether we get a token for Teams."""
    config = TeamsConfig(
        app_id=settings.teams_app_id,
        password=settings.teams_app_password.get_secret_value(),
        tenant_id=settings.teams_tenant_id,
        token_url=settings.teams_token_url,
    )
    try:
        await Bearer(session, config, monotonic).header()
    except TemporaryError as error:
        if error.cause.reason is Reason.CREDENTIALS_REFUSED:
            mend = f"look at {PREFIX}TEAMS_APP_ID, _APP_PASSWORD (has it run out?), _TENANT_ID"
            return problem(TEAMS, f"{error.cause.detail}: {mend}")
        return problem(TEAMS, f"no answer from {error.cause.detail}: {NETWORK}")
    return well(TEAMS, "we get a token")
