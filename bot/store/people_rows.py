"""The rows of people: what a platform told of them, and the one name by which we call each here.

Names are not identity: two of one name are told apart by what the platform shows besides it. A
name that changes is changed wherever it is kept beside an id, in the same transaction: reminders
and thanks are drawn from their own rows, many at a time, and never from an old name.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import Column, func, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.scope import Scope
from bot.store.tables.deliveries import deliveries
from bot.store.tables.people import people, team_members
from bot.store.tables.promises import promises
from bot.store.tables.schedules import schedules
from bot.store.tables.shoutouts import shoutout_recipients, shoutouts
from handlers.domain.people import Membership, Person, Role, told_apart
from scheduler.reasons import Reason

TELL_EVERY = timedelta(hours=12)  # between two notes that nothing has changed
MAX_NAME_LENGTH = 150  # characters, as the columns have

# Where a name is kept beside the id of whose it is: (id, name).
COPIES: Sequence[tuple[Column[Any], Column[Any]]] = (
    (team_members.c.person_id, team_members.c.name),
    (promises.c.owner_id, promises.c.owner),
    (promises.c.taken_by_id, promises.c.taken_by),
    (shoutouts.c.giver_id, shoutouts.c.giver_name),
    (shoutouts.c.decided_by, shoutouts.c.decided_name),
    (shoutout_recipients.c.person_id, shoutout_recipients.c.name),
)
_BY_PEOPLE = [each.value for each in (Reason.PAUSED, Reason.SKIPPED_ONCE, Reason.REMOVED)]
_NUMBERED = re.compile(r" \(([0-9]{1,9})\)$", re.ASCII)  # as ``told_apart`` writes it
_DOERS = ("paused_by", "skipped_by")  # of a reminder
_COLUMNS = [people.c[each] for each in ("id", "name", "zone", "told_name", "handle", "membership")]


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person as we know them; ``name`` is the one by which we call them here."""

    id: str
    name: str
    told_name: str | None = None
    handle: str | None = None
    membership: Membership | None = None
    told_at: datetime | None = None
    zone: str | None = None

    @classmethod
    def of(cls, row: Any, *, id_: str, name: str, zone: str | None) -> Self:  # noqa: ANN401 - a row of any statement
        """Return the person of a row; its name and zone have another one in each statement."""
        membership = Membership(row.membership) if row.membership else None
        return cls(id_, name, row.told_name, row.handle, membership, row.told_at, zone)

    @property
    def is_nameless(self) -> bool:
        """Tell whether they have had their name deleted, and haven't been here since."""
        return self.name == self.id and self.told_name is None

    def tells_nothing_new(self, person: Person, at: datetime) -> bool:
        """Tell whether all that a platform tells of somebody is on record, and lately."""
        if _is_named(person) and _name_told(person) != (self.told_name, self.handle):
            return False
        if person.zone not in ("", self.zone):
            return False
        is_recent = self.told_at is not None and at - self.told_at < TELL_EVERY
        return is_recent and person.membership is self.membership


async def known_people(
    connection: AsyncConnection, scope: Scope, ids: Iterable[str]
) -> Mapping[str, KnownPerson]:
    """Return those of whom there is a row, by their ids."""
    query = scope.select(people, *_COLUMNS, people.c.told_at).where(people.c.id.in_(list(ids)))
    rows = (await connection.execute(query)).all()
    return {row.id: KnownPerson.of(row, id_=row.id, name=row.name, zone=row.zone) for row in rows}


async def note_person(
    connection: AsyncConnection,
    scope: Scope,
    person: Person,
    known: KnownPerson | None,
    at: datetime,
) -> str:
    """Note what a platform tells of somebody; return the name by which we call them from now on.

    Of somebody whom it can't place just now the name is noted only if we have none.
    """
    unsure = person.membership is None
    if known is not None and (unsure or known.tells_nothing_new(person, at)):
        return known.name
    if unsure and not _is_named(person):
        return person.name
    told: dict[str, Any] = {"told_at": None if unsure else at}
    told["membership"] = person.membership and person.membership.value
    if person.zone:
        told["zone"] = person.zone
    if _is_named(person):
        told["told_name"], told["handle"] = _name_told(person)
    first = known.name if known else person.id  # until it is told apart
    await connection.execute(
        scope.upsert(connection, people, told, id=person.id, name=first, role=Role.AGENT.value)
    )
    before = (known.told_name or known.name) if known else ""
    called = await _tell_apart(connection, scope, {before, told.get("told_name", before)})
    return called.get(person.id, first)


async def _tell_apart(
    connection: AsyncConnection, scope: Scope, names: set[str]
) -> Mapping[str, str]:
    """Call each of those who have these names what nobody else is called; return that by id."""
    told = func.coalesce(people.c.told_name, people.c.name)
    lower = [each.lower() for each in names]  # of other letters than a to z SQLite knows no lower
    same = or_(told.in_(list(names)), func.lower(told).in_(lower))
    query = scope.select(people, *_COLUMNS).where(same, told != "").order_by(people.c.id)
    rows = (await connection.execute(query)).all()
    called: dict[str, str] = {}
    for name in {(row.told_name or row.name).lower() for row in rows}:
        sames = [row for row in rows if (row.told_name or row.name).lower() == name]
        sames.sort(key=lambda row: (_number(row.name), row.name == row.id))  # newcomers come last
        namesakes = [(row.id, row.told_name or row.name, row.handle or "") for row in sames]
        called |= told_apart(namesakes, MAX_NAME_LENGTH)
    for row in rows:
        if called[row.id] != row.name:
            await _rename(connection, scope, row.id, row.name, called[row.id])
    return called


def _number(name: str) -> float:
    """Return the number by which a name is told apart; infinity of one without any."""
    found = _NUMBERED.search(name)
    return math.inf if found is None else int(found[1])


async def _rename(
    connection: AsyncConnection, scope: Scope, person_id: str, before: str, after: str
) -> None:
    """Call somebody by another name, wherever their name is kept."""
    await connection.execute(
        scope.update(people).where(people.c.id == person_id).values(name=after)
    )
    for whose, name in COPIES:
        values: dict[str, Any] = {name.name: after}
        if "version" in name.table.c:  # who has read it would write the old name back
            values["version"] = name.table.c.version + 1
        await connection.execute(
            scope.update(name.table).where(whose == person_id, name != after).values(**values)
        )
    was_nameless = before == person_id
    await _rename_in_reminders(connection, scope, person_id, "" if was_nameless else before, after)
    if not was_nameless:
        await connection.execute(
            scope.update(deliveries)
            .where(deliveries.c.reason.in_(_BY_PEOPLE), deliveries.c.detail == before)
            .values(detail=after)
        )


async def _rename_in_reminders(
    connection: AsyncConnection, scope: Scope, person_id: str, before: str, after: str
) -> None:
    """Call who set them up by another name, and who paused or skipped them, if they had one."""
    query = scope.select(schedules, schedules.c.id, schedules.c.owner_id, schedules.c.args)
    did = [schedules.c.args[each].as_string() == before for each in _DOERS if before]
    found = await connection.execute(query.where(or_(schedules.c.owner_id == person_id, *did)))
    for row in found.all():
        args = {**row.args}
        if row.owner_id == person_id and "setter" in args:
            args["setter"] = after
        # No id stands beside these; but before, too, nobody else was called so.
        args |= {each: after for each in _DOERS if before and args.get(each) == before}
        if args != row.args:
            await connection.execute(
                scope.update(schedules)
                .where(schedules.c.id == row.id)
                .values(args=args, version=schedules.c.version + 1)
            )


def _is_named(person: Person) -> bool:
    return person.name not in ("", person.id)


def _name_told(person: Person) -> tuple[str, str]:
    return person.name[:MAX_NAME_LENGTH], person.handle[:MAX_NAME_LENGTH]
