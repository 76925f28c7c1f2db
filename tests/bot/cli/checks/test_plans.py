"""Doctor's look at indexes and plans, on both databases."""

from sqlalchemy import text

from bot.cli.checks.finding import Mark
from bot.cli.checks.plans import indexes
from bot.store.engine.inspection.indexes import missing_indexes
from bot.store.engine.inspection.plans import hot_plans


async def test_a_database_with_every_index_is_well(database):
    found = await indexes(database)
    assert found.mark is Mark.OK
    assert (await hot_plans(database)).looked_at >= 6


async def test_a_missing_index_is_told_with_the_line_that_makes_it(database):
    await execute(database, "DROP INDEX ix_deliveries_lane")
    found = await indexes(database)
    assert found.mark is Mark.PROBLEM
    assert len(found.words.splitlines()) == 1
    (line,) = await missing_indexes(database)
    assert found.words.endswith(line)
    await execute(database, line)
    assert (await indexes(database)).mark is Mark.OK


async def test_of_several_missing_indexes_the_others_are_counted(database):
    await execute(database, "DROP INDEX ix_deliveries_lane")
    await execute(database, "DROP INDEX ix_schedules_due")
    assert "(and 1 more)" in (await indexes(database)).words


async def test_a_table_that_a_statement_reads_whole_is_named(database):
    await execute(database, "DROP INDEX ix_deliveries_lane")
    await execute(database, "DROP INDEX ix_deliveries_due")
    assert "deliveries" in (await hot_plans(database)).read_whole


async def execute(database, statement: str) -> None:
    async with database.transaction(5) as connection:
        await connection.execute(text(statement))
