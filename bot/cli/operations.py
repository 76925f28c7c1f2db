"""What an operator does by hand: migrate, give roles, look after the outbox."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from secrets import token_bytes
from typing import Any
from uuid import uuid4

from bot.clock import Clock
from bot.config.engine import chosen_engine
from bot.config.field_types import Engine
from bot.config.keys import read_keys
from bot.config.settings import Settings
from bot.encryption import Keyring
from bot.serve.app import opened, stored
from bot.store.audit_rows import Errand
from bot.store.engine.audit import lines as audit_lines
from bot.store.engine.audit import note_backup
from bot.store.engine.history import DeliveryHistory, DeliveryRecord
from bot.store.engine.installations import InstallationStore
from bot.store.engine.roles import OPERATOR_TIMEOUT, appoint, staff
from bot.store.erasure import Erasure
from bot.store.errors import Busy
from bot.store.migration import is_newest, migrate
from bot.store.scope import Scope
from bot.store.turn.personal import Personal
from handlers.domain.people import Person, Place, Platform, Role, Tenant
from handlers.ports.audit import Act
from handlers.troubles import reason_words
from scheduler.delivery import HELD, URGENT


async def migrated(settings: Settings) -> bool:
    """Bring the tables up to date, the engine's too; tell whether there was anything to do."""
    async with stored(settings) as database:
        done = await migrate(database)
    if chosen_engine(settings) is Engine.PGQUEUER:
        from bot.store.engine.lane_queue.schema import install  # noqa: PLC0415 - it is an extra

        done = await install(settings.database_url) or done
    return done


async def reencrypted(settings: Settings) -> tuple[int, Sequence[str]]:
    """Encrypt every token by the first key; return how many were by another, and what failed."""
    keyring = Keyring(partial(read_keys, settings), token_bytes)
    async with opened(settings) as app:
        return await InstallationStore(app.database, keyring).reencrypt()


async def outbox(settings: Settings) -> list[dict[str, Any]]:
    """Return what waits and what was given up, as plain values."""
    async with _history(settings) as (history, _):
        rows = [*await history.on_the_way(), *await history.dead()]
    return [
        {
            "key": row.key,
            "lane": row.lane,
            "state": row.state.value,
            "due_at": row.due_at.isoformat(timespec="seconds"),
            "attempts": row.attempts,
            "reason": str(row.cause or ""),
            "why": _why(row),
        }
        for row in rows
    ]


def _why(row: DeliveryRecord) -> str:
    """Return the reason in plain words, as a person reads it on the card."""
    if row.cause is None:
        return ""
    return reason_words(row.cause.reason, Place.parse(row.lane.rstrip(f"{URGENT}{HELD}")).platform)


async def retried(settings: Settings, key: str) -> bool:
    """Send a delivery that was given up once more; False if there is none of that key."""
    async with _history(settings) as (history, errand):
        return await history.retry(key, errand)


async def dropped(settings: Settings, key: str) -> bool:
    """Forget a delivery that waits or was given up; False if there is none of that key."""
    async with _history(settings) as (history, errand):
        return await history.drop(key, errand)


async def listed(settings: Settings) -> list[dict[str, str]]:
    """Return everybody who is known, with their role, as plain values."""
    async with opened(settings) as app:
        return [
            {"platform": e.platform, "tenant": e.tenant, "id": e.id, "name": e.name, "role": e.role}
            for e in await staff(app.database)
        ]


async def appointed(settings: Settings, who: str, role: Role) -> None:
    """Give the person ``platform:tenant:id`` a role; ValueError when it isn't written so."""
    tenant, person = _somebody(who)
    async with opened(settings) as app:
        await appoint(app.database, tenant, person, role, new_errand(app.clock()))


async def exported(settings: Settings, who: str) -> Mapping[str, Any]:
    """Return what is kept about ``platform:tenant:id``; ValueError when it isn't written so."""
    tenant, person = _somebody(who)
    async with opened(settings) as app, app.database.transaction(OPERATOR_TIMEOUT) as connection:
        errand = new_errand(app.clock())
        await errand.record(connection, tenant, Act.DATA_EXPORTED, subject=person)
        return await Personal(connection, Scope(tenant), Person(person, "")).everything()


async def forgotten(settings: Settings, who: str) -> None:
    """Delete what is kept about somebody; ValueError as above."""
    tenant, person = _somebody(who)
    async with opened(settings) as app:
        async with app.database.transaction(OPERATOR_TIMEOUT) as connection:
            errand = new_errand(app.clock())
            await errand.record(connection, tenant, Act.DATA_DELETED, subject=person)
            await Personal(connection, Scope(tenant), Person(person, "")).forget()
        await Erasure(app.database).finish()


async def audit(settings: Settings, workspace: str, since: datetime | None) -> list[dict[str, str]]:
    """Return the audit log as plain values; ValueError where ``platform:tenant`` isn't one."""
    tenant = None
    if workspace:
        platform, name = workspace.split(":", 1)
        tenant = Tenant(Platform(platform), name)
    async with opened(settings) as app:
        found = await audit_lines(app.database, tenant, since)
    return [
        {
            "at": line.at.isoformat(timespec="seconds"),
            "workspace": f"{tenant.platform}:{tenant.id}",
            "actor": line.actor_id,
            "act": line.act.value,
            "subject": line.subject_id,
            "target": line.target,
            "place": line.place,
        }
        for tenant, line in found
    ]


async def backup_noted(settings: Settings) -> str:
    """Put on record that the database was copied; return why it isn't, or nothing."""
    try:
        async with stored(settings) as database:
            if not await is_newest(database):
                return "which this database has only after careloop migrate"
            await note_backup(database, new_errand(Clock()()))
    except Busy as error:  # the copy is there all the same
        return f"for {error}"
    return ""


def _somebody(who: str) -> tuple[Tenant, str]:
    platform, tenant, person = who.split(":", 2)
    return Tenant(Platform(platform), tenant), person


@asynccontextmanager
async def _history(settings: Settings) -> AsyncIterator[tuple[DeliveryHistory, Errand]]:
    async with opened(settings) as app:
        yield DeliveryHistory(app.database), new_errand(app.clock())


def new_errand(at: datetime) -> Errand:
    """Return a command of whoever runs the bot, for the audit log."""
    return Errand(uuid4().hex, at)
