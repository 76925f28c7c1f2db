"""Shout-outs of one workspace, and where its people want thanks to go."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.dialects import insert_into
from bot.store.errors import Conflict
from bot.store.tables.people import people
from bot.store.tables.shoutouts import shoutout_recipients, shoutouts
from handlers.domain.people import Person, Role
from handlers.domain.shoutout import Shoutout, ShoutoutState
from handlers.domain.shoutout_messages import Message, MessageKind, MessageState
from handlers.domain.shoutout_places import Recipient, ThanksPlace

_PLAIN: tuple[str, ...] = ("giver_id", "giver_name", "text", "behaviour", "case_id")
_PLAIN += ("decided_by", "decided_name", "rev", "version", "made_at", "changed_at")
_MESSAGE = tuple(each.name for each in fields(Message))
_STORED = {"state": "standing"}  # the name by which the rows have it


class ShoutoutRows:
    """What a turn may read and write of them (``handlers.ports.shoutouts.Shoutouts``)."""

    def __init__(
        self, connection: AsyncConnection, scope: Mapping[str, str], person: Person
    ) -> None:
        self._connection = connection
        self._scope = scope
        self._person = person

    async def add(self, shoutout: Shoutout) -> bool:
        """Insert one; False when there is one with this id already."""
        made = await self._connection.execute(
            insert_into(self._connection, shoutouts)
            .values(**self._scope, id=shoutout.id, **_values(shoutout))
            .on_conflict_do_nothing(index_elements=["platform", "tenant", "id"])
        )
        if made.rowcount:
            await self._write_recipients(shoutout)
        return bool(made.rowcount)

    async def get(self, shoutout_id: str) -> Shoutout | None:
        """Return one of this workspace, or None."""
        where = (self._here(shoutouts), shoutouts.c.id == shoutout_id)
        row = (await self._connection.execute(select(shoutouts).where(*where))).first()
        return None if row is None else await self._whole(row)

    async def save(self, shoutout: Shoutout) -> Shoutout:
        """Update one and return it; Conflict when somebody changed it since it was read."""
        values = _values(shoutout) | {"version": shoutout.version + 1}
        done = await self._connection.execute(
            update(shoutouts)
            .where(
                self._here(shoutouts),
                shoutouts.c.id == shoutout.id,
                shoutouts.c.version == shoutout.version,
            )
            .values(**values)
        )
        if done.rowcount != 1:
            raise Conflict
        await self._connection.execute(
            delete(shoutout_recipients).where(
                self._here(shoutout_recipients), shoutout_recipients.c.shoutout_id == shoutout.id
            )
        )
        await self._write_recipients(shoutout)
        return (await self.get(shoutout.id)) or shoutout

    async def given_since(self, since: datetime) -> tuple[Shoutout, ...]:
        """Return what the person whose turn it is gave from then on, newest first."""
        found = await self._connection.execute(
            select(shoutouts)
            .where(
                self._here(shoutouts),
                shoutouts.c.giver_id == self._person.id,
                shoutouts.c.made_at >= since,
            )
            .order_by(shoutouts.c.made_at.desc())
            .limit(20)
        )
        return tuple([await self._whole(row) for row in found.all()])

    async def wishes(self, person_ids: Collection[str]) -> Mapping[str, ThanksPlace]:
        """Return where these people want thanks to go; who hasn't said is left out."""
        found = await self._connection.execute(
            select(people.c.id, people.c.thanks).where(
                self._here(people), people.c.id.in_(person_ids), people.c.thanks.is_not(None)
            )
        )
        return {row.id: ThanksPlace(row.thanks) for row in found}

    async def wish(self, place: ThanksPlace) -> None:
        """Remember where the person whose turn it is wants thanks to go."""
        values = {"thanks": place.value}
        await self._connection.execute(
            insert_into(self._connection, people)
            .values(
                **self._scope,
                id=self._person.id,
                name=self._person.name,
                role=Role.AGENT.value,
                **values,
            )
            .on_conflict_do_update(index_elements=["platform", "tenant", "id"], set_=values)
        )

    async def _write_recipients(self, shoutout: Shoutout) -> None:
        rows = [
            {
                **self._scope,
                "shoutout_id": shoutout.id,
                "person_id": each.id,
                "position": position,
                "name": each.name,
                "went": each.went.value,
                "place": each.place,
                "note": each.note,
            }
            for position, each in enumerate(shoutout.recipients)
        ]
        await self._connection.execute(insert(shoutout_recipients), rows)

    async def _whole(self, row: Row[Any]) -> Shoutout:
        found = await self._connection.execute(
            select(shoutout_recipients)
            .where(self._here(shoutout_recipients), shoutout_recipients.c.shoutout_id == row.id)
            .order_by(shoutout_recipients.c.position)
        )
        return Shoutout(
            id=row.id,
            state=ShoutoutState(row.state),
            recipients=tuple(
                Recipient(each.person_id, each.name, ThanksPlace(each.went), each.place, each.note)
                for each in found
            ),
            messages=tuple(_message(each) for each in row.messages),
            **{name: getattr(row, name) for name in _PLAIN},
        )

    def _here(self, table: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's expressions are untyped here
        return and_(
            table.c.platform == self._scope["platform"], table.c.tenant == self._scope["tenant"]
        )


def _values(shoutout: Shoutout) -> dict[str, Any]:
    shown = any(each.is_shown for each in shoutout.of_kind(MessageKind.POST))
    return {name: getattr(shoutout, name) for name in _PLAIN} | {
        "state": shoutout.state.value,
        "messages": [_stored(each) for each in shoutout.messages],
        "public": shown,
    }


def _stored(message: Message) -> dict[str, Any]:
    """Return it as its row has it, where its state has an older name."""
    return {_STORED.get(name, name): value for name, value in asdict(message).items()}


def _message(stored: Mapping[str, Any]) -> Message:
    values = {name: stored[_STORED.get(name, name)] for name in _MESSAGE}
    return Message(**{**values, "state": MessageState(values["state"])})
