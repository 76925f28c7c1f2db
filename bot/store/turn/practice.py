"""What one person practises (``handlers.ports.practice.Practice``)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import Conflict
from bot.store.scope import Scope
from bot.store.tables.practice import practice_runs
from handlers.domain.people import Person
from handlers.domain.practice.run import Move, Run, Said


class PracticeRows:
    """Reads and writes their runs; scoped to a tenant and a person."""

    def __init__(self, connection: AsyncConnection, scope: Scope, person: Person) -> None:
        self._connection = connection
        self._scope = scope
        self._person = person

    async def runs(self, since: datetime) -> Sequence[Run]:
        """Return those that were changed from then on, the last one first."""
        newest = practice_runs.c.changed_at
        found = await self._connection.execute(
            self._scope.select(practice_runs)
            .where(self._mine(), newest >= since)
            .order_by(newest.desc(), practice_runs.c.scenario_id)
        )
        return [_read(row) for row in found]

    async def begin(self, run: Run) -> None:
        """Keep a new run in the place of an older one of its scenario."""
        key = {"person_id": self._person.id, "scenario_id": run.scenario_id}
        await self._connection.execute(
            self._scope.upsert(self._connection, practice_runs, _values(run), **key)
        )

    async def save(self, run: Run) -> None:
        """Update a run; Conflict when it was changed since it was read."""
        done = await self._connection.execute(
            self._scope.update(practice_runs)
            .where(self._mine(), practice_runs.c.id == run.id, practice_runs.c.rev == run.rev - 1)
            .values(**_values(run))
        )
        if done.rowcount != 1:
            raise Conflict

    async def end(self, run_id: str) -> None:
        """Delete a run; one that is gone already changes nothing."""
        await self._connection.execute(
            self._scope.delete(practice_runs).where(self._mine(), practice_runs.c.id == run_id)
        )

    def _mine(self) -> ColumnElement[bool]:
        return practice_runs.c.person_id == self._person.id


def _values(run: Run) -> dict[str, Any]:
    return {
        "id": run.id,
        "said": [_dumped(each) for each in run.said],
        "rev": run.rev,
        "is_stopped": run.is_stopped,
        "changed_at": run.changed_at,
    }


def _dumped(said: Said) -> dict[str, Any]:
    return {"text": said.text, "moves": [[each.id, each.start, each.end] for each in said.moves]}


def _read(row: Row[Any]) -> Run:
    said = tuple(
        Said(each["text"], tuple(Move(*move) for move in each["moves"])) for each in row.said
    )
    return Run(row.id, row.scenario_id, row.changed_at, said, row.rev, row.is_stopped)
