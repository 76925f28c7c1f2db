"""Installations: whose tokens they are, who may change them, and what is never undone."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from secrets import token_bytes

import pytest
from sqlalchemy import insert, select, update

from bot.encryption import Keyring, Keys, Misplaced, UnknownKey
from bot.store.engine.housekeeping import wipe_tenant
from bot.store.engine.installations import InstallationStore, StoredInstallation, Tokens
from bot.store.engine.removals import Removals
from bot.store.errors import Busy
from bot.store.tables.installations import installations, removals
from bot.store.tables.people import people
from handlers.domain.people import Platform, Tenant
from tests.calendars import rows_of
from tests.conftest import MONDAY

ACME, BEST = Tenant(Platform.SLACK, "TACME"), Tenant(Platform.SLACK, "TBEST")
ORG = Tenant(Platform.SLACK, "EORG")
MINUTE = timedelta(minutes=1)
OLD, NEW = b64encode(b"o" * 32).decode(), b64encode(b"n" * 32).decode()


def store_on(database, *keys: str) -> InstallationStore:
    return InstallationStore(
        database, Keyring(lambda: Keys.parse(",".join(keys or (OLD,)), "keys"), token_bytes)
    )


def installation(tenant: Tenant = ACME, by: str = "UANA", **others) -> StoredInstallation:
    tokens = Tokens(f"xoxe.xoxb-{tenant.id}", f"xoxe-1-{tenant.id}", MONDAY + timedelta(hours=12))
    known = {"enterprise": "", "bot_user": "UBOT", "tokens": tokens, "installed_at": MONDAY}
    return StoredInstallation(tenant=tenant, installed_by=by, **known | others)


@pytest.fixture
def store(database):
    return store_on(database)


async def admins(database, tenant: Tenant = ACME) -> list[str]:
    rows = await rows_of(database, people)
    return [row.id for row in rows if row.tenant == tenant.id and row.role == "admin"]


async def test_an_installation_is_read_as_it_was_saved(store):
    assert await store.save(installation()) is False
    assert await store.read(ACME) == installation()
    assert await store.read(BEST) is None


async def test_no_token_stands_in_the_database_or_in_a_repr(store, database):
    await store.save(installation())
    (row,) = await rows_of(database, installations)
    shown = f"{row} {await store.read(ACME)!r}"
    assert "xox" not in shown


async def test_rows_that_were_swapped_are_not_read(store, database):
    await store.save(installation(ACME))
    await store.save(installation(BEST))
    async with database.transaction(5) as connection:
        token = await connection.scalar(
            select(installations.c.access_token).where(installations.c.tenant == BEST.id)
        )
        await connection.execute(
            update(installations)
            .where(installations.c.tenant == ACME.id)
            .values(access_token=token)
        )
    with pytest.raises(Misplaced, match="slack:TACME"):
        await store.read(ACME)
    assert await store.read(BEST) == installation(BEST)


async def test_tokens_of_another_key_are_not_read(store, database):
    await store.save(installation())
    with pytest.raises(UnknownKey, match="slack:TACME"):
        await store_on(database, NEW).read(ACME)


async def test_the_first_who_installs_is_the_first_admin(store, database):
    await store.save(installation(by="UANA"))
    assert await admins(database) == ["UANA"]


async def test_another_who_installs_again_is_noted_and_takes_nothing_over(store, database):
    await store.save(installation(by="UANA"))
    again = installation(by="UBEN", tokens=Tokens("xoxb-new"), installed_at=MONDAY + MINUTE)
    assert await store.save(again) is True
    assert await store.read(ACME) == replace(again, version=2)
    assert await admins(database) == ["UANA"]


async def test_who_installs_after_the_last_admin_has_left_is_admin(store, database):
    await store.save(installation(by="UANA"))
    async with database.transaction(5) as connection:
        await connection.execute(update(people).values(membership="left"))
    await store.save(installation(by="UBEN"))
    assert await admins(database) == ["UANA", "UBEN"]


async def test_a_known_agent_who_installs_keeps_their_name(store, database):
    async with database.transaction(5) as connection:
        row = {"platform": "slack", "tenant": "TACME", "id": "UANA", "name": "Ana"}
        await connection.execute(insert(people).values(**row))
    await store.save(installation(by="UANA"))
    assert [(row.name, row.role) for row in await rows_of(database, people)] == [("Ana", "admin")]


async def test_an_organisation_itself_has_no_admin_but_each_workspace_that_is_met(store, database):
    org = installation(ORG, enterprise=ORG.id, by="WBOSS")
    await store.save(org)
    team = replace(org, tenant=ACME, tokens=None)
    for _ in range(2):
        await store.meet(team)
    assert await admins(database, ORG) == []
    assert await admins(database) == ["WBOSS"]
    assert await store.of_enterprise(Platform.SLACK, ORG.id) == [ORG, ACME]


async def test_of_two_who_claim_a_renewal_one_has_it_until_its_time_is_over(store):
    await store.save(installation())
    read = await store.read(ACME)
    assert await store.claim(read, MONDAY, MONDAY + MINUTE)
    assert not await store.claim(read, MONDAY + MINUTE - timedelta(seconds=1), MONDAY + 2 * MINUTE)
    assert await store.claim(read, MONDAY + MINUTE, MONDAY + 2 * MINUTE)


async def test_a_renewal_is_stored_once_and_frees_the_claim(store):
    await store.save(installation())
    read = await store.read(ACME)
    await store.claim(read, MONDAY, MONDAY + MINUTE)
    assert await store.renew(read, Tokens("xoxb-2", "xoxe-2", MONDAY))
    assert not await store.renew(read, Tokens("xoxb-3", "xoxe-3", MONDAY))
    renewed = await store.read(ACME)
    assert (renewed.tokens.access, renewed.claimed_until) == ("xoxb-2", None)


async def test_a_late_renewal_does_not_undo_a_new_installation(store):
    await store.save(installation())
    read = await store.read(ACME)
    await store.claim(read, MONDAY, MONDAY + MINUTE)
    await store.save(installation(tokens=Tokens("xoxb-new")))
    assert not await store.renew(read, Tokens("xoxb-late"))
    await store.put_off(read, MONDAY + MINUTE)
    kept = await store.read(ACME)
    assert (kept.tokens, kept.claimed_until) == (Tokens("xoxb-new"), None)


async def test_a_dead_token_is_dropped_but_not_one_that_came_since(store):
    await store.save(installation())
    read = await store.read(ACME)
    await store.save(installation())
    assert not await store.drop(read)
    assert await store.drop(await store.read(ACME))
    assert await store.read(ACME) is None


async def test_a_new_installation_settles_a_removal_that_was_being_asked_about(store, database):
    await store.save(installation())
    noted = Removals(database)
    await noted.note(ACME, "Ev1", MONDAY)
    (removal,) = await noted.due(MONDAY, 1)
    await store.save(installation())
    assert await rows_of(database, removals) == []
    assert await noted.carry_out(removal) is False
    assert await store.read(ACME) is not None


async def test_tokens_go_with_their_workspace_and_no_others(store, database):
    await store.save(installation(ACME))
    await store.save(installation(BEST))
    async with database.transaction(5) as connection:
        await wipe_tenant(connection, ACME)
    assert [row.tenant for row in await rows_of(database, installations)] == ["TBEST"]


async def test_keys_are_rotated_while_a_token_is_renewed(store, database):
    for tenant in (ACME, BEST):
        await store.save(installation(tenant))
    rotating = store_on(database, NEW, OLD)
    assert await rotating.renew(await rotating.read(BEST), Tokens("xoxb-2"))
    assert await rotating.reencrypt() == (1, [])
    assert await rotating.reencrypt() == (0, [])
    alone = store_on(database, NEW)
    assert (await alone.read(ACME)).tokens == installation().tokens
    assert (await alone.read(BEST)).tokens == Tokens("xoxb-2")


async def test_a_token_that_is_renewed_between_the_read_and_the_write_is_left_as_it_is(
    store, database
):
    await store.save(installation(ACME))
    rotating = store_on(database, NEW, OLD)
    encrypted = rotating._encrypted

    async def renewed_meanwhile(tenant, tokens):
        await store.renew(await store.read(ACME), Tokens("xoxb-2"))
        return await encrypted(tenant, tokens)

    rotating._encrypted = renewed_meanwhile
    assert await rotating.reencrypt() == (0, [])
    assert (await store.read(ACME)).tokens == Tokens("xoxb-2")


async def test_a_database_that_is_busy_on_the_way_undoes_nothing_of_what_is_done(store, database):
    for tenant in (ACME, BEST):
        await store.save(installation(tenant))
    rotating = store_on(database, NEW, OLD)
    encrypted = rotating._encrypted

    async def busy(tenant, tokens):
        if tenant == BEST:
            raise Busy("the database is locked, full or away")
        return await encrypted(tenant, tokens)

    rotating._encrypted = busy
    done, failed = await rotating.reencrypt()
    assert done == 1
    assert failed == [
        "slack:TBEST: the database is locked, full or away; try again in a moment",
    ]


async def test_what_cannot_be_encrypted_anew_is_said_and_the_rest_is_done(store, database):
    await store.save(installation(ACME))
    await store_on(database, NEW).save(installation(BEST))
    done, (line,) = await store_on(database, b64encode(b"3" * 32).decode(), OLD).reencrypt()
    assert done == 1
    assert "slack:TBEST" in line
