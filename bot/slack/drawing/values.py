"""The small print of Block Kit: texts that fit and can't do harm, and what buttons carry."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from bot.text import clean
from handlers.cards import Action
from handlers.domain.excerpt import cut

ID = 255

_ARGS: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])


def escape(text: str) -> str:
    """Return words as they may stand in mrkdwn: nobody pings a channel through our cards."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Return words as they were typed, of those that Slack has escaped."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def size(text: str) -> int:
    """Return the length of a text as the strictest counter would have it: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def fit(text: str, limit: int) -> str:
    """Return the text without hidden signs, cut to a limit; never empty, which Slack refuses."""
    text = clean(text).strip()
    if 2 * len(text) <= limit:  # as nearly all are; a sign takes two units at most
        return text or "–"
    fitting, room = cut(text, limit), limit
    while (over := size(fitting) - limit) > 0:
        room = max(1, min(room, len(fitting)) - max(1, over // 2))
        fitting = cut(text, room)
    return fitting or "–"


def plain(text: str, limit: int) -> dict[str, Any]:
    """Return words as plain text, in which Slack reads no markup, mention or emoji code."""
    return {"type": "plain_text", "text": fit(text, limit), "emoji": False}


def dump_args(args: Mapping[str, str]) -> str:
    """Return arguments as JSON without the three signs that Slack escapes on the way."""
    written = to_json(dict(args)).decode()  # str.translate would take ten times as long
    return written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def load_args(text: str) -> dict[str, str]:
    """Return what ``dump_args`` wrote; nothing when it is something else, as on an old card."""
    try:
        return _ARGS.validate_json(text)
    except ValidationError:
        return {}


def shared_args(actions: Sequence[Action]) -> dict[str, str]:
    """Return the arguments that all of these actions have in common."""
    if not actions:
        return {}
    first, *others = (set(action.args.items()) for action in actions)
    return dict(sorted(first.intersection(*others)))


def dump_option(action: Action, shared: Mapping[str, str]) -> str:
    """Return an intent and the arguments of its own."""
    own = {name: value for name, value in action.args.items() if name not in shared}
    return f"{action.intent} {dump_args(own)}" if own else action.intent


def load_option(value: str, carried: str) -> Action:
    """Return the action of an option of an overflow, and of the id of its block."""
    intent, _, own = value.partition(" ")
    return Action(intent, load_args(carried) | load_args(own))
