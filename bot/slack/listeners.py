"""Bolt: one listener a kind of request, and a kind answer when one of them fails."""

import asyncio
import logging
import re
from collections.abc import Callable

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack import kind
from bot.slack.door import Door
from bot.slack.install import Installations
from bot.slack.naming import named
from bot.slack.payload import (
    HOME_OPENED,
    REVOKED,
    UNINSTALLED,
    Command,
    Event,
    Heard,
    Malformed,
    Other,
)
from scheduler.errors import PermanentError, TemporaryError, UnknownError

HANDLE = 2.6  # s; Slack gives up at 3
ANY = re.compile("")
LEAVING = re.compile(f"^({UNINSTALLED}|{REVOKED})$")

logger = logging.getLogger(__name__)


class Stranger(Exception):  # noqa: N818 - it is an answer
    """The request is about a workspace that we are not installed in."""


class Listeners:
    """Takes what was heard through Bolt to the door; ``trusts`` knows Slack's response URLs."""

    def __init__(
        self,
        door: Door,
        installations: Installations,
        trusts: Callable[[str], bool],
        prefix: str = "",
    ) -> None:
        self._trusts = trusts
        self._prefix = prefix
        self._app = _bolt(installations)
        _listen(self._app, door)

    async def serve(self, heard: Heard) -> BoltResponse:
        """Answer what was heard, in time; Malformed when we are to answer to somebody else."""
        url = getattr(heard, "response_url", "")
        if url and not self._trusts(url):
            raise Malformed(human=isinstance(heard, Command))
        if isinstance(heard, Other):
            return BoltResponse(status=200, body="")
        try:
            async with asyncio.timeout(HANDLE):
                return await self._app.async_dispatch(_request(heard))
        except TimeoutError:
            logger.warning("slack.slow kind=%s", type(heard).__name__)
            return kind.said(heard, named(kind.SLOW, self._prefix), 503)


def _request(heard: Heard) -> AsyncBoltRequest:
    # "socket_mode" because then Bolt takes the body as it is; of HTTP it would parse the text
    # again, and lose a command whose words hold "payload".
    body = heard.model_dump(mode="json", by_alias=True, exclude_none=True)
    return AsyncBoltRequest(mode="socket_mode", body=body, context={"heard": heard})


def _listen(app: AsyncApp, door: Door) -> None:
    @app.command(ANY)
    async def on_command(ack: AsyncAck, context: AsyncBoltContext) -> None:
        await ack(await door.command(context["heard"], context["installation"]) or "")

    @app.action(ANY)
    async def on_press(ack: AsyncAck, context: AsyncBoltContext) -> None:
        await door.press(context["heard"], context["installation"])
        await ack()

    @app.view(ANY)
    async def on_submit(ack: AsyncAck, context: AsyncBoltContext) -> None:
        await ack(await door.submit(context["heard"], context["installation"]) or "")

    @app.event(HOME_OPENED)
    async def on_opening(context: AsyncBoltContext) -> None:
        await door.opening(context["heard"], context["installation"])

    @app.event(LEAVING)
    async def on_leaving(context: AsyncBoltContext) -> None:
        await door.leaving(context["heard"])

    @app.error
    async def on_error(error: Exception, context: AsyncBoltContext) -> BoltResponse:
        return _answer(error, context["heard"])


def _bolt(installations: Installations) -> AsyncApp:
    async def authorize(
        context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None
    ) -> AuthorizeResult:
        found = await installations.find(enterprise_id, team_id)
        if found is None:
            raise Stranger
        context["installation"] = found
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=found.bot_user,
            bot_token=found.token,
        )

    quiet = logging.getLogger("slack_bolt")
    quiet.setLevel(logging.WARNING)  # at DEBUG it would log what people typed
    return AsyncApp(
        name="careloop",
        logger=quiet,
        authorize=authorize,
        signing_secret="checked at the edge",  # noqa: S106
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )


def _answer(error: Exception, heard: Heard) -> BoltResponse:
    match error:
        case BoltUnhandledRequestError():  # an event that we have no use for
            return BoltResponse(status=200, body="")
        case Stranger():
            logger.warning("slack.stranger kind=%s", type(heard).__name__)
            return kind.said(heard, kind.STRANGER, 200 if isinstance(heard, Event) else 403)
        case TemporaryError() | PermanentError() | UnknownError():
            logger.warning("slack.unreachable reason=%s", error.reason)
            return kind.said(heard, kind.UNREACHABLE, 503)
    logger.error("slack.broken kind=%s", type(heard).__name__, exc_info=error)
    return kind.said(heard, kind.BROKEN, 500)
