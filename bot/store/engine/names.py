"""Names that may have changed: whose are about to be read and weren't told for a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Table, and_, or_, select, true, tuple_

from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.people_rows import known_people, note_person
from bot.store.scope import Scope
from bot.store.tables.people import people, team_members
from bot.store.tables.promises import promises
from bot.store.tables.schedules import schedules
from bot.store.tables.shoutouts import shoutout_recipients, shoutouts
from handlers.domain.people import Person, Platform, Role, Tenant
from handlers.domain.promise import PromiseState
from handlers.domain.shoutouts.shoutout import ShoutoutState

FRESH_FOR = timedelta(days=1)
_KEY = (people.c.platform, people.c.tenant, people.c.id)
_FIRST = ("", "", "")  # before every key


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whose name may have changed."""

    tenant: Tenant
    id: str


async def renew_person(database: Database, tenant: Tenant, person: Person, at: datetime) -> None:
    """Note what a platform tells of a person whom we know; Busy. Strangers are not noted."""
    scope = Scope(tenant)
    async with database.read_transaction(ENGINE_TIMEOUT) as connection:
        known = (await known_people(connection, scope, [person.id])).get(person.id)
    if known is None or known.is_nameless or known.tells_nothing_new(person, at):
        return
    async with database.transaction(ENGINE_TIMEOUT) as connection:
        known = (await known_people(connection, scope, [person.id])).get(person.id)
        if known is not None:
            await note_person(connection, scope, person, known, at)


class Names:
    """Finds them, some at a time and all in turn, so that nobody stands in another's way."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._after = _FIRST

    async def stale(self, at: datetime, limit: int) -> Sequence[Named]:
        """Return the next so many at most; after the last of all the first come again."""
        query = (
            select(*_KEY)
            .where(
                tuple_(*_KEY) > tuple_(*self._after),
                people.c.platform != Platform.WEB.value,
                or_(people.c.told_at.is_(None), people.c.told_at < at - FRESH_FOR),
                or_(people.c.told_name.is_not(None), people.c.name != people.c.id),
                _about_to_be_read(),
            )
            .order_by(*_KEY)
            .limit(limit)
        )
        async with self._database.read_transaction(ENGINE_TIMEOUT) as connection:
            rows = (await connection.execute(query)).all()
        self._after = tuple(rows[-1]) if len(rows) == limit else _FIRST
        return [Named(Tenant(Platform(row.platform), row.tenant), row.id) for row in rows]


def _about_to_be_read() -> Any:  # noqa: ANN401 - a condition
    """Return the condition for who leads, is on a list, or is named in what is under way."""
    proposed = shoutouts.c.state == ShoutoutState.PROPOSED.value
    open_promise = promises.c.state == PromiseState.OPEN.value
    thanked = _whose(shoutout_recipients, "person_id").join(
        shoutouts,
        and_(
            shoutouts.c.platform == shoutout_recipients.c.platform,
            shoutouts.c.tenant == shoutout_recipients.c.tenant,
            shoutouts.c.id == shoutout_recipients.c.shoutout_id,
        ),
    )
    named = (
        _whose(team_members, "person_id"),
        _whose(schedules, "owner_id").where(schedules.c.enabled == true()),
        _whose(promises, "owner_id").where(open_promise),
        _whose(promises, "taken_by_id").where(open_promise),
        _whose(shoutouts, "giver_id").where(proposed),
        thanked.where(proposed),
    )
    leads = people.c.role.in_((Role.MANAGER.value, Role.ADMIN.value))
    return or_(leads, *(tuple_(*_KEY).in_(each) for each in named))


def _whose(table: Table, id_: str) -> Select[Any]:
    return select(table.c.platform, table.c.tenant, table.c[id_])
