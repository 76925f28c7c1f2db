"""One statement for many rows: compiled once, its values handed to the driver as they are.

SQLAlchemy prepares every parameter of every row anew, which costs more than the database does when
10,000 reminders are due at nine.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Insert, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection

_MANY = 50  # rows, from which on the words that ask for one plan cost less than a plan for each
_PLANS = "SET LOCAL plan_cache_mode = "

_Column = Callable[[Sequence[Mapping[str, Any]]], list[Any]]


class Bulk:
    """An update by the key of a row, or an insert of the named columns.

    Each row is a mapping of its parameters.
    """

    def __init__(self, statement: Insert | Update, names: Sequence[str] = ()) -> None:
        self._statement = statement
        self._names = list(names) or None
        self._compiled: dict[str, tuple[str, list[_Column]]] = {}

    async def execute(self, connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute the statement for each row, in their order; without rows, do nothing."""
        if not rows:
            return
        dialect = connection.dialect
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = self._compile(dialect)
        sql, columns = self._compiled[dialect.name]
        values = list(zip(*(column(rows) for column in columns), strict=True))
        if dialect.name != "postgresql" or len(values) < _MANY:
            await connection.exec_driver_sql(sql, values)
            return
        # A row each, found by its key: there is one way to do it, and a plan for each row takes
        # longer than the row. Whatever else is said in this transaction is planned as ever.
        await connection.exec_driver_sql(f"{_PLANS}force_generic_plan")
        await connection.exec_driver_sql(sql, values)
        await connection.exec_driver_sql(f"{_PLANS}force_custom_plan")

    def _compile(self, dialect: Dialect) -> tuple[str, list[_Column]]:
        compiled: Any = self._statement.compile(dialect=dialect, column_keys=self._names)
        binds = (compiled.binds[name] for name in compiled.positiontup)
        return str(compiled), [_column(bind, dialect) for bind in binds]


def _column(bind: BindParameter[Any], dialect: Dialect) -> _Column:
    """Return what collects one parameter of every row, as the driver wants it."""
    key, prepare = bind.key, bind.type.dialect_impl(dialect).bind_processor(dialect)
    if not bind.required:  # a constant of the statement
        value = bind.value if prepare is None else prepare(bind.value)
        return lambda rows: [value] * len(rows)
    if prepare is None:
        return lambda rows: [row[key] for row in rows]
    return lambda rows: [prepare(row[key]) for row in rows]
