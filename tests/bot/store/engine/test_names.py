"""Whose name may have changed, on both databases; and what a platform tells by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store.engine.names import Names, renew_person
from bot.store.scope import Scope
from bot.store.tables.people import people, team_members
from bot.store.tables.promises import promises
from bot.store.tables.schedules import schedules
from bot.store.tables.shoutouts import shoutout_recipients, shoutouts
from handlers.domain.people import Membership, Person, Platform, Tenant
from tests.conftest import MONDAY

TEAM = Tenant(Platform.SLACK, "T1")
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
DANA = Person("UDANA", "Danuta", membership=Membership.MEMBER, handle="dana")


async def put(database, table, **values):
    async with database.transaction(20) as connection:
        await connection.execute(table.insert().values(**Scope(TEAM).values, **values))


async def stale(database, at=MONDAY):
    return [each.id for each in await Names(database).stale(at, 100)]


PROMISE = {
    "id": "p",
    "number": 1,
    "rev": 1,
    "owner": "Dana",
    "zone": "UTC",
    "what": "ring back",
    "due_at": MONDAY,
    "stage": "due",
    "moved": False,
    "said": "",
    "taken_by": "",
    "made_at": MONDAY,
    "changed_at": MONDAY,
}
SHOUTOUT = {
    "id": "s",
    "rev": 1,
    "version": 1,
    "giver_name": "Dana",
    "text": "",
    "behaviour": "",
    "case_id": "",
    "decided_by": "",
    "decided_name": "",
    "messages": [],
    "public": False,
    "made_at": MONDAY,
    "changed_at": MONDAY,
}
THANKED = {"shoutout_id": "s", "position": 0, "name": "Dana", "went": "", "place": "", "note": ""}
READ = [
    pytest.param([(team_members, {"manager_id": "U1", "name": "D"}, "person_id")], id="on a list"),
    pytest.param(
        [(promises, {**PROMISE, "state": "open", "taken_by_id": ""}, "owner_id")], id="who promised"
    ),
    pytest.param(
        [(promises, {**PROMISE, "state": "open", "owner_id": "U1"}, "taken_by_id")],
        id="who looks after it",
    ),
    pytest.param([(shoutouts, {**SHOUTOUT, "state": "proposed"}, "giver_id")], id="who proposes"),
    pytest.param(
        [
            (shoutouts, {**SHOUTOUT, "state": "proposed"}, ""),
            (shoutout_recipients, THANKED, "person_id"),
        ],
        id="who is to be thanked",
    ),
]


@pytest.mark.parametrize("rows", READ)
async def test_who_is_about_to_be_named_is_asked_for(rows, database):
    await put(database, people, id="UDANA", name="Dana")
    assert await stale(database) == []
    for table, values, whose in rows:
        mine = {whose: "UDANA"} if whose else {"giver_id": "U1"}
        await put(database, table, **values, **mine)
    assert await stale(database) == ["UDANA"]


@pytest.mark.parametrize(
    ("told_at", "asked"),
    [
        (None, True),
        (MONDAY - DAY - SECOND, True),
        (MONDAY - DAY, False),
        (MONDAY, False),
    ],
    ids=["never", "a day ago", "not quite", "just now"],
)
async def test_a_name_is_asked_for_once_a_day(told_at, asked, database):
    await put(database, people, id="UDANA", name="Dana", role="manager", told_at=told_at)
    assert await stale(database) == (["UDANA"] if asked else [])


async def test_everybody_comes_in_turn_whoever_can_not_be_asked_for(database):
    for number in range(5):
        await put(database, people, id=f"U{number}", name=f"N{number}", role="manager")
    names = Names(database)
    rounds = [[each.id for each in await names.stale(MONDAY, 2)] for _ in range(4)]
    assert rounds == [["U0", "U1"], ["U2", "U3"], ["U4"], ["U0", "U1"]]


async def test_what_is_told_of_somebody_known_is_noted_and_of_a_stranger_is_not(database):
    await put(database, people, id="UDANA", name="Dana", role="manager")
    for person in (DANA, replace(DANA, id="USTRANGER")):
        await renew_person(database, TEAM, person, MONDAY)
        await renew_person(database, TEAM, person, MONDAY)
    async with database.read_transaction(20) as connection:
        rows = await connection.execute(
            Scope(TEAM).select(people, people.c.id, people.c.name, people.c.role)
        )
        assert [tuple(row) for row in rows] == [("UDANA", "Danuta", "manager")]


async def test_a_new_name_stands_on_the_reminders_it_belongs_to_alone(database):
    await put(database, people, id="UDANA", name="Dana", role="manager")
    said = {
        "own": ("UDANA", {"setter": "Dana"}),
        "paused": ("UBO", {"setter": "Bo", "paused_by": "Dana"}),
        "skipped": ("UBO", {"setter": "Bo", "skipped_by": "Dana"}),
        "another's": ("UBO", {"setter": "Bo", "text": "Dana"}),
    }
    for id_, (owner, args) in said.items():
        row = {"place": "slack:T1:C1", "intent": "reminder.due", "recurrence": {}, "memory": {}}
        kept = {"id": id_, "owner_id": owner, "args": args, "enabled": True, "created_at": MONDAY}
        await put(database, schedules, **row, **kept)
    await renew_person(database, TEAM, DANA, MONDAY)
    async with database.read_transaction(20) as connection:
        rows = await connection.execute(
            Scope(TEAM).select(schedules, schedules.c.id, schedules.c.args, schedules.c.version)
        )
        assert {row.id: (row.args, row.version) for row in rows} == {
            "own": ({"setter": "Danuta"}, 2),
            "paused": ({"setter": "Bo", "paused_by": "Danuta"}, 2),
            "skipped": ({"setter": "Bo", "skipped_by": "Danuta"}, 2),
            "another's": ({"setter": "Bo", "text": "Dana"}, 1),
        }


async def test_a_name_that_was_deleted_is_not_told_again(database):
    await put(database, people, id="UDANA", name="UDANA", role="manager")
    assert await stale(database) == []
    await renew_person(database, TEAM, DANA, MONDAY)
    async with database.read_transaction(20) as connection:
        assert await connection.scalar(Scope(TEAM).select(people, people.c.name)) == "UDANA"


async def test_whom_an_operator_named_by_id_is_asked_for(database):
    await put(database, people, id="UDANA", name="UDANA", told_name="", role="manager")
    assert await stale(database) == ["UDANA"]
    await renew_person(database, TEAM, DANA, MONDAY)
    async with database.read_transaction(20) as connection:
        assert await connection.scalar(Scope(TEAM).select(people, people.c.name)) == "Danuta"
