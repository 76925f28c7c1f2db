"""What is counted of a week, from the rows of a desk, on both databases."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.store.engine.housekeeping import forget_weeks
from bot.store.errors import Conflict
from bot.store.tables.asks import asks
from bot.store.tables.cases import cases
from bot.store.tables.people import people
from bot.store.tables.promises import promises
from bot.store.turn.store import TurnStore
from handlers.domain.insights.anonymity import Shown
from handlers.domain.insights.digest import WeekDigest
from handlers.domain.insights.lines import Line
from handlers.domain.insights.scopes import WORKSPACE
from handlers.domain.insights.week import Frozen, Part
from handlers.domain.people import Person, Place, Platform, Tenant
from tests.desk import AGENTS, Week, add_people, fill

HOME, PLACE = Tenant(Platform.SLACK, "T1"), Place(Platform.SLACK, "T1", "C1")
FRIDAY = date(2026, 11, 13)
SINCE = datetime(2026, 11, 13, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=7)
WEEK = Week(
    FRIDAY,
    AGENTS[:2],
    causes={"late": 3, "": 1},
    accepted=("accepted", None),
    given=("less", None),
    second=(True, False),
    promises={"kept": 1, "moved": 2, "broken": 1},
    ideas=1,
    pages={"answered": 1, "nobody": 2, "stood-down": 1},
)


@pytest.fixture
async def weeks(database):
    """The weeks of T1, after one at its desk."""
    async with database.transaction(5) as connection:
        await fill(connection, HOME, WEEK)
        yield TurnStore(connection, HOME, Person("dana", "Dana")).weeks


def tally(rows):
    found = Counter()
    for row in rows:
        found[row.part.value, row.key] += row.cases
    return found


async def test_what_was_closed_and_passed_on_is_counted(weeks):
    assert tally(await weeks.counted(SINCE, UNTIL)) == {
        ("causes", "late"): 3,
        ("causes", "not_said"): 1,
        ("outcomes", "accepted"): 2,
        ("outcomes", "not-asked"): 2,
        ("again", "second"): 2,
        ("again", "first"): 2,
        ("given", "less"): 2,
        ("given", "not_said"): 2,
        ("promises", "kept"): 1,
        ("promises", "moved"): 2,
        ("promises", "broken"): 1,
        ("ideas", "ideas"): 1,
    }
    who = {row.person_id for row in await weeks.counted(SINCE, UNTIL)}
    assert who == set(AGENTS[:2])


async def test_only_lines_that_the_week_may_show_are_read_of_complaints(weeks):
    connection = weeks._connection
    await fill(connection, HOME, Week(FRIDAY, AGENTS[:2], causes={"late": 2}, lines=("", "a card")))
    assert await weeks.lines(SINCE, UNTIL) == [Line(AGENTS[1], "a card")]
    assert tally(await weeks.counted(SINCE, UNTIL))["lines", "lines"] == 1
    assert await weeks.lines(UNTIL, UNTIL + timedelta(days=7)) == []
    kept_back = cases.update().values(given_shared=False)
    await connection.execute(kept_back)
    assert await weeks.lines(SINCE, UNTIL) == []


async def test_it_begins_at_its_first_moment_and_ends_before_its_last(weeks):
    at = WEEK.at
    assert await weeks.counted(at, at + timedelta(microseconds=1))
    assert not await weeks.counted(at - timedelta(days=1), at)
    assert await weeks.pages(at, at + timedelta(microseconds=1))
    assert not await weeks.pages(at - timedelta(days=1), at)


async def test_what_danger_alone_opened_is_open_or_withdrawn_is_not_counted(weeks):
    connection = weeks._connection
    await connection.execute(cases.update().values(came_from="danger"))
    await connection.execute(promises.update().values(state="withdrawn"))
    found = tally(await weeks.counted(SINCE, UNTIL))
    assert set(found) == {("ideas", "ideas")}
    await connection.execute(cases.update().values(came_from=None, state="paused"))
    assert set(tally(await weeks.counted(SINCE, UNTIL))) == set(found)


async def test_a_page_is_answered_if_somebody_came_within_a_minute(weeks):
    expected = {("pages", "answered"): 1, ("pages", "nobody"): 2, ("pages", "stood-down"): 1}
    assert tally(await weeks.pages(SINCE, UNTIL)) == expected
    late = WEEK.at + timedelta(seconds=61)
    await weeks._connection.execute(asks.update().values(taken_at=late))
    assert tally(await weeks.pages(SINCE, UNTIL)) == {("pages", "nobody"): 4}
    just = WEEK.at + timedelta(seconds=60)
    await weeks._connection.execute(asks.update().values(taken_at=just))
    assert tally(await weeks.pages(SINCE, UNTIL)) == {("pages", "answered"): 4}


async def test_lists_are_of_managers_who_are_here_and_without_themselves(weeks):
    connection = weeks._connection
    for id_, role, membership in (
        ("dana", "manager", None),
        ("sam", "admin", "member"),
        ("eve", "manager", "left"),
        ("ana", "agent", "guest"),
        ("bo", "agent", None),
    ):
        row = {"platform": "slack", "tenant": "T1", "id": id_, "name": id_}
        await connection.execute(people.insert().values(**row, role=role, membership=membership))
    for whose in ("dana", "eve"):
        await add_people(connection, HOME, ["ana", "dana"], whose)
    assert await weeks.lists() == {"dana": frozenset({"ana"}), "sam": frozenset()}
    assert await weeks.agents() == {"bo"}
    assert await weeks.active() == set(AGENTS[:2])


async def test_what_was_frozen_first_stands(weeks):
    frozen = Frozen(FRIDAY, 1, SINCE, UNTIL, {Part.IDEAS: Shown({"ideas": 3}, 3)})
    other = replace(frozen, figures={Part.IDEAS: Shown({"ideas": None}, None)})
    assert await weeks.freeze({WORKSPACE: frozen, "dana": other}, UNTIL) is not None
    assert await weeks.freeze({WORKSPACE: other}, UNTIL) == {WORKSPACE: frozen, "dana": other}
    assert await weeks.frozen(FRIDAY, 12) == {}


async def test_a_digest_that_somebody_changed_meanwhile_is_not_overwritten(weeks):
    assert await weeks.digest() == WeekDigest()
    await weeks.save_digest(WeekDigest(PLACE, set_by="alex"))
    kept = await weeks.digest()
    assert kept == WeekDigest(PLACE, set_by="alex", version=1)
    await weeks.save_digest(kept)
    with pytest.raises(Conflict):
        await weeks.save_digest(kept)


async def test_weeks_are_forgotten_in_time(database):
    frozen = Frozen(FRIDAY, 1, SINCE, UNTIL, {})
    async with database.transaction(5) as connection:
        await TurnStore(connection, HOME, Person("", "")).weeks.freeze({WORKSPACE: frozen}, UNTIL)
    keep = timedelta(days=90)
    assert await forget_weeks(database, UNTIL + keep, keep) == 0
    assert await forget_weeks(database, UNTIL + keep + timedelta(seconds=1), keep) == 1
