"""A turn reads the cases of its person, however many others there are, open or closed."""

import pytest

from bot.store.sqlite.statements import OPEN_CASE, PROFILE
from tests.databases import KINDS

OWN = "ix_cases_agent (platform=? AND tenant=? AND agent_id=? AND state=?)"


@pytest.mark.parametrize("kind", [each for each in KINDS if each == "sqlite"])
@pytest.mark.parametrize("statement", [PROFILE, OPEN_CASE], ids=["profile", "open_case"])
async def test_the_open_cases_of_a_person_are_found_by_their_index(database, statement):
    async with database.read_transaction() as connection:
        sql = str(statement.on(connection.dialect).compile(dialect=connection.dialect))
        values = (None,) * sql.count("?")
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        steps = [row[-1] for row in plan if " cases " in row[-1]]
    assert [step for step in steps if OWN in step], steps
    read_for_the_number = [step for step in steps if OWN not in step]
    assert all("COVERING INDEX" in step for step in read_for_the_number), steps
