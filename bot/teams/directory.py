"""What Teams knows of a member: the directory's id, the name, and whether it is a guest."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import ValidationError

from bot.teams.client import Address, ConnectorClient
from bot.teams.mentions import display_name
from bot.teams.payloads import Member
from bot.teams.turns import MAX_PERSON_ID
from handlers.domain.people import Mention, MentionKind
from scheduler.errors import PermanentError, TemporaryError, UnknownError

FRESH_FOR = timedelta(hours=1)
RETRY_AFTER = timedelta(minutes=1)  # until we ask again for somebody whom we couldn't ask for
MAX_KNOWN = 10_000
RESPONSE_TIMEOUT = 0.8  # s for all who are asked for at once; a person waits
MAX_LOOKUPS = 20  # at once


@dataclass(frozen=True, slots=True)
class KnownMember:
    """A member, as far as we know; ``id`` is the directory's."""

    id: str
    name: str = ""
    guest: bool = False


class Directory:
    """Asks the connector for each member once in a while; does without when it doesn't answer."""

    def __init__(self, client: ConnectorClient, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[KnownMember, datetime]] = OrderedDict()

    def note_name(self, tenant: str, id_: str, name: str) -> None:
        """Note the name of somebody who acts or is mentioned: they may be chosen in a form."""
        known = self._fresh(tenant, id_)
        if name and (known is None or not known.name):
            self._keep(tenant, id_, KnownMember(id_, name), FRESH_FOR)

    async def mentions(
        self, tenant: str, at: Address, found: Iterable[Mention]
    ) -> tuple[Mention, ...]:
        """Return mentions with the directory's ids, and with names where none came along."""
        everybody = tuple(dict.fromkeys(found))
        asked = (self._completed(tenant, at, each) for each in everybody[:MAX_LOOKUPS])
        return (*await asyncio.gather(*asked), *everybody[MAX_LOOKUPS:])

    async def member(self, tenant: str, at: Address, user: str) -> KnownMember | None:
        """Return a member of a conversation, or None while Teams doesn't tell."""
        if (known := self._fresh(tenant, user)) is not None:
            return known
        until = asyncio.get_running_loop().time() + RESPONSE_TIMEOUT
        try:
            told = Member.model_validate_json(await self._client.member(at, user, until))
        except (TemporaryError, PermanentError, UnknownError, ValidationError):
            stale = self._known.get((tenant, user))  # a guest stays one meanwhile
            known = stale[0] if stale is not None else KnownMember("")
            self._keep(tenant, user, known, RETRY_AFTER)
            return known if known.id else None
        id_ = told.aad_object_id or told.object_id or told.id
        known = KnownMember(id_[:MAX_PERSON_ID], display_name(told.name), told.user_role == "guest")
        self._keep(tenant, user, known, FRESH_FOR)
        return known

    async def _completed(self, tenant: str, at: Address, mention: Mention) -> Mention:
        if mention.kind is not MentionKind.PERSON:
            return mention
        known_by_name = mention.name and mention.name != mention.id
        if known_by_name and not mention.id.startswith("29:"):
            self.note_name(tenant, mention.id, mention.name)
            return mention
        known = await self.member(tenant, at, mention.id)
        if known is None or not known.id:
            return mention
        name = mention.name if known_by_name else known.name or mention.name
        return replace(mention, id=known.id, name=name)

    def _fresh(self, tenant: str, id_: str) -> KnownMember | None:
        found = self._known.get((tenant, id_))
        return found[0] if found is not None and found[1] > self._clock() else None

    def _keep(self, tenant: str, id_: str, known: KnownMember, fresh_for: timedelta) -> None:
        self._known[tenant, id_] = (known, self._clock() + fresh_for)
        self._known.move_to_end((tenant, id_))
        if len(self._known) > MAX_KNOWN:
            self._known.popitem(last=False)
