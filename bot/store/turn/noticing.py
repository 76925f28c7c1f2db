"""A manager's weekly card of thanks (``handlers.ports.noticing.NoticingPort``)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import Conflict
from bot.store.scope import Scope
from bot.store.tables.people import has_left, people, team_members
from bot.store.tables.shoutouts import noticing
from bot.store.thanks_rows import last_thanks
from bot.store.turn.digests import zones_of
from bot.store.turn.shoutouts import ShoutoutRows
from handlers.domain.people import Person
from handlers.domain.shoutouts.messages import MessageKind
from handlers.domain.shoutouts.noticing import Noticing, NoticingState, Teammate
from handlers.domain.shoutouts.shoutout import Shoutout

_KEPT = ("weekday", "hour", "weeks", "next_at", "last_week", "skipped", "version")


class NoticingRows:
    """What a turn may read and write of it: that of the person whose turn it is."""

    def __init__(
        self,
        connection: AsyncConnection,
        scope: Scope,
        person: Person,
        shoutouts: ShoutoutRows,
        newly_due: list[datetime],
    ) -> None:
        self._connection = connection
        self._scope = scope
        self._person = person
        self._shoutouts = shoutouts
        self._newly_due = newly_due

    async def own(self) -> Noticing:
        """Return when theirs comes; the usual one, which nobody has begun, where none is kept."""
        me = self._person.id
        zone = (await zones_of(self._connection, self._scope, [me]))[me]
        query = self._scope.select(noticing).where(noticing.c.manager_id == me)
        row = (await self._connection.execute(query)).first()
        if row is None:
            return Noticing(zone)
        kept = {name: getattr(row, name) for name in _KEPT}
        return Noticing(zone, NoticingState(row.state), **kept)

    async def save(self, after: Noticing) -> None:
        """Keep it; Conflict when somebody changed it since it was read."""
        values = {name: getattr(after, name) for name in _KEPT}
        values |= {"state": after.state.value, "version": after.version + 1}
        whose = noticing.c.manager_id == self._person.id
        if after.version:
            known = noticing.c.version == after.version
            done = await self._connection.execute(
                self._scope.update(noticing).where(whose, known).values(**values)
            )
        else:
            new = self._scope.insert(
                self._connection, noticing, manager_id=self._person.id, **values
            )
            done = await self._connection.execute(new.on_conflict_do_nothing())
        if done.rowcount != 1:
            raise Conflict
        if after.next_at is not None:
            self._newly_due.append(after.next_at)

    async def team(self) -> tuple[Teammate, ...]:
        """Return who is on their list and hasn't left, each with when they were last thanked."""
        mine = team_members.c.manager_id == self._person.id
        thanks = last_thanks(self._scope.matches(team_members), mine)
        last = {row.person_id: row for row in await self._connection.execute(thanks)}
        of_people = and_(self._scope.matches(people), people.c.id == team_members.c.person_id)
        found = await self._connection.execute(
            self._scope.select(team_members)
            .outerjoin(people, of_people)
            .where(mine, team_members.c.person_id != self._person.id, ~has_left)
            .order_by(team_members.c.name, team_members.c.person_id)
        )
        return tuple(_teammate(row, last.get(row.person_id)) for row in found)

    async def drafts(self, since: datetime) -> tuple[Shoutout, ...]:
        """Return the proposals and drafts that wait for them, of no earlier than that."""
        mine = f"{MessageKind.ASK}:{self._person.id}"
        proposals = (each for each in await self._shoutouts.proposals(since) if each.message(mine))
        drafts = (
            each for each in await self._shoutouts.drafts(since) if each.waits_for(self._person.id)
        )
        return (*proposals, *drafts)


def _teammate(row: Row[Any], thanks: Row[Any] | None) -> Teammate:
    """Return somebody with what is on the list of deleted thanks, and what there is of others."""
    thanked_at, known_at = (thanks.thanked_at, thanks.known_at) if thanks else (None, None)
    return Teammate(
        row.person_id,
        row.name,
        row.joined_at,
        _later(row.thanked_at, thanked_at),
        _later(row.known_at, known_at),
    )


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((each for each in (one, other) if each is not None), default=None)
