"""Several statements in one round trip to SQLite's thread: the trip costs more than they do."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.store.errors import Conflict


class Batch(tuple[tuple[str, Sequence[Any], bool], ...]):
    """Statements in their order: each with its parameters, and whether it expects a row."""

    __slots__ = ()


class BatchConnection(sqlite3.Connection):
    """SQLite's connection, which also takes a Batch: the driver knows no way to take several."""

    def execute(self, sql: Any, parameters: Any = (), /) -> Any:  # noqa: ANN401 - as SQLite's own
        """Execute a statement, or a Batch, whose ``fetchall`` returns each statement's rows."""
        if not isinstance(sql, Batch):
            return super().execute(sql, parameters)
        return _Results([self._fetch(*each) for each in sql])

    def _fetch(self, sql: str, parameters: Sequence[Any], expects_row: bool) -> Sequence[Any]:  # noqa: FBT001 - a part of a Batch
        rows = super().execute(sql, parameters).fetchall()
        if expects_row and not rows:  # what comes after it, a COMMIT perhaps, is not done
            raise Conflict
        return rows


@dataclass(frozen=True, slots=True)
class _Results:
    """What is left of a cursor: all is fetched."""

    rows: Sequence[Sequence[Any]]

    def fetchall(self) -> Sequence[Sequence[Any]]:
        return self.rows
