"""Installations with their tokens, which only here are read from ciphertexts and written as such.

Every change counts the version up, and is made only to the version that was read: who renews a
token, installs anew or drops one can't undo what another process did meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.encryption import Binding, Keyring, SecretError
from bot.store.audit_rows import write_line
from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.errors import Busy
from bot.store.scope import Scope
from bot.store.tables.installations import installations, removals
from bot.store.tables.people import has_left, people
from handlers.domain.people import Platform, Role, Tenant
from handlers.ports.audit import Act, AuditLine

ACCESS, REFRESH = "access_token", "refresh_token"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a platform gave us; without a refresh token it doesn't run out."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredInstallation:
    """One workspace or organisation as it is stored; without tokens its organisation's serve."""

    tenant: Tenant
    enterprise: str
    bot_user: str
    tokens: Tokens | None
    installed_by: str
    installed_at: datetime
    version: int = 1
    claimed_until: datetime | None = None

    @property
    def is_organisation(self) -> bool:
        """Tell whether its token serves every workspace of an organisation."""
        return self.enterprise == self.tenant.id


@dataclass(frozen=True, slots=True)
class KeyUse:
    """How many installations have tokens, how many by an older key, and why others aren't read."""

    stored: int
    older: int
    unreadable: Sequence[str]


class InstallationStore:
    """The installations of every tenant; Busy as in ``Database.transaction``, SecretError."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def read(self, tenant: Tenant) -> StoredInstallation | None:
        """Return an installation, or None; a person may be waiting for it."""
        async with self._database.read_transaction() as connection:
            row = (await connection.execute(Scope(tenant).select(installations))).first()
        if row is None:
            return None
        return StoredInstallation(
            tenant=tenant,
            enterprise=row.enterprise,
            bot_user=row.bot_user,
            tokens=await self._tokens(tenant, row),
            installed_by=row.installed_by,
            installed_at=row.installed_at,
            version=row.version,
            claimed_until=row.claimed_until,
        )

    async def save(self, installed: StoredInstallation) -> bool:
        """Note an installation and its first admin; tell whether there was one before.

        What a workspace has stored stays. A removal that was told before is settled by this.
        """
        values = {**_facts(installed), **await self._encrypted(installed.tenant, installed.tokens)}
        scope = Scope(installed.tenant)
        again = {**values, "version": installations.c.version + 1}
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            done = await connection.execute(scope.update(installations).values(**again))
            if not done.rowcount:
                await connection.execute(
                    scope.insert(
                        connection, installations, **values, version=1
                    ).on_conflict_do_update(index_elements=["platform", "tenant"], set_=again)
                )
            await connection.execute(scope.delete(removals))
            if not installed.is_organisation:
                await _appoint_first(connection, scope, installed)
        return done.rowcount > 0

    async def meet(self, team: StoredInstallation) -> None:
        """Note a workspace that its organisation's token serves, with its first admin."""
        scope = Scope(team.tenant)
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            noted = await connection.execute(
                scope.insert(
                    connection, installations, **_facts(team), version=1
                ).on_conflict_do_nothing(index_elements=["platform", "tenant"])
            )
            if noted.rowcount:
                await _appoint_first(connection, scope, team)

    async def claim(self, installed: StoredInstallation, at: datetime, until: datetime) -> bool:
        """Claim the renewal of a token until then; False when somebody else has it, or had it."""
        claimed = installations.c.claimed_until
        free = or_(claimed.is_(None), claimed <= at)
        return await self._change(installed, {"claimed_until": until}, free)

    async def put_off(self, installed: StoredInstallation, until: datetime) -> None:
        """Let nobody try to renew a token before then, unless there is another by now."""
        await self._change(installed, {"claimed_until": until})

    async def renew(self, installed: StoredInstallation, tokens: Tokens) -> bool:
        """Store renewed tokens; False when it was installed anew or dropped meanwhile."""
        values = await self._encrypted(installed.tenant, tokens)
        return await self._change(installed, {**values, "version": installed.version + 1})

    async def drop(self, installed: StoredInstallation) -> bool:
        """Delete a dead token with its row; False when there is another one by now."""
        statement = Scope(installed.tenant).delete(installations)
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            this = installations.c.version == installed.version
            return (await connection.execute(statement.where(this))).rowcount > 0

    async def of_enterprise(self, platform: Platform, enterprise: str) -> Sequence[Tenant]:
        """Return an organisation and the workspaces in it, as far as we know them."""
        query = select(installations.c.tenant).where(
            installations.c.platform == platform.value, installations.c.enterprise == enterprise
        )
        async with self._database.read_transaction() as connection:
            found = (await connection.scalars(query.order_by(installations.c.tenant))).all()
        return [Tenant(platform, each) for each in found]

    async def reencrypt(self) -> tuple[int, Sequence[str]]:
        """Encrypt every token by the first key; return how many were by another, and what failed.

        Processes may run and renew tokens meanwhile: what they wrote is left as it is.
        """
        done, failed = 0, []
        for row in await self._with_tokens():
            try:
                done += await self._reencrypt(row)
            except SecretError as error:
                failed.append(str(error))
            except Busy as error:  # of those before it is so all the same
                failed.append(f"{row.platform}:{row.tenant}: {error}; try again in a moment")
        return done, failed

    async def key_use(self) -> KeyUse:
        """Return which keys the stored tokens are by; nothing is changed."""
        rows, older, unreadable = await self._with_tokens(), 0, []
        for row in rows:
            try:
                await self._tokens(Tenant(Platform(row.platform), row.tenant), row)
                older += not await self._is_current(row)
            except SecretError as error:
                unreadable.append(str(error))
        return KeyUse(len(rows), older, unreadable)

    async def _with_tokens(self) -> Sequence[Row[Any]]:
        query = select(installations).where(installations.c.access_token.is_not(None))
        async with self._database.read_transaction(ENGINE_TIMEOUT) as connection:
            return (await connection.execute(query)).all()

    async def _is_current(self, row: Any) -> bool:  # noqa: ANN401 - a row
        ciphertexts = filter(None, (row.access_token, row.refresh_token))
        return all([await self._keyring.is_current(each) for each in ciphertexts])

    async def _reencrypt(self, row: Any) -> bool:  # noqa: ANN401 - a row
        if await self._is_current(row):
            return False
        tenant = Tenant(Platform(row.platform), row.tenant)
        values = await self._encrypted(tenant, await self._tokens(tenant, row))
        only = {ACCESS: values[ACCESS], REFRESH: values[REFRESH]}
        statement = Scope(tenant).update(installations).values(**only)
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            unchanged = installations.c.access_token == row.access_token
            return (await connection.execute(statement.where(unchanged))).rowcount > 0

    async def _change(
        self,
        installed: StoredInstallation,
        values: dict[str, Any],
        only_if: ColumnElement[bool] | None = None,
    ) -> bool:
        """Change the very version that was read; tell whether it was still there."""
        this = installations.c.version == installed.version
        statement = Scope(installed.tenant).update(installations).values(**values)
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            condition = true() if only_if is None else only_if
            return (await connection.execute(statement.where(this, condition))).rowcount > 0

    async def _tokens(self, tenant: Tenant, row: Any) -> Tokens | None:  # noqa: ANN401 - a row
        if row.access_token is None:
            return None
        access = await self._keyring.decrypt(row.access_token, _binding(tenant, ACCESS))
        refresh = ""
        if row.refresh_token is not None:
            refresh = await self._keyring.decrypt(row.refresh_token, _binding(tenant, REFRESH))
        return Tokens(access, refresh, row.expires_at)

    async def _encrypted(self, tenant: Tenant, tokens: Tokens | None) -> dict[str, Any]:
        """Return the columns that hold tokens, with nobody renewing them."""
        columns: dict[str, Any] = dict.fromkeys((ACCESS, REFRESH, "expires_at", "claimed_until"))
        if tokens is not None:
            encrypt = self._keyring.encrypt
            columns[ACCESS] = await encrypt(tokens.access, _binding(tenant, ACCESS))
            columns["expires_at"] = tokens.expires_at
            if tokens.refresh:
                columns[REFRESH] = await encrypt(tokens.refresh, _binding(tenant, REFRESH))
        return columns


async def _appoint_first(
    connection: AsyncConnection, scope: Scope, installed: StoredInstallation
) -> None:
    """Make who installs it admin where there is none: who installs again takes nothing over."""
    person, at = installed.installed_by, installed.installed_at
    is_admin = people.c.role == Role.ADMIN.value
    query = scope.select(people, people.c.id).where(is_admin, ~has_left).limit(1)
    if await connection.scalar(query) is None:
        await connection.execute(
            scope.upsert(
                connection, people, {"role": Role.ADMIN.value}, id=person, name=person, told_name=""
            )
        )
        line = AuditLine(
            f"installed:{at:%Y%m%d%H%M%S}", at, person, Act.ROLE_GIVEN, "", person, Role.ADMIN
        )
        await write_line(connection, scope, line)


def _facts(installed: StoredInstallation) -> dict[str, Any]:
    return {
        "enterprise": installed.enterprise,
        "bot_user": installed.bot_user,
        "installed_by": installed.installed_by,
        "installed_at": installed.installed_at,
    }


def _binding(tenant: Tenant, kind: str) -> Binding:
    return Binding(tenant.platform.value, tenant.id, kind)
