"""Rules that are bent, and what-ifs, of one workspace (``handlers.ports.insights.Insights``)."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.scope import Scope
from bot.store.tables.insights import bends, ideas, rules
from handlers.domain.insights.idea import Idea, IdeaState
from handlers.domain.insights.rule import Bend, Rule, RuleState, Told
from handlers.domain.people import Person
from handlers.domain.wording import same_words

_KEY = ["platform", "tenant", "id"]
_OF_RULE: tuple[str, ...] = ("name", "why", "made_at", "decided_at", "told_at")
_OF_RULE += ("told_again_at", "next_at")
_OF_IDEA: tuple[str, ...] = (
    "text",
    "from_id",
    "is_named",
    "rule_id",
    "cause",
    "case_id",
    "why",
    "decided_by",
)
_OF_IDEA += ("made_at", "changed_at")
_MAX_IDEAS = 500  # of a workspace, in one list
_NEW_FIRST = case({IdeaState.NEW.value: 0, IdeaState.TRYING.value: 1}, value=ideas.c.state, else_=2)


class InsightRows:
    """What a turn may read and write of them."""

    def __init__(
        self,
        connection: AsyncConnection,
        scope: Scope,
        person: Person,
        newly_due: list[datetime],
    ) -> None:
        self._connection = connection
        self._scope = scope
        self._person = person
        self._newly_due = newly_due

    async def rules(self) -> tuple[Rule, ...]:
        """Return the rules of this workspace, by name."""
        found = await self._connection.execute(
            self._scope.select(rules).order_by(rules.c.name, rules.c.id)
        )
        return tuple(_rule(row) for row in found)

    async def rule(self, rule_id: str) -> Rule | None:
        """Return one, or None."""
        query = self._scope.select(rules).where(rules.c.id == rule_id)
        row = (await self._connection.execute(query)).first()
        return None if row is None else _rule(row)

    async def add_rule(self, rule: Rule) -> Rule:
        """Insert one, and return it; the one of the same name if there is one already."""
        await self._scope.one_at_a_time(self._connection, "rules")
        for each in await self.rules():
            if each.id == rule.id or same_words(each.name, rule.name):
                return each
        new = self._scope.insert(self._connection, rules, id=rule.id, **_of_rule(rule))
        await self._connection.execute(new)
        return rule

    async def save_rule(self, rule: Rule) -> None:
        """Update one."""
        await self._connection.execute(
            self._scope.update(rules).where(rules.c.id == rule.id).values(**_of_rule(rule))
        )
        if rule.next_at is not None:
            self._newly_due.append(rule.next_at)

    async def remove_rule(self, rule_id: str) -> None:
        """Delete one, with how often it was bent."""
        await self._connection.execute(self._scope.delete(rules).where(rules.c.id == rule_id))
        await self._connection.execute(self._scope.delete(bends).where(bends.c.rule_id == rule_id))
        await self._connection.execute(
            self._scope.update(ideas).where(ideas.c.rule_id == rule_id).values(rule_id=None)
        )

    async def add_bend(self, bend: Bend, count_at: datetime | None) -> bool:
        """Keep that this person bent a rule, to be counted then; False of one that is there."""
        values: dict[str, Any] = {
            "rule_id": bend.rule_id,
            "case_id": bend.case_id or None,
            "cause": bend.cause,
        }
        values |= {"is_named": bend.is_named, "at": bend.at}
        new = self._scope.insert(
            self._connection, bends, id=bend.id, agent_id=self._person.id, **values
        )
        made = await self._connection.execute(new.on_conflict_do_nothing(index_elements=_KEY))
        if not made.rowcount:
            return False
        if count_at is not None:
            later = or_(rules.c.next_at.is_(None), rules.c.next_at > count_at)
            await self._connection.execute(
                self._scope.update(rules)
                .where(rules.c.id == bend.rule_id, later)
                .values(next_at=count_at)
            )
            self._newly_due.append(count_at)
        return True

    async def bends(self, rule_id: str, since: datetime) -> tuple[Bend, ...]:
        """Return how a rule was bent from then on; in no order of time."""
        return await self._bends(bends.c.rule_id == rule_id, bends.c.at >= since)

    async def bends_of_case(self, case_id: str) -> tuple[Bend, ...]:
        """Return which rules this person bent in a case."""
        return await self._bends(bends.c.case_id == case_id, bends.c.agent_id == self._person.id)

    async def add_idea(self, idea: Idea) -> bool:
        """Insert a what-if of this person; False when there is one with this id already."""
        values = _of_idea(idea) | {"from_id": self._person.id}
        new = self._scope.insert(self._connection, ideas, id=idea.id, **values)
        made = await self._connection.execute(new.on_conflict_do_nothing(index_elements=_KEY))
        return bool(made.rowcount)

    async def idea(self, idea_id: str) -> Idea | None:
        """Return one, or None."""
        found = await self._ideas(ideas.c.id == idea_id)
        return found[0] if found else None

    async def ideas(self) -> tuple[Idea, ...]:
        """Return those of this workspace: new ones, those tried, the others; by no time."""
        found = await self._connection.execute(
            self._scope.select(ideas).order_by(_NEW_FIRST, ideas.c.id).limit(_MAX_IDEAS)
        )
        return tuple(_idea(row) for row in found)

    async def ideas_of_rule(self, rule_id: str, since: datetime) -> tuple[Idea, ...]:
        """Return what was passed on with a rule from then on; in no order of time."""
        return await self._ideas(ideas.c.rule_id == rule_id, ideas.c.made_at >= since)

    async def idea_of_case(self, case_id: str) -> Idea | None:
        """Return the newest what-if that this person passed on in a case, or None."""
        mine = ideas.c.from_id == self._person.id
        found = await self._ideas(ideas.c.case_id == case_id, mine)
        return max(found, key=lambda each: each.made_at, default=None)

    async def save_idea(self, idea: Idea) -> None:
        """Update one."""
        await self._connection.execute(
            self._scope.update(ideas).where(ideas.c.id == idea.id).values(**_of_idea(idea))
        )

    async def drop_idea(self, idea_id: str) -> None:
        """Delete a what-if of this person."""
        mine = ideas.c.from_id == self._person.id
        await self._connection.execute(self._scope.delete(ideas).where(ideas.c.id == idea_id, mine))

    async def forget_case(self, case_id: str) -> None:
        """Delete what this person passed on in a case."""
        me = self._person.id
        for table, whose in ((bends, bends.c.agent_id == me), (ideas, ideas.c.from_id == me)):
            await self._connection.execute(
                self._scope.delete(table).where(table.c.case_id == case_id, whose)
            )

    async def _bends(self, *conditions: ColumnElement[bool]) -> tuple[Bend, ...]:
        query = self._scope.select(bends).where(*conditions).order_by(bends.c.id)
        return tuple(_bend(row) for row in await self._connection.execute(query))

    async def _ideas(self, *conditions: ColumnElement[bool]) -> tuple[Idea, ...]:
        query = self._scope.select(ideas).where(*conditions).order_by(ideas.c.id)
        return tuple(_idea(row) for row in await self._connection.execute(query))


def _of_rule(rule: Rule) -> Mapping[str, Any]:
    return {name: getattr(rule, name) for name in _OF_RULE} | {
        "owner_id": rule.owner_id or None,
        "state": rule.state.value,
        "told": asdict(rule.told) if rule.told else None,
    }


def _rule(row: Row[Any]) -> Rule:
    return Rule(
        id=row.id,
        owner_id=row.owner_id or "",
        state=RuleState(row.state),
        told=Told.load(row.told),
        **{name: getattr(row, name) for name in _OF_RULE},
    )


def _bend(row: Row[Any]) -> Bend:
    return Bend(
        row.id, row.rule_id, row.agent_id, row.at, row.case_id or "", row.cause, row.is_named
    )


def _of_idea(idea: Idea) -> dict[str, Any]:
    return {name: getattr(idea, name) for name in _OF_IDEA} | {"state": idea.state.value}


def _idea(row: Row[Any]) -> Idea:
    values = {name: getattr(row, name) for name in _OF_IDEA}
    return Idea(id=row.id, state=IdeaState(row.state), **values)
