"""A line of the audit log as a row; a turn writes it, and so does the command line."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.scope import Scope
from bot.store.tables.turns import audit_log
from bot.store.tables.workspaces import workspaces
from handlers.domain.people import Tenant
from handlers.ports.audit import GONE, Act, AuditLine

COLUMNS = (
    audit_log.c.id,
    audit_log.c.at,
    audit_log.c.actor_id,
    audit_log.c.act,
    audit_log.c.place,
    audit_log.c.subject_id,
    audit_log.c.target,
)
_KNOWN = frozenset(Act)
_SALT_BYTES = 16
_DIGITS = 16  # of a pseudonym


@dataclass(frozen=True, slots=True)
class Errand:
    """One command of whoever runs the bot: an id of its own, and when it was typed."""

    id: str
    at: datetime

    async def record(
        self,
        connection: AsyncConnection,
        tenant: Tenant,
        act: Act,
        *,
        subject: str = "",
        target: str = "",
    ) -> None:
        """Put what it does in a workspace on record, in the transaction in which it is done."""
        line = AuditLine(self.id, self.at, "", act, subject_id=subject, target=target)
        await write_line(connection, Scope(tenant), line)


async def write_line(connection: AsyncConnection, scope: Scope, line: AuditLine) -> None:
    """Insert a line; the same id again changes nothing."""
    values = {column.name: getattr(line, column.name) for column in COLUMNS}
    await connection.execute(
        scope.insert(
            connection, audit_log, **{**values, "act": line.act.value}
        ).on_conflict_do_nothing(index_elements=list(audit_log.primary_key))
    )


def read_line(row: Row[Any]) -> AuditLine:
    """Return the line of a row of COLUMNS."""
    id_, at, actor, act, place, subject, target = row[: len(COLUMNS)]
    known = Act(act) if act in _KNOWN else Act.UNKNOWN
    return AuditLine(id_, at, actor, known, place, subject, target)


async def forget_in_lines(connection: AsyncConnection, scope: Scope, person_id: str) -> None:
    """Put a pseudonym in the place of a person; the same one each time, in this workspace alone."""
    named = or_(audit_log.c.actor_id == person_id, audit_log.c.subject_id == person_id)
    there = scope.select(audit_log, audit_log.c.id).where(named).limit(1)
    if await connection.scalar(there) is None:
        return
    pseudonym = _pseudonym(person_id, await _salt(connection, scope))
    for column in (audit_log.c.actor_id, audit_log.c.subject_id):
        mine = scope.update(audit_log).where(column == person_id)
        await connection.execute(mine.values({column: pseudonym}))


def _pseudonym(person_id: str, salt: str) -> str:
    digest = hmac.new(bytes.fromhex(salt), person_id.encode(), "sha256").hexdigest()
    return f"{GONE}{digest[:_DIGITS]}"


async def _salt(connection: AsyncConnection, scope: Scope) -> str:
    """Return what makes the pseudonyms of a workspace its own; made when it is first needed."""
    new = secrets.token_hex(_SALT_BYTES)
    insert = scope.insert(connection, workspaces, audit_salt=new)
    kept = {"audit_salt": func.coalesce(workspaces.c.audit_salt, new)}
    found = await connection.scalar(
        insert.on_conflict_do_update(
            index_elements=list(workspaces.primary_key), set_=kept
        ).returning(workspaces.c.audit_salt)
    )
    return str(found)
