"""Who may do what in every workspace, for the command line and for alerts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot.store.audit_rows import Errand
from bot.store.database import Database
from bot.store.scope import Scope
from bot.store.tables.people import has_left, people
from handlers.domain.people import Platform, Role, Tenant
from handlers.ports.audit import Act

OPERATOR_TIMEOUT = 5.0  # s


@dataclass(frozen=True, slots=True)
class Entry:
    """One person with a role."""

    platform: str
    tenant: str
    id: str
    name: str
    role: Role


async def staff(database: Database) -> Sequence[Entry]:
    """Return everybody who is known, managers and admins first."""
    columns = (people.c.platform, people.c.tenant, people.c.id, people.c.name, people.c.role)
    async with database.read_transaction(OPERATOR_TIMEOUT) as connection:
        rows = (await connection.execute(select(*columns))).all()
    entries = [Entry(*row[:4], Role(row.role)) for row in rows]
    order = list(Role)[::-1]
    return sorted(entries, key=lambda e: (e.platform, e.tenant, order.index(e.role), e.id))


async def with_role(database: Database, tenant: Tenant, role: Role) -> Sequence[str]:
    """Return the ids of the people of a workspace with this very role, who haven't left."""
    this_very_role = people.c.role == role.value
    query = Scope(tenant).select(people, people.c.id).where(this_very_role, ~has_left)
    async with database.read_transaction(OPERATOR_TIMEOUT) as connection:
        return (await connection.scalars(query.order_by(people.c.id))).all()


async def known_tenants(database: Database) -> Sequence[Tenant]:
    """Return the workspaces in which we know somebody."""
    columns = (people.c.platform, people.c.tenant)
    query = select(*columns).where(~has_left).distinct().order_by(*columns)
    async with database.read_transaction(OPERATOR_TIMEOUT) as connection:
        rows = (await connection.execute(query)).all()
    return [Tenant(Platform(platform), tenant) for platform, tenant in rows]


async def appoint(
    database: Database, tenant: Tenant, person: str, role: Role, errand: Errand
) -> None:
    """Give a person a role; somebody we have not met yet is noted by their id."""
    async with database.transaction(OPERATOR_TIMEOUT) as connection:
        await connection.execute(
            Scope(tenant).upsert(
                connection, people, {"role": role.value}, id=person, name=person, told_name=""
            )
        )
        await errand.record(connection, tenant, Act.ROLE_GIVEN, subject=person, target=role)
