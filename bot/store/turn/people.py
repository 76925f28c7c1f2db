"""The people of one workspace (``handlers.ports.people.People``)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.people_rows import KnownPerson, known_people, note_person
from bot.store.scope import Scope
from handlers.domain.people import Membership, Person


class PeopleRows:
    """What a turn may read and write of them."""

    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._connection = connection
        self._scope = scope

    async def meet(self, people: Iterable[Person], at: datetime) -> Mapping[str, Person]:
        """Note what the platform tells of people; return each as we know them, by id."""
        told = {each.id: each for each in people}
        where = (self._connection, self._scope)
        known = await known_people(*where, told)
        for person in told.values():
            await note_person(*where, person, known.get(person.id), at)
        known = await known_people(*where, told)  # to meet one may give another a new name
        return {id_: _as_known(person, known.get(id_)) for id_, person in told.items()}

    async def names(self, ids: Iterable[str]) -> Mapping[str, str]:
        """Return what people are called here, by id; whom we don't know is left out."""
        known = await known_people(self._connection, self._scope, ids)
        return {id_: person.name for id_, person in known.items()}

    async def have_left(self, ids: Iterable[str]) -> frozenset[str]:
        """Return whose account is known to be closed."""
        known = await known_people(self._connection, self._scope, ids)
        left = Membership.LEFT
        return frozenset(id_ for id_, person in known.items() if person.membership is left)


def _as_known(person: Person, known: KnownPerson | None) -> Person:
    if known is None:
        return person
    membership = person.membership or known.membership
    return replace(person, name=known.name, membership=membership)
