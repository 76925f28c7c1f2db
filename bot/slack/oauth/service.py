"""Puts together what many workspaces need; the Slack door does the rest as for one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.background import Background
from bot.slack.client import SlackClient
from bot.slack.oauth.config import OAuthConfig, authorize_url
from bot.slack.oauth.edge import OAuthEdge
from bot.slack.oauth.exchange import Exchange
from bot.slack.oauth.renewal import TokenRenewal
from bot.slack.oauth.workspaces import ManyWorkspaces
from bot.store.database import Database
from bot.store.engine.installations import InstallationStore
from bot.store.engine.oauth_states import OAuthStates

# s for renewals under way when we stop: Slack's answer, which is lost if it isn't saved.
DRAIN_TIMEOUT = 8.0


@dataclass(frozen=True, slots=True)
class OAuth:
    """Who has installed the bot, and where one installs it; ``background`` is to be drained."""

    workspaces: ManyWorkspaces
    edge: OAuthEdge
    background: Background


def oauth(
    config: OAuthConfig,
    client: SlackClient,
    database: Database,
    clock: Callable[[], datetime],
    *,
    api_url: str,
    prefix: str,
) -> OAuth:
    """Return all of it; nothing is asked of Slack or the database yet."""
    store, background = InstallationStore(database, config.keyring), Background()
    exchange = Exchange(client, config, clock)
    renewal = TokenRenewal(store, exchange, clock, background, config.install_url)
    states = OAuthStates(database, config.random_text)
    workspaces = ManyWorkspaces(client, store, renewal, clock)
    edge = OAuthEdge(
        config,
        states,
        exchange,
        store,
        clock,
        on_installed=workspaces.forget_all,
        authorize_url=authorize_url(api_url),
        prefix=prefix,
    )
    return OAuth(workspaces, edge, background)
