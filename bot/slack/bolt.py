"""Bolt: it finds the workspace of a request; what it lets through the door answers."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack import error_texts
from bot.slack.door import Door
from bot.slack.installation import Installations
from bot.slack.naming import named
from bot.slack.payloads import (
    REVOKED,
    UNINSTALLED,
    Command,
    Event,
    Heard,
    HomeOpened,
    Malformed,
    Other,
    Press,
    Submit,
)
from scheduler.errors import PermanentError, TemporaryError, UnknownError

HANDLE = 2.6  # s; Slack gives up at 3
LEAVING = (UNINSTALLED, REVOKED)

logger = logging.getLogger(__name__)


class Stranger(Exception):  # noqa: N818 - it is an answer
    """The request is about a workspace that we are not installed in."""


class Bolt:
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
        self._app.use(_Answer(door))

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
            return error_texts.said(heard, named(error_texts.SLOW, self._prefix), 503)


def _request(heard: Heard) -> AsyncBoltRequest:
    # "socket_mode" because then Bolt takes the body as it is; of HTTP it would parse the text
    # again, and lose a command whose words hold "payload".
    body = heard.model_dump(mode="json", by_alias=True, exclude_none=True)
    return AsyncBoltRequest(mode="socket_mode", body=body, context={"heard": heard})


class _Answer(AsyncMiddleware):
    """Answers everything that Bolt has authorised.

    To find one listener among several, Bolt tries them in turn, and puts together for each all
    that it might want: more than half of what Bolt takes of a turn.
    """

    def __init__(self, door: Door) -> None:
        self._door = door

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # Bolt's name
    ) -> BoltResponse:
        """Acknowledge with the door's answer."""
        return await req.context.ack(await self._said(req.context) or "")

    async def _said(self, context: AsyncBoltContext) -> dict[str, Any] | None:
        match heard := context["heard"]:
            case Command():
                return await self._door.command(heard, context["installation"])
            case Press():
                await self._door.press(heard, context["installation"])
            case Submit():
                return await self._door.submit(heard, context["installation"])
            case HomeOpened():
                await self._door.opening(heard, context["installation"])
            case Event() if heard.event.type in LEAVING:  # there is no installation any more
                await self._door.leaving(heard)
        return None


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
    app = AsyncApp(
        name="careloop",
        logger=quiet,
        authorize=authorize,
        signing_secret="checked at the edge",  # noqa: S106
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        process_before_response=True,
    )

    @app.error
    async def on_error(error: Exception, context: AsyncBoltContext) -> BoltResponse:
        return _answer(error, context["heard"])

    return app


def _answer(error: Exception, heard: Heard) -> BoltResponse:
    match error:
        case Stranger():
            logger.warning("slack.stranger kind=%s", type(heard).__name__)
            return error_texts.said(
                heard, error_texts.STRANGER, 200 if isinstance(heard, Event) else 403
            )
        case TemporaryError() | PermanentError() | UnknownError():
            logger.warning("slack.unreachable reason=%s", error.cause)
            return error_texts.said(heard, error_texts.UNREACHABLE, 503)
    logger.error("slack.broken kind=%s", type(heard).__name__, exc_info=error)
    return error_texts.said(heard, error_texts.BROKEN, 500)
