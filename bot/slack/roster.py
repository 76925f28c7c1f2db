"""What Slack knows of a person: the name to call them by and their time zone, for an hour."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.slack.api import WebApi
from bot.slack.install import Installation
from bot.text import clean, cut
from handlers.people import Person
from scheduler.errors import PermanentError, TemporaryError

KEPT = timedelta(hours=1)
MISSED = timedelta(minutes=1)  # until we ask again for somebody whom we couldn't ask for
MOST = 10_000
PATIENCE = 0.8  # s; a person waits for it
NAME = 60


class Roster:
    """Asks Slack for each person once in a while; does without when there is no answer."""

    def __init__(self, api: WebApi, clock: Callable[[], datetime]) -> None:
        self._api = api
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[Person, datetime]] = OrderedDict()

    async def person(self, installation: Installation, user: str, handle: str) -> Person:
        """Return a person; ``handle`` is their name while we know no better."""
        key, now = (installation.team, user), self._clock()
        found = self._known.get(key)
        if found is not None and found[1] > now:
            return found[0]
        person, kept = await self._asked(installation, user, handle)
        self._known[key] = (person, now + kept)
        self._known.move_to_end(key)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return person

    async def _asked(
        self, installation: Installation, user: str, handle: str
    ) -> tuple[Person, timedelta]:
        try:
            told = await self._api.call(
                installation.token, installation.team, "users.info", {"user": user}, PATIENCE
            )
        except TemporaryError:
            return Person(user, _name(handle, user)), MISSED
        except PermanentError:  # the scope is missing: names and zones come from elsewhere
            return Person(user, _name(handle, user)), KEPT
        facts = _mapping(told, "user")
        names = _mapping(facts, "profile")
        called = names.get("display_name") or names.get("real_name") or facts.get("real_name")
        return Person(user, _name(called, _name(handle, user)), _zone(facts.get("tz"))), KEPT


def _mapping(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = told.get(name)
    return value if isinstance(value, dict) else {}


def _name(told: object, otherwise: str) -> str:
    name = " ".join(clean(told).split()) if isinstance(told, str) else ""
    return cut(name, NAME) if name else otherwise


def _zone(told: object) -> str:
    try:
        return ZoneInfo(told).key if isinstance(told, str) and told else ""
    except (ValueError, OSError, KeyError):
        return ""
