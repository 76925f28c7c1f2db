"""The asks of one workspace (``handlers.ports.asks.Asks``)."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import Conflict
from bot.store.scope import Scope
from bot.store.tables.asks import asks
from bot.store.tables.insights import bends, rules
from bot.store.tables.people import people
from handlers.domain.asks.ask import Ask, AskKind, AskState
from handlers.domain.asks.messages import Message, MessageState, Why
from handlers.domain.asks.own_cards import OwnCard
from handlers.domain.people import Person

_PLAIN: tuple[str, ...] = ("asker_id", "case_id", "case_number", "branch", "what", "place")
_PLAIN += ("rev", "version", "news", "own_news", "own_said", "out_at")
_PLAIN += ("due_at", "unanswered", "taken_by", "taken_at", "handed_by", "made_at", "changed_at")
MORE_THAN_I_MAY_GIVE = "More than I may give"
_RULE_OF_MORE = "more-than-i-may-give"
_NEWEST = (asks.c.made_at.desc(), asks.c.id)
_MAX_OF_CASE = 20


class AskRows:
    """Reads and writes them; scoped to a tenant and a person."""

    def __init__(
        self,
        connection: AsyncConnection,
        scope: Scope,
        person: Person,
        newly_due: list[datetime],
    ) -> None:
        self._newly_due = newly_due
        self._connection = connection
        self._scope = scope
        self._person = person

    async def add(self, ask: Ask) -> bool:
        """Insert one; False when there is one with this id already."""
        made = await self._connection.execute(
            self._scope.insert(
                self._connection, asks, id=ask.id, **self._values(ask)
            ).on_conflict_do_nothing(index_elements=["platform", "tenant", "id"])
        )
        return bool(made.rowcount)

    async def get(self, ask_id: str) -> Ask | None:
        """Return one of this workspace, or None."""
        found = await self._found(asks.c.id == ask_id)
        return await self.named(found[0]) if found else None

    async def of_case(self, case_id: str) -> tuple[Ask, ...]:
        """Return what this person asked for in a case, newest first."""
        found = await self._found(self._own(), asks.c.case_id == case_id)
        return tuple([await self.named(each) for each in found])

    async def newest(self, kind: AskKind) -> Ask | None:
        """Return the newest of a kind that this person asked for without a case, or None."""
        found = await self._found(self._own(), asks.c.case_id == "", asks.c.kind == kind.value)
        return await self.named(found[0]) if found else None

    async def save(self, ask: Ask) -> Ask:
        """Update one and return it; Conflict when somebody changed it since it was read."""
        values = self._values(ask) | {"version": ask.version + 1}
        done = await self._connection.execute(
            self._scope.update(asks)
            .where(asks.c.id == ask.id, asks.c.version == ask.version)
            .values(**values)
        )
        if done.rowcount != 1:
            raise Conflict
        return replace(ask, version=ask.version + 1)

    async def named(self, ask: Ask) -> Ask:
        """Return it with what its people are called."""
        ids = {ask.asker_id, ask.taken_by, ask.handed_by, *ask.people}
        ids |= {each.reader for each in ask.messages}
        found = await self._connection.execute(
            self._scope.select(people, people.c.id, people.c.name).where(people.c.id.in_(ids))
        )
        return replace(ask, names={row.id: row.name for row in found})

    async def bend(self, ask: Ask, at: datetime) -> str:
        """Count what a lead has allowed as a rule that was bent, and return the rule's id.

        The rule is made if need be.
        """
        named = self._scope.select(rules, rules.c.id).where(rules.c.name == MORE_THAN_I_MAY_GIVE)
        rule_id = await self._connection.scalar(named.limit(1)) or _RULE_OF_MORE
        rule = {"name": MORE_THAN_I_MAY_GIVE, "state": "watched", "why": "", "made_at": at}
        bend = {"rule_id": rule_id, "case_id": ask.case_id or None, "agent_id": ask.asker_id}
        for table, values in (
            (rules, {"id": rule_id, **rule}),
            (bends, {"id": f"ask-{ask.id}"[:64], **bend, "at": at}),
        ):
            await self._connection.execute(
                self._scope.insert(self._connection, table, **values).on_conflict_do_nothing(
                    index_elements=["platform", "tenant", "id"]
                )
            )
        return str(rule_id)

    async def _found(self, *conditions: ColumnElement[bool]) -> list[Ask]:
        query = self._scope.select(asks).where(*conditions).order_by(*_NEWEST)
        rows = (await self._connection.execute(query.limit(_MAX_OF_CASE))).all()
        return [_read(row) for row in rows]

    def _own(self) -> ColumnElement[bool]:
        return asks.c.asker_id == self._person.id

    def _values(self, ask: Ask) -> dict[str, Any]:
        if ask.next_at is not None:
            self._newly_due.append(ask.next_at)
        return {name: getattr(ask, name) for name in _PLAIN} | {
            "kind": ask.kind.value,
            "state": ask.state.value,
            "people": list(ask.people),
            "own_cards": [asdict(each) for each in ask.own_cards],
            "messages": [asdict(each) for each in ask.messages],
            "next_at": ask.next_at,
        }


def _read(row: Row[Any]) -> Ask:
    return Ask(
        id=row.id,
        kind=AskKind(row.kind),
        state=AskState(row.state),
        people=tuple(row.people),
        own_cards=tuple(OwnCard(**each) for each in row.own_cards),
        messages=tuple(_message(each) for each in row.messages),
        **{name: getattr(row, name) for name in _PLAIN},
    )


def _message(stored: Mapping[str, Any]) -> Message:
    states = {"state": MessageState(stored["state"]), "why": Why(stored["why"])}
    return Message(**{**stored, **states})
