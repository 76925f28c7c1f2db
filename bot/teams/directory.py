"""What Teams knows of a member: the directory's id, names, and whether they belong here."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import ValidationError

from bot.store.engine.conversations import CHATS, Conversations
from bot.teams.client import Address, ConnectorClient
from bot.teams.mentions import display_name
from bot.teams.payloads import Member
from bot.teams.turns import MAX_PERSON_ID
from handlers.domain.people import Membership, Mention, MentionKind, Person
from scheduler.errors import PermanentError, TemporaryError, UnknownError

FRESH_FOR = timedelta(hours=1)
RETRY_AFTER = timedelta(minutes=1)  # until we ask again for somebody whom we couldn't ask for
MAX_KNOWN = 10_000
RESPONSE_TIMEOUT = 0.8  # s for all who are asked for at once; a person waits
MAX_LOOKUPS = 20  # at once
_GUEST_ROLES = ("guest", "anonymous")
_GUEST_MARK = "#ext#"  # in the name by which somebody of another organization signs in


@dataclass(frozen=True, slots=True)
class KnownMember:
    """A member, as far as we know; ``id`` is the directory's, the rest as in ``Person``."""

    id: str
    name: str = ""
    handle: str = ""
    membership: Membership | None = None

    @property
    def is_only_named(self) -> bool:
        """Tell whether the name came along with something else, and Teams wasn't asked."""
        return bool(self.id) and self.membership is None


class Directory:
    """Asks the connector for each member once in a while; does without when it doesn't answer."""

    def __init__(
        self,
        client: ConnectorClient,
        clock: Callable[[], datetime],
        conversations: Conversations,
    ) -> None:
        self._client = client
        self._clock = clock
        self._conversations = conversations
        self._known: OrderedDict[tuple[str, str], tuple[KnownMember, datetime]] = OrderedDict()

    def note_name(self, tenant: str, id_: str, name: str) -> None:
        """Note the name of somebody who acts or is mentioned: they may be chosen in a form."""
        known = self._fresh(tenant, id_)
        if name not in ("", id_) and (known is None or not known.name):
            self._keep(tenant, id_, KnownMember(id_, name), FRESH_FOR)

    async def mentions(
        self, tenant: str, at: Address, found: Iterable[Mention]
    ) -> tuple[Mention, ...]:
        """Return mentions with the directory's ids, and with names where none came along."""
        everybody = tuple(dict.fromkeys(found))
        names = Counter(each.name.casefold() for each in everybody)
        asked = (
            self._completed(tenant, at, each, ask=names[each.name.casefold()] > 1)
            for each in everybody[:MAX_LOOKUPS]
        )
        return (*await asyncio.gather(*asked), *everybody[MAX_LOOKUPS:])

    async def member(
        self, tenant: str, at: Address, user: str, directory_id: str = ""
    ) -> KnownMember | None:
        """Return a member of a conversation, or None while Teams doesn't tell.

        ``directory_id`` is the one that came along, for Teams needn't tell it once more.
        """
        known = self._fresh(tenant, user)
        if known is not None and not known.is_only_named:
            return known
        told = await self._asked(at, user)
        if told is None:
            stale = self._known.get((tenant, user))  # whom we don't know our table does
            known = stale[0] if stale is not None else KnownMember("")
            self._keep(tenant, user, known, RETRY_AFTER)
            return known if known.id else None
        known = _known(told, tenant, directory_id)
        self._keep(tenant, user, known, FRESH_FOR)
        return known

    async def told_of(self, tenant: str, person_id: str) -> Person | None:
        """Return what Teams tells of a person now, or None while it doesn't.

        It is asked in their own chat with the bot, else in any channel that the bot is in.
        """
        try:
            known = await self._conversations.of_person(tenant, person_id)
            in_chat = known is not None and known.kind in CHATS
            where = known if in_chat else await self._conversations.somewhere(tenant)
        except TemporaryError:
            return None
        if where is None:
            return None
        user = known.user_id if known is not None and known.user_id else person_id
        told = await self._asked(Address(tenant, where.service_url, where.channel), user)
        if told is None:
            return None
        member = _known(told, tenant, "" if person_id == told.id else person_id)
        self._keep(tenant, user, member, FRESH_FOR)
        membership, handle = member.membership, member.handle
        return Person(person_id, member.name, membership=membership, handle=handle)

    async def _asked(self, at: Address, user: str) -> Member | None:
        until = asyncio.get_running_loop().time() + RESPONSE_TIMEOUT
        try:
            return Member.model_validate_json(await self._client.member(at, user, until))
        except (TemporaryError, PermanentError, UnknownError, ValidationError):
            return None

    async def _completed(self, tenant: str, at: Address, mention: Mention, *, ask: bool) -> Mention:
        """Return a mention as Teams knows it; ``ask`` even for one with a name and an id."""
        if mention.kind is not MentionKind.PERSON:
            return mention
        known_by_name = mention.name and mention.name != mention.id
        if known_by_name and not mention.id.startswith("29:") and not ask:
            self.note_name(tenant, mention.id, mention.name)
            return mention
        known = self._fresh(tenant, mention.id)
        if known is None or (ask and known.is_only_named):
            known = await self.member(tenant, at, mention.id)
        if known is None or not known.id:
            return mention
        name = mention.name if known_by_name else known.name or mention.name
        membership, handle = known.membership, known.handle
        return replace(mention, id=known.id, name=name, membership=membership, handle=handle)

    def _fresh(self, tenant: str, id_: str) -> KnownMember | None:
        found = self._known.get((tenant, id_))
        return found[0] if found is not None and found[1] > self._clock() else None

    def _keep(self, tenant: str, id_: str, known: KnownMember, fresh_for: timedelta) -> None:
        self._known[tenant, id_] = (known, self._clock() + fresh_for)
        self._known.move_to_end((tenant, id_))
        if len(self._known) > MAX_KNOWN:
            self._known.popitem(last=False)


def _known(told: Member, tenant: str, directory_id: str) -> KnownMember:
    """Return what a member is to this organization: whatever field speaks of another one counts."""
    id_, sign_in = told.directory_id or directory_id, told.user_principal_name or ""
    outside = (
        (told.user_role or "").casefold() in _GUEST_ROLES
        or told.tenant_id not in (None, tenant)
        or _GUEST_MARK in sign_in.casefold()
        or not id_
    )
    return KnownMember(
        (id_ or told.id)[:MAX_PERSON_ID],
        display_name(told.name),
        # An address itself is nothing to show in a channel, and would be taken out of a text.
        display_name(told.email or sign_in).partition("@")[0],
        Membership.GUEST if outside else Membership.MEMBER,
    )
