"""Tell the admins what they can mend: what was given up, an edit that was refused, a certificate.

Once a lane, a reason and an hour; once a day for an edit; and at stages before a certificate ends.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.certificate import CertificateError, CertificateFiles
from bot.codec import dump_post
from bot.library import Library
from bot.log import one_line
from bot.store.database import Database
from bot.store.delivery_rows import ALERT
from bot.store.engine.deliveries import enqueue
from bot.store.engine.history import DeliveryHistory, GivenUp
from bot.store.engine.roles import known_tenants, with_role
from handlers.cards import Card
from handlers.domain.people import Place, Platform, Role, Tenant
from handlers.turn import Post
from handlers.workspace.cards import certificate_card, refused_card
from handlers.workspace.outbox import alert_card
from scheduler.delivery import Delivery
from scheduler.occurrence import GRACE

RECENT = timedelta(hours=25)  # what died while we were away is told as well

logger = logging.getLogger(__name__)

Wake = Callable[[Sequence[str]], Awaitable[None]]


class Alerts:
    """Looks for what was given up; the keys of its alerts keep any from being sent twice."""

    def __init__(self, database: Database, wake: Wake, named: Collection[str] = ()) -> None:
        self._database = database
        self._wake = wake
        self._named = named
        self._told: frozenset[GivenUp] = frozenset()

    async def tell(self, at: datetime) -> None:
        """Send a private alert to each admin for what is new."""
        found = await DeliveryHistory(self._database).given_up(at - RECENT)
        rows = [
            _delivery(each, person, at)
            for each in found
            if each not in self._told
            for person in await _admins(self._database, each.tenant, self._named)
        ]
        if rows:
            async with self._database.transaction() as connection:
                await enqueue(connection, rows)
            await self._wake([row.lane for row in rows])
        self._told = frozenset(found)


class PackAlerts:
    """Looks for an edit of the words that was refused, and tells every admin of it, once."""

    def __init__(
        self, database: Database, wake: Wake, library: Library, named: Collection[str] = ()
    ) -> None:
        self._database = database
        self._wake = wake
        self._library = library
        self._named = named
        self._told: tuple[str, ...] = ()

    async def tell(self, at: datetime) -> None:
        """Send a private alert to each admin for what is new; once a day after a restart."""
        state = self._library.state
        if state.problems and state.problems != self._told:
            card, about = refused_card(state), (*state.problems, f"{at:%Y-%m-%d}")
            rows = [
                _private(tenant, who, card, (*about, tenant.platform.value, tenant.id), at)
                for tenant in await known_tenants(self._database)
                for who in await _admins(self._database, tenant, self._named)
            ]
            if not rows:
                return  # as soon as somebody is known
            async with self._database.transaction() as connection:
                await enqueue(connection, rows)
            await self._wake([row.lane for row in rows])
        self._told = state.problems


@dataclass(frozen=True, slots=True)
class _CertificateTrouble:
    """What is wrong with a certificate: what makes its alert the only one, and its line."""

    about: tuple[str, str]
    line: str
    ends: datetime | None = None


class CertificateAlerts:
    """Looks at the certificate for Teams, and tells in time that it runs out, or can't be read.

    Whoever runs us reads it in the log. The admins it is told to are those of the organisation
    that we belong to, ``home``; where there is none, of all: the bot falls silent for each.
    """

    def __init__(
        self,
        database: Database,
        wake: Wake,
        files: CertificateFiles,
        home: str = "",
        named: Collection[str] = (),
    ) -> None:
        self._database = database
        self._wake = wake
        self._files = files
        self._home = home.lower()
        self._named = named
        self._logged: _CertificateTrouble | None = None
        self._told: _CertificateTrouble | None = None

    async def tell(self, at: datetime) -> None:
        """Log what is new, and send a private alert to each admin, as soon as one is known."""
        trouble = await self._trouble(at)
        if trouble is None:
            return
        if trouble != self._logged:
            logger.warning(trouble.line)
            self._logged = trouble
        if trouble != self._told and await self._send(trouble, at):
            self._told = trouble

    async def _trouble(self, at: datetime) -> _CertificateTrouble | None:
        """Return what there is to tell at a moment."""
        try:
            found = await asyncio.to_thread(self._files.read, at)
        except CertificateError as error:
            line = f"teams.certificate_unusable problem={one_line(str(error))}"
            return _CertificateTrouble((str(error), f"{at:%Y-%m-%d}"), line)
        stage = found.stage(at)
        if stage is None:
            return None
        line = f"teams.certificate_ends_soon ends={found.ends.isoformat()}"
        return _CertificateTrouble((found.thumbprint, str(stage.days)), line, found.ends)

    async def _send(self, trouble: _CertificateTrouble, at: datetime) -> bool:
        """Send the alert; return whether there was anybody to send it to."""
        card = certificate_card(trouble.ends)
        rows = [
            _private(tenant, who, card, (*trouble.about, tenant.platform.value, tenant.id), at)
            for tenant in await known_tenants(self._database)
            if tenant.platform is Platform.TEAMS and self._home in ("", tenant.id.lower())
            for who in await _admins(self._database, tenant, self._named)
        ]
        if rows:
            async with self._database.transaction() as connection:
                await enqueue(connection, rows)
            await self._wake([row.lane for row in rows])
        return bool(rows)


async def _admins(database: Database, tenant: Tenant, named: Collection[str]) -> Collection[str]:
    """Return whom to tell: the admins we know by name, else those of the settings.

    Where a platform's own admins are ours, we may know none of them: then the managers.
    """
    return (
        await with_role(database, tenant, Role.ADMIN)
        or named
        or await with_role(database, tenant, Role.MANAGER)
    )


def _delivery(given_up: GivenUp, person: str, at: datetime) -> Delivery:
    card = alert_card(given_up.lane, given_up.reason)
    about = (given_up.lane, given_up.reason or "", given_up.hour)
    return _private(given_up.tenant, person, card, about, at)


def _private(
    tenant: Tenant, person: str, card: Card, about: Sequence[str], at: datetime
) -> Delivery:
    """Return an alert; what it is about makes it the only one."""
    home = Place.personal(tenant, person)
    post = Post(home, card, reader=person)
    name = blake2b("\0".join((*about, person)).encode(), digest_size=16).hexdigest()
    return Delivery(
        key=f"{ALERT}{name}",
        platform=tenant.platform.value,
        tenant=tenant.id,
        lane=str(home),
        body=dump_post(post),
        occurs_at=at,
        due_at=at,
        expires_at=at + GRACE,
    )
