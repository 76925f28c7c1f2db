"""The audit log of every workspace, for the command line."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from bot.store.audit_rows import COLUMNS, Errand, read_line
from bot.store.database import Database
from bot.store.engine.roles import OPERATOR_TIMEOUT, known_tenants
from bot.store.scope import Scope, matches
from bot.store.tables.turns import audit_log
from handlers.domain.people import Platform, Tenant
from handlers.ports.audit import Act, AuditLine


async def lines(
    database: Database, tenant: Tenant | None, since: datetime | None
) -> Sequence[tuple[Tenant, AuditLine]]:
    """Return the lines of a workspace, or of all, from a moment on, newest first."""
    query: Select[Any] = select(*COLUMNS, audit_log.c.platform, audit_log.c.tenant)
    if tenant is not None:
        query = query.where(matches(audit_log, Scope(tenant).values))
    if since is not None:
        query = query.where(audit_log.c.at >= since)
    query = query.order_by(audit_log.c.at.desc(), audit_log.c.id.desc())
    async with database.read_transaction(OPERATOR_TIMEOUT) as connection:
        rows = (await connection.execute(query)).all()
    return [(Tenant(Platform(row.platform), row.tenant), read_line(row)) for row in rows]


async def note_backup(database: Database, errand: Errand) -> None:
    """Put on record, in each workspace, that its rows were copied."""
    tenants = await known_tenants(database)
    async with database.transaction(OPERATOR_TIMEOUT) as connection:
        for tenant in tenants:
            await errand.record(connection, tenant, Act.BACKED_UP)
