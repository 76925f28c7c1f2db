"""What Slack knows of a person or a group: names, time zone, who belongs to it, for an hour."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.slack.client import SlackClient
from bot.slack.drawing.values import unescape
from bot.slack.installation import Installation
from bot.slack.payloads import SLACKBOT
from bot.text import clean
from handlers.domain.excerpt import cut
from handlers.domain.people import Membership, Mention, MentionKind, Person
from scheduler.errors import PermanentError, TemporaryError

FRESH_FOR = timedelta(hours=1)
RETRY_AFTER = timedelta(minutes=1)  # until we ask again for somebody whom we couldn't ask for
MAX_KNOWN = 10_000
RESPONSE_TIMEOUT = 0.8  # s; a person waits for it
MAX_NAME = 60
MAX_MEMBERS = 30  # of a group; a larger one is not thanked one by one
NO_SCOPE = "missing_scope"
_GUEST = ("is_restricted", "is_ultra_restricted", "is_stranger")
_ADMIN = ("is_admin", "is_owner")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A person with what else there is to know, or the ids of a group's members."""

    person: Person
    is_bot: bool = False
    members: tuple[str, ...] = ()


class Directory:
    """Asks Slack for each person and group once in a while; does without when none answers."""

    def __init__(self, client: SlackClient, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock
        self._cache: OrderedDict[tuple[str, str], tuple[_Entry, datetime]] = OrderedDict()

    async def person(
        self, installation: Installation, user: str, handle: str, team: str = ""
    ) -> Person:
        """Return a person; ``handle`` is their name while we know no better.

        ``team`` is the workspace that a request says they are of.
        """
        person = (await self._user(installation, user, handle)).person
        if team and not installation.enterprise and team != installation.team:
            return replace(person, membership=Membership.GUEST)
        return person

    async def asked_anew(self, installation: Installation, user: str) -> Person | None:
        """Return what Slack tells of a person by now, or None while it doesn't."""
        known, fresh_for = await self._ask_person(installation, user, "")
        if fresh_for == RETRY_AFTER:
            return None
        self._keep((installation.team, user), known, fresh_for)
        return known.person

    def note(self, installation: Installation, facts: Mapping[str, Any]) -> Person | None:
        """Note what Slack tells of somebody without being asked; None of what isn't a person."""
        user = facts.get("id")
        if not isinstance(user, str):
            return None
        entry = _entry(facts, installation, _Entry(Person(user, user)))
        self._keep((installation.team, user), entry, FRESH_FOR)
        return entry.person

    async def mention(self, installation: Installation, user: str, handle: str) -> Mention:
        """Return a person or a bot as they are mentioned."""
        found = await self._user(installation, user, handle)
        kind, person = MentionKind.BOT if found.is_bot else MentionKind.PERSON, found.person
        return Mention(user, person.name, kind, membership=person.membership, handle=person.handle)

    async def group(self, installation: Installation, group: str, handle: str) -> Mention:
        """Return a group with its members; without them if it is large or Slack doesn't tell."""
        name = _name(handle.lstrip("@"), group)
        found = await self._cached(
            installation, group, lambda: self._ask_group(installation, group)
        )
        asked = (self._user(installation, each, "") for each in found.members)
        people = tuple(each.person for each in await asyncio.gather(*asked) if not each.is_bot)
        return Mention(group, name, MentionKind.GROUP, people)

    async def _user(self, installation: Installation, user: str, handle: str) -> _Entry:
        ask = lambda: self._ask_person(installation, user, handle)  # noqa: E731 - called at most once
        return await self._cached(installation, user, ask)

    async def _cached(
        self,
        installation: Installation,
        id_: str,
        ask: Callable[[], Awaitable[tuple[_Entry, timedelta]]],
    ) -> _Entry:
        key, now = (installation.team, id_), self._clock()
        found = self._cache.get(key)
        if found is not None and found[1] > now:
            return found[0]
        known, fresh_for = await ask()
        if fresh_for == RETRY_AFTER and found is not None:  # whom we don't know our table does
            known = found[0]
        self._keep(key, known, fresh_for)
        return known

    def _keep(self, key: tuple[str, str], known: _Entry, fresh_for: timedelta) -> None:
        self._cache[key] = (known, self._clock() + fresh_for)
        self._cache.move_to_end(key)
        if len(self._cache) > MAX_KNOWN:
            self._cache.popitem(last=False)

    async def _ask_person(
        self, installation: Installation, user: str, handle: str
    ) -> tuple[_Entry, timedelta]:
        unknown = _Entry(Person(user, _name(handle, user)), user == SLACKBOT)
        try:
            told = await self._call(installation, "users.info", {"user": user})
        except PermanentError as error:
            if error.cause.detail != NO_SCOPE:
                return unknown, RETRY_AFTER
            # An answer, too: whoever runs us lets us ask for nobody, and locks nobody out by it.
            member = replace(unknown.person, membership=Membership.MEMBER)
            return replace(unknown, person=member), FRESH_FOR
        except TemporaryError:
            return unknown, RETRY_AFTER
        return _entry(_mapping(told, "user"), installation, unknown), FRESH_FOR

    async def _ask_group(self, installation: Installation, group: str) -> tuple[_Entry, timedelta]:
        known = _Entry(Person(group, ""))
        try:
            # One token of several workspaces has to say which.
            team = {"team_id": installation.team} if installation.is_organisation else {}
            arguments = {"usergroup": group} | team
            told = await self._call(installation, "usergroups.users.list", arguments)
        except TemporaryError:
            return known, RETRY_AFTER
        except PermanentError:  # the scope is optional
            return known, FRESH_FOR
        users = told.get("users")
        ids = [each for each in users if isinstance(each, str)] if isinstance(users, list) else []
        return _Entry(
            known.person, members=tuple(ids) if len(ids) <= MAX_MEMBERS else ()
        ), FRESH_FOR

    async def _call(
        self, installation: Installation, method: str, arguments: Mapping[str, str]
    ) -> Mapping[str, Any]:
        return await self._client.call(
            installation.token, installation.team, method, arguments, RESPONSE_TIMEOUT
        )


def _entry(facts: Mapping[str, Any], installation: Installation, unknown: _Entry) -> _Entry:
    """Return what Slack tells of somebody; ``unknown`` is what we know without."""
    user, names = unknown.person.id, _mapping(facts, "profile")
    called = names.get("display_name") or names.get("real_name") or facts.get("real_name")
    name = _name(called, unknown.person.name)
    others = (facts.get("name"), names.get("real_name"), facts.get("real_name"))
    handle = next((each for each in (_name(other, "") for other in others) if each), "")
    membership = _membership(facts, installation)
    person = Person(user, name, _zone(facts.get("tz")), membership, handle)
    return _Entry(person, facts.get("is_bot") is True or user == SLACKBOT)


def _membership(facts: Mapping[str, Any], installation: Installation) -> Membership:
    """Return how somebody belongs here; what they are elsewhere, an admin perhaps, is nothing."""
    if facts.get("deleted") is True:
        return Membership.LEFT
    if _is_outside(facts, installation) or any(facts.get(each) is True for each in _GUEST):
        return Membership.GUEST
    is_admin = any(facts.get(each) is True for each in _ADMIN)
    return Membership.ADMIN if is_admin else Membership.MEMBER


def _is_outside(facts: Mapping[str, Any], installation: Installation) -> bool:
    """Tell whether any field says that somebody comes from another firm, by a shared channel.

    In an organisation of several workspaces its id counts, in any other the workspace's.
    """
    in_theirs = _mapping(facts, "enterprise_user")
    enterprises = {in_theirs.get("enterprise_id"), facts.get("enterprise_id")} - {None, ""}
    if enterprises:
        return enterprises != {installation.enterprise}
    teams = {facts.get("team_id"), _mapping(facts, "profile").get("team")} - {None, ""}
    return not teams <= {installation.team, installation.enterprise}


def _mapping(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = told.get(name)
    return value if isinstance(value, dict) else {}


def _name(told: object, otherwise: str) -> str:
    name = " ".join(clean(unescape(told)).split()) if isinstance(told, str) else ""
    return cut(name, MAX_NAME) if name else otherwise


def _zone(told: object) -> str:
    try:
        return ZoneInfo(told).key if isinstance(told, str) and told else ""
    except (ValueError, OSError, KeyError):
        return ""
