"""The audit log of one workspace (``handlers.ports.audit.Audit``)."""

from dataclasses import replace

from sqlalchemy import tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.audit_rows import COLUMNS, read_line, write_line
from bot.store.scope import Scope
from bot.store.tables.turns import audit_log
from handlers.domain.people import Person
from handlers.ports.audit import AuditLine


class AuditRows:
    """What a turn may add and read: nothing is changed, and nobody else's acts are written."""

    def __init__(self, connection: AsyncConnection, scope: Scope, person: Person) -> None:
        self._connection = connection
        self._scope = scope
        self._person = person

    async def add(self, line: AuditLine) -> None:
        """Add a line of the person whose turn it is; the same id again changes nothing."""
        mine = replace(line, actor_id=self._person.id)
        await write_line(self._connection, self._scope, mine)

    async def newest(self, limit: int, before: AuditLine | None = None) -> tuple[AuditLine, ...]:
        """Return the newest lines, newest first; ``before``: those older than this one."""
        place = (audit_log.c.at, audit_log.c.id)
        query = self._scope.select(audit_log, *COLUMNS)
        if before is not None:
            query = query.where(tuple_(*place) < (before.at, before.id))
        query = query.order_by(*(each.desc() for each in place)).limit(limit)
        return tuple(read_line(row) for row in await self._connection.execute(query))
