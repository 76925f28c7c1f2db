"""What a person reads when a request can't be served: short, private, and what to do next."""

import logging
from typing import Any

from slack_bolt.response import BoltResponse

from bot.slack.drawing.values import fit
from bot.slack.naming import prefixed
from bot.slack.payloads import Command, Malformed, SlackRequest, Submit

MALFORMED = "I couldn't read that. Type `/care help` to see what I can do."
NOT_INSTALLED = "I'm not connected to this workspace. Ask whoever runs me to install me here."
NO_ACCESS = (
    "My access to this workspace isn't in order just now. Try again in a minute; if it stays so, "
    "ask whoever runs me, or an admin to install me again."
)
SLACK_UNREACHABLE = "Slack doesn't answer me just now. Nothing was lost; try again in a minute."
NOT_SAVED = "Our database doesn't answer just now, so nothing was saved. Try again in a minute."
SLOW = "That took too long, so I stopped. Look with `/complaint` or `/reminders`, then try again."
TOO_LATE = "Slack closed the door before the form could open. Press again."
TOO_LATE_TO_TYPE = "Slack closed the door before the form could open. Type the command again."

WANTS_A_FORM = "This takes a form, which Slack opens for a command alone. Type it with its stroke:"

logger = logging.getLogger(__name__)


def answer(request: SlackRequest, text: str, status: int) -> BoltResponse:
    """Return an answer that the person sees; a status where Slack shows no words of ours."""
    if isinstance(request, Command):
        return ephemeral(text)
    if isinstance(request, Submit) and request.view.state and request.view.state.values:
        block = next(iter(request.view.state.values))
        return BoltResponse(status=200, body=field_error(block, text))
    return BoltResponse(status=status, body="")


def malformed(error: Malformed, prefix: str) -> BoltResponse:
    """Return the answer to what can't be read; ``prefix`` is what our commands begin with."""
    logger.warning("slack.malformed human=%s", error.human)
    return (
        ephemeral(prefixed(MALFORMED, prefix)) if error.human else BoltResponse(status=400, body="")
    )


def ephemeral(text: str) -> BoltResponse:
    """Return a line that only the person sees."""
    return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})


def field_error(block: str, text: str) -> dict[str, Any]:
    """Return what keeps a modal open, with words under one of its fields."""
    return {"response_action": "errors", "errors": {block: fit(text, 300)}}
