"""The audit log keeps its lines for a year, and whoever is forgotten is nobody in them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.store.engine.audit import lines
from bot.store.engine.housekeeping import forget_audit
from bot.store.tables.turns import audit_log
from bot.store.tables.workspaces import workspaces
from bot.store.turn.store import TurnStore
from handlers.domain.people import Person, Platform, Tenant
from handlers.domain.retention import KEEP_AUDIT
from handlers.ports.audit import GONE, Act, AuditLine
from tests.calendars import NINE, rows_of
from tests.removals import remove

HERE, THERE = Tenant(Platform.SLACK, "T1"), Tenant(Platform.SLACK, "T2")
DANA, ANA = Person("dana", "Dana"), Person("ana", "Ana")
LINE = AuditLine("line-1", NINE, "dana", Act.TEAM_JOINED, "slack:T1:C1", "ana")
SECOND = timedelta(seconds=1)


async def add(database, line=LINE, tenant=HERE, person=DANA):
    async with database.transaction(5) as connection:
        await TurnStore(connection, tenant, person).audit.add(line)


async def forget(database, person, tenant=HERE):
    async with database.transaction(5) as connection:
        await TurnStore(connection, tenant, person).personal.forget()


async def kept(database, tenant=HERE):
    return [each for _, each in await lines(database, tenant, None)]


async def test_a_line_is_kept_as_it_was_written_and_once(database):
    await add(database)
    await add(database, replace(LINE, act=Act.TEAM_LEFT))
    assert await kept(database) == [LINE]


async def test_nobody_writes_a_line_of_somebody_else(database):
    await add(database, replace(LINE, actor_id="alex"))
    assert [each.actor_id for each in await kept(database)] == ["dana"]


@pytest.mark.parametrize(
    ("age", "left"),
    [
        pytest.param(KEEP_AUDIT, 1, id="a year old"),
        pytest.param(KEEP_AUDIT + SECOND, 0, id="older"),
    ],
)
async def test_it_is_there_for_a_year(age, left, database):
    await add(database)
    assert await forget_audit(database, NINE + age) == 1 - left
    assert len(await kept(database)) == left


async def test_it_goes_with_its_workspace_and_so_does_the_salt(database):
    for tenant in (HERE, THERE):
        await add(database, tenant=tenant)
        await forget(database, ANA, tenant)
    await remove(database, HERE, "Ev1", NINE)
    assert await kept(database) == []
    assert len(await kept(database, THERE)) == 1
    assert [row.tenant for row in await rows_of(database, workspaces)] == ["T2"]


async def test_whoever_is_forgotten_becomes_one_and_the_same_pseudonym(database):
    others = replace(LINE, id="line-2", subject_id="bo")
    await add(database)
    await add(database, others)
    await forget(database, DANA)
    first, second = await kept(database)
    assert first.actor_id == second.actor_id
    assert first.actor_id.startswith(GONE)
    assert {first.subject_id, second.subject_id} == {"ana", "bo"}

    await add(database, replace(LINE, id="line-3"))
    await forget(database, DANA)
    assert {each.actor_id for each in await kept(database)} == {first.actor_id}

    await forget(database, ANA)
    subjects = {each.subject_id for each in await kept(database)}
    assert "ana" not in subjects
    assert len(subjects - {"bo"}) == 1
    assert first.actor_id not in subjects


async def test_a_pseudonym_is_another_in_another_workspace(database):
    for tenant in (HERE, THERE):
        await add(database, tenant=tenant)
        await forget(database, DANA, tenant)
    (here,), (there,) = [await kept(database, each) for each in (HERE, THERE)]
    assert here.actor_id != there.actor_id


async def test_what_somebody_forgets_leaves_the_lines_of_others_alone(database):
    await add(database)
    await forget(database, Person("eve", "Eve"))
    assert await kept(database) == [LINE]
    async with database.read_transaction(5) as connection:
        assert (await connection.execute(select(workspaces.c.audit_salt))).all() == []


async def test_a_person_sees_the_lines_that_name_them_and_no_others(database):
    await add(database)
    await add(database, replace(LINE, id="line-2", subject_id="bo"))
    async with database.read_transaction(5) as connection:
        of_ana = await TurnStore(connection, HERE, ANA).personal.everything()
        of_dana = await TurnStore(connection, HERE, DANA).personal.everything()
    assert [row["id"] for row in of_ana["audit"]] == ["line-1"]
    assert len(of_dana["audit"]) == 2


async def test_an_id_as_long_as_its_column_fits(database):
    long = AuditLine("i" * 64, NINE, "", Act.TEAM_JOINED, "p" * 255, "s" * 128, "t" * 160)
    await add(database, long, person=Person("a" * 128, "A"))
    assert len(await kept(database)) == 1
    assert max(map(len, Act)) <= audit_log.c.act.type.length
