"""Tell the admins of a workspace when something was given up: once a lane, a reason and an hour."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.codec import dump_post
from bot.store.database import Database
from bot.store.delivery_rows import ALERT
from bot.store.engine.deliveries import enqueue
from bot.store.engine.history import DeliveryHistory, GivenUp
from bot.store.engine.roles import with_role
from handlers.domain.people import Place, Role
from handlers.turn import Post
from handlers.workspace.outbox import alert_card
from scheduler.delivery import Delivery
from scheduler.occurrence import GRACE

RECENT = timedelta(hours=25)  # what died while we were away is told as well

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
            for person in await self._admins(each)
        ]
        if rows:
            async with self._database.transaction() as connection:
                await enqueue(connection, rows)
            await self._wake([row.lane for row in rows])
        self._told = frozenset(found)

    async def _admins(self, given_up: GivenUp) -> Collection[str]:
        """Return whom to tell: the admins we know by name, else those of the settings.

        Where a platform's own admins are ours, we may know none of them: then the managers.
        """
        where = (self._database, given_up.tenant)
        return (
            await with_role(*where, Role.ADMIN)
            or self._named
            or await with_role(*where, Role.MANAGER)
        )


def _delivery(given_up: GivenUp, person: str, at: datetime) -> Delivery:
    home = Place.personal(given_up.tenant, person)
    post = Post(home, alert_card(given_up.lane, given_up.reason), reader=person)
    about = (given_up.lane, given_up.reason or "", given_up.hour, person)
    name = blake2b("\0".join(about).encode(), digest_size=16).hexdigest()
    return Delivery(
        key=f"{ALERT}{name}",
        platform=given_up.tenant.platform.value,
        tenant=given_up.tenant.id,
        lane=str(home),
        body=dump_post(post),
        occurs_at=at,
        due_at=at,
        expires_at=at + GRACE,
    )
