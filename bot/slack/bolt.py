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

from bot.bot import BROKEN
from bot.json_text import json_bytes
from bot.slack import error_texts
from bot.slack.door import Door
from bot.slack.events.door import EventDoor
from bot.slack.events.payloads import (
    REVOKED,
    UNINSTALLED,
    AccessRevoked,
    HomeOpened,
    Said,
    UserChanged,
)
from bot.slack.installation import Installations
from bot.slack.naming import prefixed
from bot.slack.payloads import (
    Command,
    Event,
    Malformed,
    MessageShortcut,
    Other,
    Press,
    Shortcut,
    SlackRequest,
    Submit,
)
from bot.store.errors import Busy
from scheduler.errors import PermanentError, TemporaryError, UnknownError
from scheduler.reasons import Reason

HANDLER_TIMEOUT = 2.6  # s; Slack gives up at 3
REMOVALS = (UNINSTALLED, REVOKED)

logger = logging.getLogger(__name__)


class NotInstalled(Exception):  # noqa: N818 - it is an answer
    """The request is about a workspace that we are not installed in."""


class Bolt:
    """Takes a request through Bolt to the door; ``trusts`` knows Slack's response URLs."""

    def __init__(
        self,
        door: Door,
        events: EventDoor,
        installations: Installations,
        trusts: Callable[[str], bool],
        prefix: str = "",
    ) -> None:
        self._trusts = trusts
        self._prefix = prefix
        self._app = _bolt(installations)
        self._app.use(_Answer(door, events))

    async def serve(self, request: SlackRequest) -> BoltResponse:
        """Answer a request in time; Malformed when we are to answer to somebody else."""
        url = getattr(request, "response_url", "")
        if url and not self._trusts(url):
            raise Malformed(human=isinstance(request, Command))
        if isinstance(request, Other):
            return BoltResponse(status=200, body="")
        try:
            async with asyncio.timeout(HANDLER_TIMEOUT):
                return await self._app.async_dispatch(_bolt_request(request))
        except TimeoutError:
            logger.warning("slack.slow kind=%s", type(request).__name__)
            return error_texts.answer(request, prefixed(error_texts.SLOW, self._prefix), 503)


def _bolt_request(request: SlackRequest) -> AsyncBoltRequest:
    # "socket_mode" because then Bolt takes the body as it is; of HTTP it would parse the text
    # again, and lose a command whose words hold "payload".
    body = request.model_dump(mode="json", by_alias=True, exclude_none=True)
    return AsyncBoltRequest(mode="socket_mode", body=body, context={"slack_request": request})


class _Answer(AsyncMiddleware):
    """Answers everything that Bolt has authorised.

    To find one listener among several, Bolt tries them in turn, and puts together for each all
    that it might want: more than half of what Bolt takes of a turn.
    """

    def __init__(self, door: Door, events: EventDoor) -> None:
        self._door = door
        self._events = events

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # Bolt's name
    ) -> BoltResponse:
        """Acknowledge with the door's answer, as text: of a dict Bolt would look at each block."""
        answer = await self._dispatch(req.context)
        return await req.context.ack(json_bytes(answer).decode() if answer else "")

    async def _dispatch(self, context: AsyncBoltContext) -> dict[str, Any] | None:
        match request := context["slack_request"]:
            case Command():
                return await self._door.command(request, context["installation"])
            case Press():
                await self._door.press(request, context["installation"])
            case Submit():
                return await self._door.submit(request, context["installation"])
            case Shortcut() | MessageShortcut():
                await self._door.shortcut(request, context["installation"])
            case HomeOpened():
                await self._events.home_opened(request, context["installation"])
            case Said():
                await self._events.said(request, context["installation"])
            case UserChanged():
                await self._events.user_changed(request, context["installation"])
            case AccessRevoked():
                await self._events.access_revoked(request)
            case Event() if request.event.type in REMOVALS:  # there is no installation any more
                await self._events.removed(request)
        return None


def _bolt(installations: Installations) -> AsyncApp:
    async def authorize(
        context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None
    ) -> AuthorizeResult:
        request = context["slack_request"]
        found = await installations.find(request.enterprise_id, team_id)
        if found is None:
            raise NotInstalled
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
        return _answer(error, context["slack_request"])

    return app


def _answer(error: Exception, request: SlackRequest) -> BoltResponse:
    match error:
        case NotInstalled():
            logger.warning("slack.not_installed kind=%s", type(request).__name__)
            return error_texts.answer(
                request, error_texts.NOT_INSTALLED, 200 if isinstance(request, Event) else 403
            )
        case Busy():
            logger.warning("slack.not_saved reason=%s", error)
            return error_texts.answer(request, error_texts.NOT_SAVED, 503)
        case TemporaryError() if error.cause.reason is Reason.CREDENTIALS_REFUSED:
            logger.warning("slack.no_access reason=%s", error.cause)
            return error_texts.answer(request, error_texts.NO_ACCESS, 503)
        case TemporaryError() | PermanentError() | UnknownError():
            logger.warning("slack.unreachable reason=%s", error.cause)
            return error_texts.answer(request, error_texts.SLACK_UNREACHABLE, 503)
    logger.error("slack.broken kind=%s", type(request).__name__, exc_info=error)
    return error_texts.answer(request, BROKEN, 500)
