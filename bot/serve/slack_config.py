"""What the Slack door needs of the settings: for one workspace, or for all that install the bot."""

import secrets
from functools import partial

from bot.config.keys import read_keys
from bot.config.settings import Settings
from bot.encryption import Keyring
from bot.slack.oauth.config import OAuthConfig
from bot.slack.service import SlackConfig

STATE_BYTES = 32  # of chance in a state, and in the cookie that it is bound to


def slack_config(settings: Settings) -> SlackConfig:
    """Return it; BadKey when what encrypts the tokens can't be read."""
    return SlackConfig(
        bot_token=settings.slack_bot_token.get_secret_value(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        app_token=settings.slack_app_token.get_secret_value(),
        api_url=settings.slack_api_url,
        prefix=settings.slack_prefix,
        oauth=_oauth_config(settings) if settings.slack_oauth_on else None,
    )


def _oauth_config(settings: Settings) -> OAuthConfig:
    return OAuthConfig(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        public_url=settings.public_url,
        keyring=Keyring(partial(read_keys, settings), secrets.token_bytes),
        random_text=partial(secrets.token_urlsafe, STATE_BYTES),
    )
