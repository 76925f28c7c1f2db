"""The doors to the platforms: each is opened only where it is configured."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial

from aiohttp import web

from bot.bot import Bot
from bot.certificate import CertificateFiles
from bot.clock import Clock
from bot.config.settings import Settings
from bot.config.teams_problems import teams_problems
from bot.outgoing import Door
from bot.serve.names import Ask
from bot.serve.removals import Lives
from bot.store.database import Database
from bot.store.engine.removals import Removals
from bot.teams.clouds import CLOUDS
from bot.teams.config import TeamsConfig
from handlers.domain.people import Platform

# Where a platform waits for our answer; Socket Mode is timed on its own.
ANSWERS = {
    "/slack/events": Platform.SLACK,
    "/api/messages": Platform.TEAMS,
    "/api/turn": Platform.WEB,
}

Timed = Callable[[Platform, float], None]  # the seconds until an answer


def untimed(platform: Platform, seconds: float) -> None:
    """Note nothing."""


async def platform_doors(
    stack: AsyncExitStack,
    app: web.Application,
    settings: Settings,
    bot: Bot,
    database: Database,
    clock: Clock,
    ready: dict[str, Callable[[], bool]] | None = None,
    timed: Timed = untimed,
    asks: dict[Platform, Ask] | None = None,
    lives: dict[Platform, Lives] | None = None,
) -> dict[Platform, Door]:
    """Open the doors of the configured platforms on the app; return the way out of each.

    ``ready`` is filled with what tells by name whether a door is, ``asks`` with what each door
    can be asked of a person, ``lives`` with what tells whether a workspace has it still.
    A platform's library takes a while to load, so that is done only where it is needed.
    """
    ways: dict[Platform, Door] = {}
    if settings.slack_on:
        from bot.serve.slack_config import slack_config  # noqa: PLC0415
        from bot.slack.service import slack_service  # noqa: PLC0415

        slack = await stack.enter_async_context(
            slack_service(
                slack_config(settings),
                bot,
                clock,
                Removals(database).note,
                partial(timed, Platform.SLACK),
                database=database,
            )
        )
        slack.open(app)
        ways[Platform.SLACK] = slack.send
        if lives is not None:
            lives[Platform.SLACK] = slack.lives
        if asks is not None:
            asks[Platform.SLACK] = slack.told_of
        if ready is not None and settings.slack_app_token.get_secret_value().strip():
            ready["slack socket"] = lambda: slack.connected
    if settings.teams_on and not teams_problems(settings):
        from bot.teams.service import teams_service  # noqa: PLC0415

        teams = await stack.enter_async_context(
            teams_service(teams_config(settings), bot, database, clock)
        )
        teams.open(app)
        ways[Platform.TEAMS] = teams.send
        if asks is not None:
            asks[Platform.TEAMS] = teams.told_of
    return ways


def teams_config(settings: Settings) -> TeamsConfig:
    """Return what the Teams door is told: the cloud's addresses, but for those that are set."""
    cloud = CLOUDS[settings.teams_cloud]
    return TeamsConfig(
        app_id=settings.teams_app_id,
        password=settings.teams_app_password.get_secret_value(),
        certificate=certificate_files(settings),
        tenant_id=settings.teams_tenant_id,
        tenants=settings.teams_tenants,
        cloud=replace(
            cloud,
            issuer=settings.teams_issuer or cloud.issuer,
            openid_url=settings.teams_openid_url or cloud.openid_url,
            token_url=settings.teams_token_url or cloud.token_url,
            scope=settings.teams_scope or cloud.scope,
        ),
        service_hosts=settings.teams_service_hosts,
        anonymous=settings.teams_anonymous,
    )


def certificate_files(settings: Settings) -> CertificateFiles | None:
    """Return where the certificate for Teams is, or None."""
    if settings.teams_certificate is None:
        return None
    return CertificateFiles(settings.teams_certificate, settings.teams_certificate_key)
