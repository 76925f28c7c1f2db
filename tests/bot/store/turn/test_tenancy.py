"""Every method of a turn's store, called by strangers: they find what they would find without us.

The calls are made from the methods' own signatures, so that a new one is called as well, or fails
here until it is said what to hand over.
"""

import inspect
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import get_type_hints

import pytest
import pytest_asyncio
from sqlalchemy import JSON, Boolean, Date, Float, Integer, Table, event, select
from sqlalchemy.sql import visitors

from bot.store.columns import Moment
from bot.store.database import Database
from bot.store.delivery_rows import named_key
from bot.store.engine.deliveries import enqueue
from bot.store.errors import Conflict
from bot.store.scope import Scope
from bot.store.tables.all_tables import metadata
from bot.store.tables.turns import audit_log
from bot.store.turn.store import TurnStore
from content.flow import Variant
from handlers.domain.answers.answer import Answer, Asked
from handlers.domain.answers.disagreement import Disagreement
from handlers.domain.answers.shares import Share
from handlers.domain.asks.ask import Ask, AskKind
from handlers.domain.case import Case
from handlers.domain.handover import Handover, HandoverState
from handlers.domain.insights.digest import WeekDigest
from handlers.domain.insights.idea import Idea
from handlers.domain.insights.rule import Bend, Rule
from handlers.domain.insights.scopes import WORKSPACE
from handlers.domain.learning.progress import Done
from handlers.domain.learning.question import Question
from handlers.domain.people import CardLength, Membership, Person, Place, Platform, Role, Tenant
from handlers.domain.practice.run import Run
from handlers.domain.promise import LeadNotice, Promise
from handlers.domain.promise_notices import Notice, notice_name
from handlers.domain.reminder import Reminder
from handlers.domain.shifts import read_hours
from handlers.domain.shoutouts.digest import Digest
from handlers.domain.shoutouts.noticing import Noticing
from handlers.domain.shoutouts.places import ThanksPlace
from handlers.ports.answers import Line
from handlers.ports.audit import AuditLine
from handlers.ports.shifts import OwnShift
from handlers.ports.staff import Contact
from handlers.ports.store import Store
from scheduler.calendar.rest import Rest
from scheduler.delivery import DeliveryState
from scheduler.reasons import Cause, Reason
from tests.calendars import add_deliveries, delivery
from tests.conftest import MONDAY
from tests.databases import KINDS, fresh_database
from tests.desk import Week, fill
from tests.one_of_everything import (
    ANA,
    ANSWER,
    ASK,
    ASKED,
    BEND,
    CASE,
    COUNTED,
    DIFFERS,
    DIGEST,
    FRIDAY,
    HOME,
    IDEA,
    LESSON,
    LINE,
    NOTICING,
    OFFER,
    ON,
    ON_RECORD,
    PLACE,
    PRACTICE,
    PROMISE,
    QUESTION,
    REMINDER,
    REVIEW,
    RULE,
    SHOUTOUT,
    WEEK,
    WEEK_DIGEST,
    furnish_ana,
    furnish_workspace,
    undone,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

DANA = Person("dana", "Dana", membership=Membership.MEMBER)
CLEO = Person("cleo", "Cleo", membership=Membership.LEFT)
ELSEWHERE = {
    "another workspace": Tenant(Platform.SLACK, "T2"),
    "another platform": Tenant(Platform.TEAMS, "T1"),
}
NEW = "overwritten"
TOLD = replace(ASKED, on="told")
LATE = replace(PROMISE, case_id="case-1", lead=LeadNotice.DELIVERED)
SENT = {"platform": "slack", "tenant": "T1", "lane": str(PLACE), "schedule_id": "schedule-1"}
GIVEN = replace(OFFER, id="offer-3", state=HandoverState.ACCEPTED)
OF_BO = replace(PROMISE, id="promise-of-bo", owner_id="bo", owner="Bo")
TO_ANA = replace(OFFER, id="offer-4", promise_id=OF_BO.id, from_id="bo", to_id="ana")
LEFT = replace(PROMISE, id="promise-left", owner_id="bo", owner="Bo")
GIVEN_UP = replace(
    delivery("given-up", state=DeliveryState.DEAD, cause=Cause(Reason.CHANNEL_ARCHIVED)),
    **SENT,
)
ON_ITS_WAY = replace(delivery("on-its-way"), **SENT)
LEAD_NOTICE, POST = notice_name(LATE, Notice.LEAD), "page:1"

# What is handed over, by the name of the parameter, and where that says too little by its type.
BY_NAME = {
    "adding": False,
    "asked_at": MONDAY,
    "at": MONDAY + WEEK,
    "before": None,
    "case_id": "case-1",
    "cases": 1,
    "cause": Cause(Reason.REMOVED),
    "count_at": MONDAY + WEEK,
    "delivery_id": 1,
    "end": MONDAY + WEEK,
    "handover_id": "offer-1",
    "hours": read_hours("sat 10:00-12:00"),
    "ids": ["ana"],
    "lesson_id": "heard-first",
    "limit": 5,
    "line_id": "line-1",
    "manager_id": "ana",
    "manager_ids": ["ana"],
    "moment": REMINDER.next_at,
    "name": POST,
    "next_at": MONDAY + WEEK,
    "number": 1001,
    "offer_id": "offer-of-ana",
    "on": ON,
    "owner_ids": ["ana"],
    "person_id": "bo",
    "person_ids": ["ana", "bo"],
    "rule_id": "rule-1",
    "run_id": "run-1",
    "schedule_id": "schedule-1",
    "share": Share.FEW,
    "shown": {WORKSPACE: replace(COUNTED, starts_on=FRIDAY - WEEK)},
    "since": MONDAY - WEEK,
    "span": 1,
    "start": MONDAY - WEEK,
    "starts_on": FRIDAY,
    "text_id": "a-question",
    "until": MONDAY + WEEK,
    "values": {"zone": "Asia/Tokyo"},
    **{
        f"{each.id.rpartition('-')[0]}_id": each.id
        for each in (PROMISE, ASK, SHOUTOUT, RULE, IDEA, QUESTION)
    },
    "reminder_id": "schedule-1",
}
BY_TYPE = {
    Answer: replace(ANSWER, text_id=NEW),
    Ask: replace(ASK, branch=NEW),
    AskKind: AskKind.COME,
    Asked: replace(ASKED, text_id=NEW),
    AuditLine: replace(ON_RECORD, target=NEW),
    CardLength: CardLength.FULL,
    Case: replace(CASE, note=NEW, number=1001),
    Bend: replace(BEND, id="bend-2"),
    Handover: replace(OFFER, what=NEW),
    Disagreement: replace(DIFFERS, rev=2, version=1),
    Done: replace(LESSON, lesson_id="in-their-words"),
    Digest: replace(DIGEST, hour="09:00", version=1),
    Idea: replace(IDEA, text=NEW),
    Line: replace(LINE, line=NEW),
    Noticing: replace(NOTICING, hour="09:00", version=1),
    OwnShift: OwnShift(read_hours("sun 10:00-12:00")),
    Place: replace(PLACE, name=NEW),
    Promise: replace(LATE, what=NEW, number=1),
    Question: replace(QUESTION, mentor_id=NEW),
    Run: replace(PRACTICE, rev=2, said=()),
    Reminder: replace(REMINDER, owner_id="eve"),
    Rest: Rest("DE"),
    Rule: replace(RULE, name=NEW),
    ThanksPlace: ThanksPlace.TEAM,
    Variant: Variant.COUNTER,
    WeekDigest: replace(WEEK_DIGEST, hour="10:00", version=1),
}
BY_METHOD = {
    "answers.ask": {"question": replace(ASKED, on="another")},
    "answers.save_review": {"review": replace(REVIEW, step=2)},
    "answers.take_back": {"on": ON},
    "answers.told": {"place": str(PLACE)},
    "answers.write": {"line": replace(LINE, id="line-2", line=NEW)},
    "answers.add": {"answer": replace(ANSWER, on="another")},
    "disagreements.add": {"disagreement": replace(DIFFERS, on="another")},
    "asks.add": {"ask": replace(ASK, id="ask-3")},
    "audit.add": {"line": replace(ON_RECORD, id="line-2")},
    "insights.add_idea": {"idea": replace(IDEA, id="idea-2")},
    "insights.add_rule": {"rule": replace(RULE, id="rule-2", name=NEW)},
    "lessons.ask": {"question": replace(QUESTION, id="question-2", text=NEW)},
    "lessons.recall": {"on": FRIDAY},
    "handovers.add": {"handover": replace(OFFER, id="offer-2", what=NEW)},
    "open_case": {"case": replace(CASE, id="case-3", note=NEW)},
    "people.have_left": {"ids": ["ana", "cleo"]},
    "people.meet": {"people": [Person("ana", "Eve", membership=Membership.MEMBER)]},
    "promises.case_of": {"promise": replace(LATE, case_id="", case_number="1001")},
    "promises.offered": {"promise_id": OF_BO.id},
    "handovers.offered": {"promise_ids": [OF_BO.id]},
    "handovers.take": {"handover": replace(OFFER, id="offer-5", from_id="bo", what=NEW)},
    "promises.of_others": {"promise_id": LEFT.id, "owner_ids": ["bo"]},
    "promises.take_left": {"promise": replace(LEFT, number=3)},
    "promises.take_over": {"promise": replace(OF_BO, number=2)},
    "promises.make": {"promise": replace(LATE, id="promise-2", what=NEW)},
    "reminders.add": {"reminder": replace(REMINDER, id="schedule-2")},
    "reminders.save": {"reminder": replace(REMINDER, enabled=False)},
    "reminders.added_since": {"since": MONDAY - WEEK},
    "reminders.of": {"place": PLACE},
    "shoutouts.add": {"shoutout": replace(SHOUTOUT, id="shoutout-2", text=NEW)},
    "shoutouts.save": {"shoutout": replace(SHOUTOUT, text=NEW)},
    "staff.appoint": {"people": [Contact("ana", "Eve", Role.ADMIN)]},
    "staff.join": {"people": [Contact("eve", "Eve")]},
    "staff.settle": {"place": None},
    "staff.team_at": {"place": PLACE},
}
# What is read first, as whoever changes it does.
READ_FIRST = {
    "promises.save": "promises.get",
    "promises.save_reported": "promises.reported",
    "promises.take_left": "promises.of_others",
    "promises.take_over": "promises.offered",
}
# Each part of the store is behind a port; these are asked by other parts.
WITHIN = {"shoutouts.drafts", "shoutouts.proposals"}
# What everybody of a workspace may reach; who of them may do it is for the handler to say.
OF_A_WORKSPACE = re.compile(
    r"audit\..*|channels\..*|deliveries\..*|digests\..*|disagreements\..*|people\..*|reminders\..*"
    r"|answers\.(ask|to_close|count|close|told|pressed|last_pressed|look_again|brief)"
    r"|asks\.(add|bend|get|save|named)|shoutouts\.(add|drafts|get|passed_on|proposals|save|wishes)"
    r"|insights\.(rules|rule|add_rule|save_rule|remove_rule|bends|idea|ideas|ideas_of_rule)"
    r"|insights\.save_idea|handovers\.offered"
    r"|promises\.(count_due|open_of|of_others|take_left|reported|save_reported)|shifts\.(of|working|of_team|joined)"
    r"|staff\.(managers|with_role|appoint|team|teams_of|team_at)|save_workspace"
    r"|weeks\..*|lessons\.(question|questions|save|drop)"
)


def parts() -> dict[str, type]:
    """Return what a store is made of, by name; the store itself has none."""
    unit = TurnStore(None, HOME, ANA)
    named = {name: getattr(unit, name) for name in dir(unit) if not name.startswith("_")}
    ours = (each for each in named.items() if type(each[1]).__module__.startswith("bot.store.turn"))
    return {"": TurnStore, **{name: type(part) for name, part in ours}}


def methods(of: dict[str, type]) -> dict[str, object]:
    """Return the methods of each part, by dotted name."""
    return {
        f"{part}.{name}".lstrip("."): method
        for part, kind in of.items()
        for name, method in inspect.getmembers(kind, inspect.iscoroutinefunction)
        if not name.startswith("_")
    }


METHODS = methods(parts())
PERSONAL = [name for name in METHODS if not OF_A_WORKSPACE.fullmatch(name)]


def arguments(name: str) -> dict[str, object]:
    """Return what to call a method with; it fails for one that we don't know how to call."""
    method = METHODS[name]
    hints = get_type_hints(method)
    found = {}
    for parameter in list(inspect.signature(method).parameters)[1:]:
        known = BY_METHOD.get(name, {})
        if parameter in known:
            found[parameter] = known[parameter]
        elif hints[parameter] in BY_TYPE:
            found[parameter] = BY_TYPE[hints[parameter]]
        elif parameter in BY_NAME:
            found[parameter] = BY_NAME[parameter]
        else:
            pytest.fail(f"say what to hand to {name} as {parameter}: {hints[parameter]}")
    return found


async def call(connection, name: str, tenant: Tenant, person: Person):
    """Return what comes of a call; a conflict is a no as well."""
    unit = TurnStore(connection, tenant, person)
    answer = None
    try:
        for each in filter(None, (READ_FIRST.get(name), name)):
            part, _, method = each.rpartition(".")
            answer = await getattr(getattr(unit, part) if part else unit, method)(**arguments(each))
    except Conflict:
        return None
    return answer


async def furnish(database: Database, *, with_ana: bool) -> None:
    """Give T1 what belongs to nobody alone, and Ana what is hers."""
    await add_deliveries(database, GIVEN_UP, ON_ITS_WAY)
    async with database.transaction(5) as connection:
        unit = TurnStore(connection, HOME, ANA)
        await unit.people.meet([ANA, Person("bo", "Bo"), CLEO], MONDAY)
        await furnish_workspace(connection, unit)
        await unit.answers.ask(TOLD)
        await unit.answers.close(TOLD, Share.MOST)
        keys = [named_key(HOME, each) for each in (LEAD_NOTICE, POST)]
        await enqueue(connection, [replace(delivery(each), **SENT) for each in keys])
        if with_ana:
            await furnish_ana(unit, LATE)
            await unit.handovers.add(GIVEN)
            bo = TurnStore(connection, HOME, Person("bo", "Bo"))
            await bo.promises.make(OF_BO)
            await bo.promises.make(LEFT)
            await bo.handovers.add(TO_ANA)
        week = Week(FRIDAY, ["bo"], {"late": 1}, ideas=1, lines=["tea"], pages={"nobody": 1})
        await fill(connection, HOME, week)


async def furnish_rest(database: Database) -> None:
    """Put a row of T1 into each table that has none by now: the engine's, and what comes new."""
    async with database.transaction(5) as connection:
        for table in TABLES:
            if not (await connection.execute(of_home(table))).first():
                values = {each.name: made_up(each) for each in table.columns if not each.nullable}
                scope = {k: v for k, v in Scope(HOME).values.items() if k in table.c}
                await connection.execute(table.insert().values({**values, **scope}))


TABLES = [each for each in metadata.sorted_tables if "tenant" in each.c]


def made_up(column):
    kinds = (
        (Date, MONDAY.date()),
        (Moment, MONDAY),
        (JSON, {}),
        (Boolean, False),
        (Float, 1.0),
        (Integer, 7),
    )
    return next((value for kind, value in kinds if isinstance(column.type, kind)), "x")


def of_home(table):
    mine = table.c.tenant == HOME.id
    return select(table).where(
        mine & (table.c.platform == "slack") if "platform" in table.c else mine
    )


OF_HOME = {table.name: of_home(table) for table in TABLES}


async def rows(connection) -> Counter:
    """Return every row of T1, in whatever table."""
    found = Counter()
    for name, query in OF_HOME.items():
        found.update((name, repr(row)) for row in await connection.execute(query))
    return found


@dataclass(frozen=True, slots=True)
class World:
    """Three databases: with one of everything, without what is Ana's, and empty.

    ``before`` are the rows of the first: what is tried is undone.
    """

    full: Database
    without_ana: Database
    empty: Database
    before: Counter


@pytest_asyncio.fixture(loop_scope="module", scope="module", params=KINDS)
async def world(request, tmp_path_factory):
    async with (
        fresh_database(request.param, tmp_path_factory.mktemp("full")) as full_url,
        fresh_database(request.param, tmp_path_factory.mktemp("without-ana")) as without_url,
        fresh_database(request.param, tmp_path_factory.mktemp("empty")) as empty_url,
    ):
        full, without, empty = (Database(u, "NORMAL") for u in (full_url, without_url, empty_url))
        await furnish(full, with_ana=True)
        await furnish(without, with_ana=False)
        await furnish_rest(full)
        async with undone(full) as connection:
            before = await rows(connection)
        yield World(full, without, empty, before)
        for each in (full, without, empty):
            await each.dispose()


async def answer(database, name, tenant, person):
    """Return what somebody gets, to the letter."""
    async with undone(database) as connection:
        return repr(await call(connection, name, tenant, person))


async def tried(world, name, tenant, person):
    """Return what somebody gets where there is one of everything, and the rows of T1 then."""
    async with undone(world.full) as connection:
        return repr(await call(connection, name, tenant, person)), await rows(connection)


async def test_the_store_does_what_its_ports_say_and_nothing_else():
    ports = {"": Store}
    for name, part in inspect.getmembers(Store, lambda each: isinstance(each, property)):
        ports[name] = get_type_hints(part.fget)["return"]
    assert set(METHODS) - WITHIN == set(methods(ports))


async def test_there_is_one_of_everything(world):
    assert {name for name, _ in world.before} == {table.name for table in TABLES}


@pytest.mark.parametrize("name", METHODS)
async def test_whoever_it_belongs_to_gets_or_changes_something(name, world):
    """So the calls of this file reach what there is, and a no to strangers means something."""
    found, after = await tried(world, name, HOME, ANA)
    assert found != await answer(world.empty, name, HOME, ANA) or after != world.before


@pytest.mark.parametrize("where", ELSEWHERE)
@pytest.mark.parametrize("name", METHODS)
async def test_from_elsewhere_it_is_as_if_nothing_were_there(name, where, world):
    """The same person id, too: the answer is that of an empty database, and no row changes."""
    tenant = ELSEWHERE[where]
    found, after = await tried(world, name, tenant, ANA)
    assert found == await answer(world.empty, name, tenant, ANA)
    assert after == world.before


@pytest.mark.parametrize("name", PERSONAL)
async def test_to_a_colleague_it_is_as_if_nothing_of_anas_were_there(name, world):
    """Or a plain no, where an id is taken; no row that was there changes."""
    found, after = await tried(world, name, HOME, DANA)
    nothing = await answer(world.without_ana, name, HOME, DANA)
    # How many promises a workspace has had is in the number of each.
    assert re.sub(r"\bnumber=\d+", "", found) in (re.sub(r"\bnumber=\d+", "", nothing), "None")
    assert world.before - after == Counter()


@pytest.mark.parametrize("name", [each for each in METHODS if each != "personal.forget"])
async def test_no_line_of_the_audit_log_is_changed_or_taken_away(name, world):
    async with undone(world.full) as connection:
        before = (await connection.execute(select(audit_log))).all()
        await call(connection, name, HOME, ANA)
        after = (await connection.execute(select(audit_log))).all()
    assert before
    assert [row for row in after if row in before] == before


@pytest.mark.parametrize("name", METHODS)
async def test_every_statement_names_the_tenant_of_each_table_it_touches(name, world):
    """Statements that are built once go past SQLAlchemy on SQLite, and are seen on PostgreSQL."""
    database, sent = world.full, []
    async with undone(database) as connection:
        wire = connection.sync_connection
        event.listen(wire, "before_execute", lambda *each: sent.append(each[1:4]))
        await call(connection, name, HOME, ANA)
        assert [each for each in sent if tables_without_tenant(*each, connection.dialect)] == []
    if database.dialect == "postgresql":
        assert sent


def tables_without_tenant(statement, many, one, dialect):
    names = list(many[0] if many else one)
    sql = str(statement.compile(dialect=dialect, column_keys=names or None))
    return [
        each
        for each in visitors.iterate(statement)
        if isinstance(each, Table)
        and f"{each.name}.tenant = " not in sql
        and not re.match(rf"INSERT INTO {each.name} \([^)]*\btenant\b", sql)
    ]
