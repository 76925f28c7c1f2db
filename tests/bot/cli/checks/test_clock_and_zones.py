"""Doctor's look at the clock and the time zones; each threshold from both sides."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.cli.checks.clock import ALIKE, TOO_FAR, apart, beside_the_database
from bot.cli.checks.finding import Mark
from bot.cli.checks.zones import compared, known
from bot.clock import Clock
from bot.store.tables.workspaces import workspaces

BIT = timedelta(milliseconds=100)


@pytest.mark.parametrize(
    ("distance", "mark"),
    [
        pytest.param(timedelta(), Mark.OK, id="none"),
        pytest.param(ALIKE, Mark.OK, id="just alike"),
        pytest.param(ALIKE + BIT, Mark.WARNING, id="no longer alike"),
        pytest.param(TOO_FAR, Mark.WARNING, id="just bearable"),
        pytest.param(TOO_FAR + BIT, Mark.PROBLEM, id="too far"),
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_how_far_the_clocks_are_apart_decides(distance, mark, sign):
    assert apart(distance * sign).mark is mark


def test_it_is_said_which_clock_is_ahead():
    assert "ahead of" in apart(TOO_FAR).words
    assert "behind" in apart(-TOO_FAR).words


async def test_a_machine_that_keeps_the_time_of_its_database_is_well(database):
    assert (await beside_the_database(database, Clock())).mark is Mark.OK


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_machine_that_is_an_hour_ahead_of_its_database_is_told(database):
    found = await beside_the_database(database, Clock(timedelta(hours=1)))
    assert found.mark is Mark.PROBLEM
    assert "ahead of the database" in found.words


@pytest.mark.parametrize(
    ("release", "mark"),
    [
        pytest.param("2026a", Mark.OK, id="of this year"),
        pytest.param("2025", Mark.OK, id="of last year"),
        pytest.param("2024b", Mark.WARNING, id="older"),
        pytest.param("", Mark.WARNING, id="unknown"),
    ],
)
def test_the_year_of_the_rules_decides(release, mark):
    assert compared(["UTC"], release, 2026, "Renew it").mark is mark


def test_a_zone_that_this_machine_does_not_know_is_named():
    found = compared(["Europe/Rome", "Mars/Olympus"], "2026a", 2026, "Renew it")
    assert found.mark is Mark.PROBLEM
    assert "Mars/Olympus. Renew it" in found.words
    assert "Rome" not in found.words


async def test_zones_are_those_of_the_settings_and_of_the_database(database):
    at = datetime(2026, 11, 23, tzinfo=UTC)
    assert (await known(database, "Europe/Rome", at)).words.startswith("1 in use")
    async with database.transaction(5) as connection:
        values = {"platform": "slack", "tenant": "T1", "zone": "Mars/Olympus"}
        await connection.execute(insert(workspaces).values(**values))
    found = await known(database, "Europe/Rome", at)
    assert found.mark is Mark.PROBLEM
    assert "Mars/Olympus" in found.words
