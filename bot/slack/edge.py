"""What stands before Bolt: size, signature and shape of a request, in that order."""

import hmac
import logging
import re
from collections.abc import Awaitable, Callable
from datetime import datetime

from aiohttp import web
from slack_bolt.response import BoltResponse

from bot.http_limits import BODY_TIMEOUT, Unreadable, hang_up, read_body
from bot.slack import error_texts
from bot.slack.parse import parse
from bot.slack.payloads import Malformed, SlackRequest

PATH = "/slack/events"
MAX_SKEW = 300  # s
TIMESTAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"

_STAMP = re.compile(r"[0-9]{10}", re.ASCII)
_SIGNED = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)

logger = logging.getLogger(__name__)

Serve = Callable[[SlackRequest], Awaitable[BoltResponse]]


class Edge:
    """Lets in what Slack has signed, and nothing else."""

    def __init__(
        self,
        secret: str,
        serve: Serve,
        clock: Callable[[], datetime],
        prefix: str = "",
        body_timeout: float = BODY_TIMEOUT,
    ) -> None:
        self._key = secret.strip().encode()
        if not self._key:
            raise ValueError(
                "CARELOOP_SLACK_SIGNING_SECRET is empty; copy it from Basic Information"
            )
        self._serve = serve
        self._clock = clock
        self._prefix = prefix
        self._body_timeout = body_timeout

    def open(self, app: web.Application) -> None:
        """Add the one route that Slack posts to."""
        app.router.add_post(PATH, self._request)

    async def _request(self, request: web.Request) -> web.Response:
        if "Content-Encoding" in request.headers:  # Slack packs nothing
            return await hang_up(request, _refused(415, "packed"))
        try:
            body = await read_body(request, self._body_timeout)
        except Unreadable as error:
            response = _refused(error.status, error.reason)
            return await hang_up(request, response) if error.status == 400 else response
        if not self._signed(request, body):
            return _refused(401, "signature")
        try:
            return _web(await self._serve(parse(body, request.content_type)))
        except Malformed as error:
            return _web(error_texts.malformed(error, self._prefix))

    def _signed(self, request: web.Request, body: bytes) -> bool:
        stamps, given = request.headers.getall(TIMESTAMP, []), request.headers.getall(SIGNATURE, [])
        if (
            len(stamps) != 1
            or len(given) != 1
            or len(request.headers.getall("Content-Type", [])) > 1
        ):
            return False
        if not _STAMP.fullmatch(stamps[0]) or not _SIGNED.fullmatch(given[0]):
            return False
        if abs(self._clock().timestamp() - int(stamps[0])) > MAX_SKEW:
            return False
        signed = b"v0:" + stamps[0].encode() + b":" + body
        wanted = "v0=" + hmac.digest(self._key, signed, "sha256").hex()
        return hmac.compare_digest(wanted.encode(), given[0].encode())


def _refused(status: int, reason: str) -> web.Response:
    logger.info("slack.refused status=%d reason=%s", status, reason)
    response = web.Response(status=status)
    if status in (408, 413):  # what is left of the body isn't worth reading
        response.force_close()
    return response


def _web(answer: BoltResponse) -> web.Response:
    headers = {name: values[0] for name, values in answer.headers.items() if values}
    return web.Response(status=answer.status, body=answer.body.encode(), headers=headers)
