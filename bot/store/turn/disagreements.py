"""Who was told that somebody sees a reminder differently (``handlers.ports.disagreements``)."""

from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import Conflict
from bot.store.scope import Scope
from bot.store.tables.answers import disagreement_cards, disagreements
from handlers.domain.answers.disagreement import Disagreement, LeadCard

_FIXED = ("place", "text_id", "came_at")
_CHANGING = ("changed_at", "is_answered", "rev")
_OF_CARD = ("ref", "shows", "is_put_off", "is_taker")


class DisagreementRows:
    """Reads and writes them; scoped to a tenant."""

    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._connection = connection
        self._scope = scope

    async def add(self, disagreement: Disagreement) -> Disagreement:
        """Insert one of a post, with its cards; where there is one already, return that."""
        fixed = {name: getattr(disagreement, name) for name in _FIXED}
        values = _changing(disagreement) | fixed | {"on_post": disagreement.on, "version": 1}
        new = self._scope.insert(self._connection, disagreements, **values)
        done = await self._connection.execute(new.on_conflict_do_nothing())
        if done.rowcount == 1:
            await self._save_cards(disagreement)
        found = await self.get(disagreement.on)
        if found is None:
            raise Conflict
        return found

    async def get(self, on: str) -> Disagreement | None:
        """Return that of a post, or None."""
        query = self._scope.select(disagreements).where(disagreements.c.on_post == on)
        row = (await self._connection.execute(query)).first()
        return _read(row, await self._cards(on)) if row else None

    async def save(self, disagreement: Disagreement) -> None:
        """Update one, with its cards; Conflict when somebody changed it since it was read."""
        known = disagreement.version
        done = await self._connection.execute(
            self._scope.update(disagreements)
            .where(disagreements.c.on_post == disagreement.on, disagreements.c.version == known)
            .values(**_changing(disagreement), version=known + 1)
        )
        if done.rowcount != 1:
            raise Conflict
        await self._save_cards(disagreement)

    async def _cards(self, on: str) -> tuple[LeadCard, ...]:
        query = (
            self._scope.select(disagreement_cards)
            .where(disagreement_cards.c.on_post == on)
            .order_by(disagreement_cards.c.lead_id)
        )
        rows = await self._connection.execute(query)
        return tuple(
            LeadCard(row.lead_id, **{name: getattr(row, name) for name in _OF_CARD}) for row in rows
        )

    async def _save_cards(self, disagreement: Disagreement) -> None:
        for each in disagreement.cards:
            values = {name: getattr(each, name) for name in _OF_CARD}
            key = {"on_post": disagreement.on, "lead_id": each.lead_id}
            await self._connection.execute(
                self._scope.upsert(self._connection, disagreement_cards, values, **key)
            )


def _changing(disagreement: Disagreement) -> dict[str, Any]:
    return {name: getattr(disagreement, name) for name in _CHANGING}


def _read(row: Row[Any], cards: tuple[LeadCard, ...]) -> Disagreement:
    values = {name: getattr(row, name) for name in (*_FIXED, *_CHANGING)}
    return Disagreement(row.on_post, cards=cards, version=row.version, **values)
