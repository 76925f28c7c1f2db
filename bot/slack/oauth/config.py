"""What the installation by a click needs to know."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.encryption import Keyring

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"


@dataclass(frozen=True, slots=True)
class OAuthConfig:
    """The app as Slack knows it, where browsers reach us, and what encrypts the tokens."""

    client_id: str
    client_secret: str = field(repr=False)
    public_url: str
    keyring: Keyring
    random_text: Callable[[], str]  # of 128 bits at least, fit for a URL

    @property
    def redirect_url(self) -> str:
        """Return where Slack sends back who installs; the app's settings name the same."""
        return f"{self.public_url}{REDIRECT}"

    @property
    def install_url(self) -> str:
        """Return where one installs."""
        return f"{self.public_url}{INSTALL}"

    @property
    def is_secure(self) -> bool:
        """Tell whether browsers reach us by https, so that a cookie can ask for it."""
        return self.public_url.startswith("https://")


def authorize_url(api_url: str) -> str:
    """Return where Slack asks for consent, by the address of its API; a stand-in serves both."""
    parts = urlsplit(api_url)
    return f"{parts.scheme}://{parts.netloc}/oauth/v2/authorize"
