"""What Slack tells of a token: whose it is, and what it may do; for whoever runs us."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientSession

from bot.http_limits import MAX_ANSWER, TooLong, read_up_to
from scheduler.errors import TemporaryError
from scheduler.reasons import Reason


@dataclass(frozen=True, slots=True)
class TokenReport:
    """What Slack says of a token; ``error`` is its own code, empty when the token lives."""

    error: str
    workspace: str
    scopes: frozenset[str]


async def reported(session: ClientSession, base: str, token: str, method: str) -> TokenReport:
    """Return what Slack answers to a method that only asks; TemporaryError while it doesn't."""
    url = f"{base.rstrip('/')}/{method}"
    headers = {"Authorization": f"Bearer {token}"}
    try:
        async with session.post(url, headers=headers, allow_redirects=False) as response:
            told = json.loads(await read_up_to(response.content, MAX_ANSWER))
            granted = response.headers.get("X-OAuth-Scopes", "")
    except (ClientError, TimeoutError, OSError, TooLong, ValueError, RecursionError) as error:
        raise TemporaryError(Reason.UNREACHABLE, type(error).__name__) from None
    if not isinstance(told, dict) or "ok" not in told:
        raise TemporaryError(Reason.UNREACHABLE, f"not an answer of Slack's, {response.status}")
    scopes = frozenset(each.strip() for each in granted.split(",") if each.strip())
    return TokenReport("" if told["ok"] is True else _code(told), _text(told, "team"), scopes)


def _code(told: Mapping[str, Any]) -> str:
    return _text(told, "error")[:60] or "no reason given"


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
