"""Where browsers come to install: the page that offers it, and the way back from Slack."""

import logging
import re
from collections.abc import Callable, Mapping
from datetime import datetime

from aiohttp import web
from slack_sdk.oauth import AuthorizeUrlGenerator

from bot.encryption import SecretError
from bot.slack.oauth import pages
from bot.slack.oauth.config import INSTALL, REDIRECT, OAuthConfig
from bot.slack.oauth.exchange import Exchange, Grant
from bot.slack.oauth.scopes import SCOPES
from bot.store.engine.installations import InstallationStore, StoredInstallation
from bot.store.engine.oauth_states import VALID_FOR, OAuthStates, Returned, TooMany
from bot.store.errors import Busy
from handlers.domain.people import Platform, Tenant
from scheduler.errors import PermanentError, TemporaryError, UnknownError

COOKIE = "careloop-install"
MAX_CODE = 500  # characters; Slack's have some eighty

_RANDOM = re.compile(r"[A-Za-z0-9_-]{22,128}")  # 128 bits at least
_REFUSED: Mapping[Returned, pages.Page] = {
    Returned.EXPIRED: pages.EXPIRED,
    Returned.FOREIGN: pages.FOREIGN,
    Returned.USED: pages.USED,
}
_OURS = ("invalid_client_id", "bad_client_secret", "bad_redirect_uri", "invalid_arguments")

logger = logging.getLogger(__name__)


class OAuthEdge:
    """Takes somebody through an installation, and tells them at each end what to do next."""

    def __init__(
        self,
        config: OAuthConfig,
        states: OAuthStates,
        exchange: Exchange,
        store: InstallationStore,
        clock: Callable[[], datetime],
        *,
        on_installed: Callable[[], None],
        authorize_url: str,
        prefix: str,
    ) -> None:
        self._config = config
        self._states = states
        self._exchange = exchange
        self._store = store
        self._clock = clock
        self._on_installed = on_installed
        self._authorize_url = authorize_url
        self._prefix = prefix
        # __Host-: no other host of the same domain can plant it.
        self._cookie = f"__Host-{COOKIE}" if config.is_secure else COOKIE
        self._authorize = AuthorizeUrlGenerator(
            client_id=config.client_id,
            redirect_uri=config.redirect_url,
            scopes=SCOPES,
            authorization_url=authorize_url,
        )

    def open(self, app: web.Application) -> None:
        """Add ``/slack/install`` and ``/slack/oauth_redirect``."""
        app.router.add_get(INSTALL, self._offer)
        app.router.add_post(INSTALL, self._begin)
        app.router.add_get(REDIRECT, self._returned, allow_head=False)

    async def _offer(self, request: web.Request) -> web.Response:
        return pages.offer()

    async def _begin(self, request: web.Request) -> web.Response:
        """Send somebody to Slack, with a state that only their browser can bring back."""
        browser = self._browser(request) or self._config.random_text()  # two tabs may share it
        try:
            state = await self._states.issue(browser, self._clock())
        except TooMany:
            return self._shown(pages.TOO_MANY)
        except Busy:
            return self._shown(pages.NOT_SAVED)
        headers = {"Location": self._authorize.generate(state), "Cache-Control": "no-store"}
        response = web.Response(status=303, headers=headers)
        response.set_cookie(
            self._cookie,
            browser,
            max_age=int(VALID_FOR.total_seconds()),
            path="/",
            secure=self._config.is_secure,
            httponly=True,
            samesite="Lax",  # Strict would be left out on the way back from Slack
        )
        return response

    async def _returned(self, request: web.Request) -> web.Response:
        """Finish an installation, or say why not."""
        try:
            return await self._finished(request)
        except Busy:
            return self._shown(pages.NOT_SAVED)
        except SecretError as error:
            logger.error("slack.install_refused reason=%s", error)
            return self._shown(pages.MISCONFIGURED)

    async def _finished(self, request: web.Request) -> web.Response:
        if (refused := await self._refused(request)) is not None:
            return self._shown(refused)
        code = request.query.get("code", "")
        if not 0 < len(code) <= MAX_CODE:
            return self._shown(pages.UNREADABLE)
        try:
            grant = await self._exchange.grant(code)
        except (PermanentError, TemporaryError, UnknownError) as error:
            logger.warning("slack.install_refused reason=%s", error.cause)
            return self._shown(_failed(error))
        await self._save(grant)
        return pages.done(grant, self._prefix, self._authorize_url)

    async def _refused(self, request: web.Request) -> pages.Page | None:
        """Use up the state of a way back; return the page that says why it leads nowhere."""
        state = request.query.get("state", "")
        if not _RANDOM.fullmatch(state):
            return pages.UNREADABLE
        found = await self._states.take(state, self._browser(request), self._clock())
        if found is not Returned.GOOD:
            logger.warning("slack.install_refused reason=state %s", found.value)
            return _REFUSED[found]
        if "error" in request.query:
            logger.info("slack.install_denied")
            return pages.DENIED
        return None

    async def _save(self, grant: Grant) -> None:
        """Store what was granted; who did it is on record by their id."""
        tenant = Tenant(Platform.SLACK, grant.team or grant.enterprise)
        before = await self._store.save(
            StoredInstallation(
                tenant=tenant,
                enterprise=grant.enterprise,
                bot_user=grant.bot_user,
                tokens=grant.tokens,
                installed_by=grant.installed_by,
                installed_at=self._clock(),
            )
        )
        self._on_installed()
        logger.warning(
            "slack.installed tenant=%s by=%s again=%s", tenant.id, grant.installed_by, before
        )

    def _shown(self, page: pages.Page) -> web.Response:
        return pages.shown(page, self._prefix)

    def _browser(self, request: web.Request) -> str:
        """Return the secret of a browser's cookie, or nothing."""
        secret = request.cookies.get(self._cookie, "")
        return secret if _RANDOM.fullmatch(secret) else ""


def _failed(error: PermanentError | TemporaryError | UnknownError) -> pages.Page:
    if error.cause.detail in _OURS:
        return pages.MISCONFIGURED
    return pages.CODE_REFUSED if isinstance(error, PermanentError) else pages.UNREACHABLE
