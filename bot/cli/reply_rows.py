"""Drafts by the thousand: a JSON object a line, each answered by one, whatever stands in it."""

import json
import logging
import math
from collections.abc import Mapping
from typing import Any

from content.reply_rules import Replies
from handlers.domain.replies import MAX_LENGTH, Check, Draft, Point, ReplyChannel, Stage, check

logger = logging.getLogger(__name__)

MAX_TEXT_LENGTH = MAX_LENGTH  # characters: all of a text is read, or none of it
_NO_JSON = 'this line is no JSON object, such as {"id": 1, "channel": "chat", "text": "…"}'
_NO_TEXT = f"text: a string of 1 to {MAX_TEXT_LENGTH:,} characters is needed"
_NO_CHANNEL = f"channel: one of {', '.join(ReplyChannel)} is needed"
_NO_STAGE = f"stage: one of {', '.join(Stage)}, or left out"
_BROKEN = "this one broke on our side; the next is read"


class UnreadableRowError(Exception):
    """A row is no draft; the words say what it should be."""


def answered(line: bytes, replies: Replies) -> str:
    """Return the line that answers a line; whatever stands in it, there is one."""
    row: Mapping[str, Any] = {}
    try:
        row = _row(line)
        draft = draft_of(row)
        told = _told(check(draft, replies))
    except UnreadableRowError as problem:
        told = {"error": str(problem)}
    except Exception as error:  # noqa: BLE001 - no row ends the run; of its words nothing is logged
        logger.warning("reply.failed error=%s", type(error).__name__)
        told = {"error": _BROKEN}
    return json.dumps({"id": _id(row.get("id")), **told})


def too_long(limit: int) -> str:
    """Return the line that answers a line that is longer than this, in bytes."""
    return json.dumps({"id": None, "error": f"this line is longer than {limit:,} bytes"})


def draft_of(row: Mapping[str, Any]) -> Draft:
    """Return the draft of a row; UnreadableRowError."""
    text, channel, stage = row.get("text"), row.get("channel"), row.get("stage")
    if not isinstance(text, str) or not text.strip() or len(text) > MAX_TEXT_LENGTH:
        raise UnreadableRowError(_NO_TEXT)
    if not isinstance(channel, str) or channel not in tuple(ReplyChannel):
        raise UnreadableRowError(_NO_CHANNEL)
    if stage is None:
        return Draft(text, ReplyChannel(channel))
    if not isinstance(stage, str) or stage not in tuple(Stage):
        raise UnreadableRowError(_NO_STAGE)
    return Draft(text, ReplyChannel(channel), Stage(stage))


def _row(line: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise UnreadableRowError(_NO_JSON) from None
    if not isinstance(row, dict):
        raise UnreadableRowError(_NO_JSON)
    return row


def _id(told: object) -> object:
    """Return the id of a row as it was, or None where JSON has no word for it."""
    if isinstance(told, float):
        return told if math.isfinite(told) else None
    return told if isinstance(told, str | int) else None


def _told(checked: Check) -> dict[str, Any]:
    return {
        "stage": checked.stage,
        "findings": [
            {"id": each.id, "start": each.start, "end": each.end, "source": each.source}
            for each in checked.findings
        ],
        "derived": list(checked.derived),
        "points": [_point(each) for each in checked.points],
        "rewording": checked.rewording,
    }


def _point(point: Point) -> dict[str, str]:
    quoted = {"quote": point.quote} if point.quote else {}
    better = {"better": point.better} if point.better else {}
    return {"about": point.about, **quoted, "say": point.say, "why": point.why, **better}
