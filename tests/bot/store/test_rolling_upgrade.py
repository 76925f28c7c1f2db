"""While new processes migrate, one of the version before goes on and finds what it knows."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, inspect, text

from bot.store.columns import Moment
from bot.store.migration import SCRIPTS, migrate
from bot.store.turn.store import TurnStore
from handlers.domain.people import Person, Platform, Tenant
from tests.bot.store.test_migration import OLD_ASK, compared, empty

__all__ = ["empty"]

# From this revision on a process of the version before goes on while others migrate; what was
# before that rewrote tables, so docs/run-it.md says to stop every process first.
ROLLING_SINCE = "0017"
REVISIONS = sorted(path.stem[:4] for path in (SCRIPTS / "versions").glob("[0-9]*.py"))
ROLLED = [each for each in REVISIONS if each > ROLLING_SINCE]


@dataclass(frozen=True)
class Shape:
    """A column as a process of another version meets it."""

    type: str
    nullable: bool
    has_default: bool


def shapes(connection) -> dict[tuple[str, str], Shape]:
    found = inspect(connection)
    return {
        (table, each["name"]): Shape(
            str(each["type"]), each["nullable"], each["default"] is not None
        )
        for table in found.get_table_names()
        for each in found.get_columns(table)
    }


def broken(before: dict[tuple[str, str], Shape], after: dict[tuple[str, str], Shape]) -> list[str]:
    """Return what a process that knows the tables as they were can't live with."""
    known = {table for table, _ in before}
    problems = [f"{'.'.join(each)} is gone" for each in before if each not in after]
    for (table, name), now in after.items():
        was = before.get((table, name))
        if was is not None and was.type != now.type:
            problems.append(f"{table}.{name} is {now.type}, was {was.type}")
        left_out = table in known and (was is None or was.nullable)
        if left_out and not now.nullable and not now.has_default:
            problems.append(f"{table}.{name} has to be told")
    return problems


async def test_no_migration_takes_anything_from_a_process_of_the_version_before(empty):
    """Else what is typed to such a process fails while the others are replaced."""
    await migrate(empty, ROLLING_SINCE)
    problems = {}
    for revision in ROLLED:
        before = await read(empty, shapes)
        await migrate(empty, revision)
        problems[revision] = broken(before, await read(empty, shapes))
    assert problems == {each: [] for each in ROLLED}


async def read(database, look):
    async with database.read_transaction(5) as connection:
        return await connection.run_sync(look)


@pytest.mark.parametrize(
    ("now", "problems"),
    [
        pytest.param({}, ["t.a is gone"], id="dropped"),
        pytest.param({"a": Shape("INTEGER", True, False)}, ["t.a is INTEGER, was TEXT"], id="type"),
        pytest.param({"a": Shape("TEXT", False, False)}, ["t.a has to be told"], id="not null"),
        pytest.param({"a": Shape("TEXT", False, True)}, [], id="not null, with a default"),
        pytest.param(
            {"a": Shape("TEXT", True, False), "b": Shape("TEXT", False, False)},
            ["t.b has to be told"],
            id="new",
        ),
        pytest.param(
            {"a": Shape("TEXT", True, False), "b": Shape("TEXT", True, False)}, [], id="new, empty"
        ),
    ],
)
def test_what_a_process_of_the_version_before_can_not_live_with_is_seen(now, problems):
    before = {("t", "a"): Shape("TEXT", True, False)}
    assert broken(before, {("t", name): each for name, each in now.items()}) == problems


async def test_a_process_of_the_version_before_still_asks_for_somebody(empty):
    await migrate(empty)
    at = {"at": datetime(2026, 11, 23, 9, tzinfo=UTC)}
    async with empty.transaction(5) as connection:
        await connection.execute(OLD_ASK.bindparams(bindparam("at", type_=Moment)), at)
        of_ana = TurnStore(connection, Tenant(Platform.SLACK, "T1"), Person("ana", "Ana"))
        (ask,) = await of_ana.asks.of_case("c1")
    assert (ask.is_open, ask.own_cards) == (True, ())


async def test_a_database_that_lost_the_one_card_gets_its_columns_back(empty):
    await migrate(empty, "0021")
    async with empty.transaction(5) as connection:
        for name in ("own_place", "own_ref", "case_rev"):
            await connection.execute(text(f"ALTER TABLE asks DROP COLUMN {name}"))
        if empty.dialect == "postgresql":
            await connection.execute(text("ALTER TABLE asks ALTER own_cards DROP DEFAULT"))
    await migrate(empty)
    async with empty.transaction(5) as connection:
        assert await connection.run_sync(compared) == []
