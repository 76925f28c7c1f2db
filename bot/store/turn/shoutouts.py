"""Shout-outs of one workspace, and where its people want thanks to go."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import Conflict
from bot.store.scope import Scope
from bot.store.tables.cases import cases
from bot.store.tables.people import has_left, people
from bot.store.tables.shoutouts import shoutout_recipients, shoutouts
from content.flow import Variant
from handlers.domain.case import CaseState
from handlers.domain.people import Person, Role
from handlers.domain.shoutouts.after_complaint import Closing
from handlers.domain.shoutouts.messages import Message, MessageKind, MessageState
from handlers.domain.shoutouts.places import Recipient, ThanksPlace
from handlers.domain.shoutouts.shoutout import Shoutout, ShoutoutState

_PLAIN: tuple[str, ...] = ("giver_id", "giver_name", "text", "behaviour", "case_id")
_PLAIN += ("decided_by", "decided_name", "rev", "version", "made_at", "changed_at")
_PLAIN += ("is_private", "is_for_team")


class ShoutoutRows:
    """What a turn may read and write of them (``handlers.ports.shoutouts.Shoutouts``)."""

    def __init__(self, connection: AsyncConnection, scope: Scope, person: Person) -> None:
        self._connection = connection
        self._scope = scope
        self._person = person

    async def add(self, shoutout: Shoutout) -> bool:
        """Insert one; False when there is one with this id already."""
        made = await self._connection.execute(
            self._scope.insert(
                self._connection, shoutouts, id=shoutout.id, **_values(shoutout)
            ).on_conflict_do_nothing(index_elements=["platform", "tenant", "id"])
        )
        if made.rowcount:
            await self._write_recipients(shoutout)
        return bool(made.rowcount)

    async def get(self, shoutout_id: str) -> Shoutout | None:
        """Return one of this workspace, or None."""
        query = self._scope.select(shoutouts).where(shoutouts.c.id == shoutout_id)
        row = (await self._connection.execute(query)).first()
        return None if row is None else await self._whole(row)

    async def drafts(self, since: datetime) -> tuple[Shoutout, ...]:
        """Return those of complaints that nobody has decided, of no earlier than that, in order.

        Not those whose complaint was taken up again, or whose agent has left.
        """
        accepted = self._scope.select(cases, cases.c.id).where(
            cases.c.state == CaseState.CLOSED.value, cases.c.accepted == "accepted"
        )
        left = (
            self._scope.select(shoutout_recipients, shoutout_recipients.c.shoutout_id)
            .join(
                people,
                and_(self._scope.matches(people), people.c.id == shoutout_recipients.c.person_id),
            )
            .where(has_left)
        )
        found = await self._connection.execute(
            self._scope.select(shoutouts)
            .where(
                shoutouts.c.giver_id == "",
                shoutouts.c.made_at >= since,
                shoutouts.c.state == ShoutoutState.PROPOSED.value,
                shoutouts.c.closing.is_not(None),
                shoutouts.c.case_id.in_(accepted),
                shoutouts.c.id.not_in(left),
            )
            .order_by(shoutouts.c.made_at, shoutouts.c.id)
        )
        return tuple([await self._whole(row) for row in found.all()])

    async def proposals(self, since: datetime) -> tuple[Shoutout, ...]:
        """Return what colleagues proposed and nobody has decided, of no earlier than that."""
        found = await self._connection.execute(
            self._scope.select(shoutouts)
            .where(
                shoutouts.c.made_at >= since,
                shoutouts.c.state == ShoutoutState.PROPOSED.value,
                shoutouts.c.closing.is_(None),
            )
            .order_by(shoutouts.c.made_at, shoutouts.c.id)
        )
        return tuple([await self._whole(row) for row in found.all()])

    async def save(self, shoutout: Shoutout) -> Shoutout:
        """Update one and return it; Conflict when somebody changed it since it was read."""
        values = _values(shoutout) | {"version": shoutout.version + 1}
        done = await self._connection.execute(
            self._scope.update(shoutouts)
            .where(shoutouts.c.id == shoutout.id, shoutouts.c.version == shoutout.version)
            .values(**values)
        )
        if done.rowcount != 1:
            raise Conflict
        await self._connection.execute(
            self._scope.delete(shoutout_recipients).where(
                shoutout_recipients.c.shoutout_id == shoutout.id
            )
        )
        await self._write_recipients(shoutout)
        return (await self.get(shoutout.id)) or shoutout

    async def given_since(self, since: datetime) -> tuple[Shoutout, ...]:
        """Return what the person whose turn it is gave from then on, newest first.

        Whoever asks is about to give: two that do so at once see each other's.
        """
        await self._scope.one_at_a_time(self._connection, f"thanks of {self._person.id}")
        found = await self._connection.execute(
            self._scope.select(shoutouts)
            .where(shoutouts.c.giver_id == self._person.id, shoutouts.c.made_at >= since)
            .order_by(shoutouts.c.made_at.desc())
            .limit(20)
        )
        return tuple([await self._whole(row) for row in found.all()])

    async def passed_on(self, case_id: str) -> tuple[Shoutout, ...]:
        """Return the thanks that were passed on from a case, but for those taken back."""
        found = await self._connection.execute(
            self._scope.select(shoutouts)
            .where(
                shoutouts.c.case_id == case_id,
                shoutouts.c.closing.is_(None),
                shoutouts.c.state != ShoutoutState.WITHDRAWN.value,
            )
            .order_by(shoutouts.c.made_at, shoutouts.c.id)
        )
        return tuple([await self._whole(row) for row in found.all()])

    async def wishes(self, person_ids: Collection[str]) -> Mapping[str, ThanksPlace]:
        """Return where these people want thanks to go; who hasn't said is left out."""
        found = await self._connection.execute(
            self._scope.select(people, people.c.id, people.c.thanks).where(
                people.c.id.in_(person_ids), people.c.thanks.is_not(None)
            )
        )
        return {row.id: ThanksPlace(row.thanks) for row in found}

    async def wish(self, place: ThanksPlace) -> None:
        """Remember where the person whose turn it is wants thanks to go."""
        await self._connection.execute(
            self._scope.upsert(
                self._connection,
                people,
                {"thanks": place.value},
                id=self._person.id,
                name=self._person.name,
                role=Role.AGENT.value,
            )
        )

    async def _write_recipients(self, shoutout: Shoutout) -> None:
        rows = [
            {
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
        await self._connection.execute(
            self._scope.insert(self._connection, shoutout_recipients), rows
        )

    async def _whole(self, row: Row[Any]) -> Shoutout:
        found = await self._connection.execute(
            self._scope.select(shoutout_recipients)
            .where(shoutout_recipients.c.shoutout_id == row.id)
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
            closing=_closing(row.closing),
            **{name: getattr(row, name) for name in _PLAIN},
        )


def _values(shoutout: Shoutout) -> dict[str, Any]:
    shown = any(each.is_shown for each in shoutout.of_kind(MessageKind.POST))
    return {name: getattr(shoutout, name) for name in _PLAIN} | {
        "state": shoutout.state.value,
        "closing": _stored(shoutout.closing),
        "messages": [asdict(each) for each in shoutout.messages],
        "public": shown,
    }


def _stored(closing: Closing | None) -> Mapping[str, Any] | None:
    if closing is None:
        return None
    kept_at = closing.kept_at and closing.kept_at.isoformat()
    return asdict(closing) | {"variant": closing.variant.value, "kept_at": kept_at}


def _closing(stored: Mapping[str, Any] | None) -> Closing | None:
    if stored is None:
        return None
    kept_at = stored["kept_at"] and datetime.fromisoformat(stored["kept_at"])
    return Closing(**{**stored, "variant": Variant(stored["variant"]), "kept_at": kept_at})


def _message(stored: Mapping[str, Any]) -> Message:
    return Message(**{**stored, "state": MessageState(stored["state"])})
