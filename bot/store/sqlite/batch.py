"""Several statements in one trip to SQLite's thread: the trip costs more than they do."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.store.errors import Conflict


class Trip(tuple[tuple[str, Sequence[Any], bool], ...]):
    """Several statements for one trip: each with its parameters, and whether it must find a row."""

    __slots__ = ()


class TripConnection(sqlite3.Connection):
    """SQLite's connection, which also takes a Trip: the driver knows no way to take several."""

    def execute(self, sql: Any, parameters: Any = (), /) -> Any:  # noqa: ANN401 - as SQLite's own
        """Execute a statement, or a Trip, whose ``fetchall`` returns each statement's rows."""
        if not isinstance(sql, Trip):
            return super().execute(sql, parameters)
        return _Answers([self._answer(*each) for each in sql])

    def _answer(self, sql: str, parameters: Sequence[Any], must: bool) -> Sequence[Any]:  # noqa: FBT001 - a part of a Trip
        rows = super().execute(sql, parameters).fetchall()
        if must and not rows:  # what comes after it, a COMMIT perhaps, is not done
            raise Conflict
        return rows


@dataclass(frozen=True, slots=True)
class _Answers:
    """What is left of a cursor: all is fetched."""

    rows: Sequence[Sequence[Any]]

    def fetchall(self) -> Sequence[Sequence[Any]]:
        return self.rows
