"""Whose rows: the one place that filters by tenant, and that marks new rows as a tenant's.

What a turn asks of a table begins here, so that no statement can forget whose it is;
``tests/bot/store/turn/test_tenancy.py`` looks at every statement that is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Delete,
    FromClause,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.dialects import insert_into, one_at_a_time
from handlers.domain.people import Tenant

# Of a statement that is built once, for any tenant; their values are ``Scope.parameters``.
# Not a column's own name, which would be taken for its new value.
PARAMETERS: Mapping[str, BindParameter[Any]] = {
    "platform": bindparam("in_platform"),
    "tenant": bindparam("in_tenant"),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """One tenant, and the statements that reach its rows alone."""

    tenant: Tenant

    @property
    def values(self) -> dict[str, str]:
        """Return the columns that mark a row as this tenant's."""
        return {"platform": self.tenant.platform.value, "tenant": self.tenant.id}

    @property
    def parameters(self) -> dict[str, Any]:
        """Return the values of ``PARAMETERS``."""
        return {f"in_{name}": value for name, value in self.values.items()}

    def matches(self, table: FromClause) -> ColumnElement[bool]:
        """Return the condition for this tenant's rows of a table, as a join needs it."""
        return matches(table, self.values)

    def select(self, table: Table, *columns: Any) -> Select[Any]:  # noqa: ANN401 - any expression
        """Return a SELECT of columns, or of whole rows, of this tenant's rows of a table."""
        return select(*columns or (table,)).select_from(table).where(self.matches(table))

    def update(self, table: Table) -> Update:
        """Return an UPDATE of this tenant's rows."""
        return update(table).where(self.matches(table))

    def delete(self, table: Table) -> Delete:
        """Return a DELETE of this tenant's rows."""
        return delete(table).where(self.matches(table))

    def insert(self, connection: AsyncConnection, table: Table, **values: Any) -> Any:  # noqa: ANN401 - the two dialects share no type
        """Return an INSERT of a row of this tenant."""
        return insert_into(connection, table).values(**self.values, **values)

    def upsert(
        self,
        connection: AsyncConnection,
        table: Table,
        values: Mapping[str, Any],
        **first: Any,  # noqa: ANN401 - any column
    ) -> Any:  # noqa: ANN401 - the two dialects share no type
        """Return an INSERT of a row of this tenant that sets only ``values`` if the row exists."""
        return self.insert(connection, table, **{**first, **values}).on_conflict_do_update(
            index_elements=list(table.primary_key), set_=dict(values)
        )

    async def one_at_a_time(self, connection: AsyncConnection, what: str) -> None:
        """Let this tenant's transactions that say the same go on from here one after the other."""
        await one_at_a_time(connection, f"{self.tenant.platform.value}:{self.tenant.id} {what}")


def matches(table: FromClause, values: Mapping[str, Any]) -> ColumnElement[bool]:
    """Return the condition for a tenant's rows; the playground's tables know only one platform."""
    own: ColumnElement[bool] = table.c.tenant == values["tenant"]
    return and_(table.c.platform == values["platform"], own) if "platform" in table.c else own
