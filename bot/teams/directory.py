"""What Teams knows of a member: the directory's id, the name, and whether it is a guest."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import ValidationError

from bot.teams.client import Address, Connector
from bot.teams.payloads import Member
from bot.teams.turns import PERSON, named
from handlers.domain.people import Mention, MentionKind
from scheduler.errors import PermanentError, TemporaryError, UnknownError

KEPT = timedelta(hours=1)
MISSED = timedelta(minutes=1)  # until we ask again for somebody whom we couldn't ask for
MOST = 10_000
PATIENCE = 0.8  # s for all who are asked for at once; a person waits
ASKED = 20  # at once


@dataclass(frozen=True, slots=True)
class Known:
    """A member, as far as we know; ``id`` is the directory's."""

    id: str
    name: str = ""
    guest: bool = False


class Roster:
    """Asks the connector for each member once in a while; does without when it doesn't answer."""

    def __init__(self, connector: Connector, clock: Callable[[], datetime]) -> None:
        self._connector = connector
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[Known, datetime]] = OrderedDict()

    def meet(self, tenant: str, id_: str, name: str) -> None:
        """Note the name of somebody who acts or is mentioned: they may be chosen in a form."""
        known = self._fresh(tenant, id_)
        if name and (known is None or not known.name):
            self._keep(tenant, id_, Known(id_, name), KEPT)

    async def mentions(
        self, tenant: str, at: Address, found: Iterable[Mention]
    ) -> tuple[Mention, ...]:
        """Return mentions with the directory's ids, and with names where none came along."""
        everybody = tuple(dict.fromkeys(found))
        asked = (self._completed(tenant, at, each) for each in everybody[:ASKED])
        return (*await asyncio.gather(*asked), *everybody[ASKED:])

    async def member(self, tenant: str, at: Address, user: str) -> Known | None:
        """Return a member of a conversation, or None while Teams doesn't tell."""
        if (known := self._fresh(tenant, user)) is not None:
            return known
        until = asyncio.get_running_loop().time() + PATIENCE
        try:
            told = Member.model_validate_json(await self._connector.member(at, user, until))
        except (TemporaryError, PermanentError, UnknownError, ValidationError):
            stale = self._known.get((tenant, user))  # a guest stays one meanwhile
            known = stale[0] if stale is not None else Known("")
            self._keep(tenant, user, known, MISSED)
            return known if known.id else None
        id_ = told.aad_object_id or told.object_id or told.id
        known = Known(id_[:PERSON], named(told.name), told.user_role == "guest")
        self._keep(tenant, user, known, KEPT)
        return known

    async def _completed(self, tenant: str, at: Address, mention: Mention) -> Mention:
        if mention.kind is not MentionKind.PERSON:
            return mention
        known_by_name = mention.name and mention.name != mention.id
        if known_by_name and not mention.id.startswith("29:"):
            self.meet(tenant, mention.id, mention.name)
            return mention
        known = await self.member(tenant, at, mention.id)
        if known is None or not known.id:
            return mention
        name = mention.name if known_by_name else known.name or mention.name
        return replace(mention, id=known.id, name=name)

    def _fresh(self, tenant: str, id_: str) -> Known | None:
        found = self._known.get((tenant, id_))
        return found[0] if found is not None and found[1] > self._clock() else None

    def _keep(self, tenant: str, id_: str, known: Known, kept: timedelta) -> None:
        self._known[tenant, id_] = (known, self._clock() + kept)
        self._known.move_to_end((tenant, id_))
        if len(self._known) > MOST:
            self._known.popitem(last=False)
