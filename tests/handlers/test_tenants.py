"""Whatever a turn asks of the store, it reaches nothing of another workspace or another person."""

import inspect
import re
from asyncio import gather
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import get_type_hints

import pytest
import pytest_asyncio
from sqlalchemy import Table, event, select
from sqlalchemy.sql import visitors

from bot.store.database import Database
from bot.store.delivery_rows import named_key
from bot.store.engine.deliveries import enqueue
from bot.store.errors import Conflict
from bot.store.tables.all_tables import metadata
from bot.store.tables.answers import answers, asked, habits, notebook, reviews
from bot.store.tables.asks import asks
from bot.store.tables.cases import cases
from bot.store.tables.channels import channels
from bot.store.tables.deliveries import deliveries
from bot.store.tables.people import people, team_members, teams
from bot.store.tables.promises import promises
from bot.store.tables.schedules import schedules
from bot.store.tables.shoutouts import shoutout_recipients, shoutouts, thanks_digests
from bot.store.tables.workspaces import workspaces
from bot.store.turn.store import TurnStore
from content.flow import Variant
from handlers.domain.answers.answer import Answer, AnswerKind, Asked
from handlers.domain.answers.review import begun
from handlers.domain.answers.shares import Share
from handlers.domain.asks.ask import Ask, AskKind
from handlers.domain.case import Case, CaseState
from handlers.domain.people import (
    CardLength,
    Membership,
    Person,
    Place,
    Platform,
    Role,
    Tenant,
)
from handlers.domain.promise import LeadNotice, Promise, PromiseState
from handlers.domain.promise_messages import PromiseMessage
from handlers.domain.promise_notices import Notice, notice_name
from handlers.domain.reminder import Reminder
from handlers.domain.shoutouts.after_complaint import Closing
from handlers.domain.shoutouts.digest import Digest
from handlers.domain.shoutouts.messages import Message, MessageState
from handlers.domain.shoutouts.places import Recipient, ThanksPlace
from handlers.domain.shoutouts.shoutout import Shoutout
from handlers.ports.answers import Line
from handlers.ports.staff import Contact, Team
from handlers.ports.store import Store
from scheduler.calendar.rest import Rest
from scheduler.delivery import Delivery, DeliveryState
from scheduler.phrases.phrase import parse
from scheduler.reasons import Cause, Reason
from tests.calendars import add_deliveries, delivery
from tests.conftest import MONDAY
from tests.databases import KINDS, fresh_database

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOME, PLACE = Tenant(Platform.SLACK, "T1"), Place(Platform.SLACK, "T1", "C1")
ANA = Person("ana", "Ana", membership=Membership.MEMBER)
CASE = Case(id="case-1", agent_id="ana", variant=Variant.VOICE, opened_at=MONDAY, changed_at=MONDAY)
CLOSED = replace(CASE, id="case-2", state=CaseState.CLOSED, accepted="accepted", closed_at=MONDAY)
WEEK = timedelta(days=7)
REMINDER = Reminder(
    id="schedule-1",
    place=PLACE,
    recurrence=parse("daily 09:00", "UTC", MONDAY),
    owner_id="ana",
    next_at=MONDAY + timedelta(days=1),
)
ON_ITS_WAY = Delivery(
    key="schedule-1@today",
    platform="slack",
    tenant="T1",
    lane=str(PLACE),
    body={},
    occurs_at=MONDAY,
    due_at=MONDAY,
    expires_at=MONDAY + WEEK,
    schedule_id="schedule-1",
)
GIVEN_UP = replace(
    ON_ITS_WAY,
    key="schedule-1@yesterday",
    state=DeliveryState.DEAD,
    cause=Cause(Reason.CHANNEL_ARCHIVED),
)
PROMISE = Promise(
    id="promise-1",
    owner_id="ana",
    owner="Ana",
    zone="Europe/Rome",
    what="ring back",
    due_at=MONDAY + timedelta(hours=1),
    made_at=MONDAY,
    changed_at=MONDAY,
)
LATE = replace(PROMISE, id="promise-2", lead=LeadNotice.DELIVERED)
ASK = Ask(
    id="ask-1",
    kind=AskKind.COVER,
    asker_id="ana",
    made_at=MONDAY,
    changed_at=MONDAY,
    case_id="case-1",
    people=("dana",),
)
COME = replace(ASK, id="ask-2", kind=AskKind.COME, case_id="")
STRANGERS = [
    pytest.param(Tenant(Platform.SLACK, "T2"), ANA, id="another workspace, the same person id"),
    pytest.param(Tenant(Platform.TEAMS, "T1"), ANA, id="another platform, the same ids"),
    pytest.param(HOME, replace(ANA, id="dana", name="Dana"), id="another person"),
]
SHOUTOUT = Shoutout(
    id="shoutout-1",
    giver_id="ana",
    giver_name="Ana",
    text="rang back",
    made_at=MONDAY,
    changed_at=MONDAY,
    recipients=(Recipient("bo", "Bo", ThanksPlace.CHANNEL, str(PLACE)),),
    messages=(Message("post:1.0", str(PLACE), 1, MessageState.THERE, "C1:1.2"),),
)
DRAFT = replace(
    SHOUTOUT,
    id="case-case-2",
    giver_id="",
    giver_name="",
    case_id="case-2",
    closing=Closing(Variant.VOICE, "ring back", MONDAY),
    messages=(Message("ask:ana", str(PLACE), 0, MessageState.LISTED),),
)
DIGEST = Digest("ana", "Europe/Rome", "15:00", MONDAY)
ON = "schedule-1@2026-11-23T09:00[UTC]"
ANSWER = Answer(ON, "a-question", AnswerKind.BETTER, MONDAY)
ASKED = Asked(ON, "schedule-1", str(PLACE), "a-question", "P1", MONDAY + WEEK)
REVIEW = begun("a-question", 0, MONDAY, "Europe/Rome", "08:55")
LINE = Line("line-1", "a-what-if", "ring first", MONDAY)
# What a stranger tries with each method of the store
TRIES = {
    "member": lambda unit: unit.member(),
    "cases": lambda unit: unit.cases(),
    "case": lambda unit: unit.case("case-1"),
    "open_case": lambda unit: unit.open_case(replace(CASE, note="overwritten")),
    "save_case": lambda unit: unit.save_case(replace(CASE, note="overwritten", number=1001)),
    "numbered_case": lambda unit: unit.numbered_case(1001),
    "closed_cases": lambda unit: unit.closed_cases(MONDAY),
    "throw_away_case": lambda unit: unit.throw_away_case(replace(CASE, number=1001)),
    "prefer": lambda unit: unit.prefer(Variant.COUNTER),
    "save_workspace": lambda unit: unit.save_workspace({"zone": "Asia/Tokyo"}),
    "people.meet": lambda unit: unit.people.meet([Person("ana", "Eve")], MONDAY),
    "people.names": lambda unit: unit.people.names(["ana"]),
    "staff.managers": lambda unit: unit.staff.managers(),
    "staff.with_role": lambda unit: unit.staff.with_role(),
    "staff.appoint": lambda unit: unit.staff.appoint([Contact("ana", "Eve", Role.AGENT)]),
    "staff.team": lambda unit: unit.staff.team("ana"),
    "staff.teams_of": lambda unit: unit.staff.teams_of("bo"),
    "staff.team_at": lambda unit: unit.staff.team_at(PLACE),
    "staff.join": lambda unit: unit.staff.join([Contact("eve", "Eve")]),
    "staff.leave": lambda unit: unit.staff.leave("bo"),
    "staff.settle": lambda unit: unit.staff.settle(None),
    "personal.everything": lambda unit: unit.personal.everything(),
    "personal.forget": lambda unit: unit.personal.forget(),
    "personal.set_card_length": lambda unit: unit.personal.set_card_length(CardLength.FULL),
    "personal.count_closed": lambda unit: unit.personal.count_closed(1),
    "asks.add": lambda unit: unit.asks.add(replace(ASK, taken_by="eve")),
    "asks.get": lambda unit: unit.asks.get("ask-1"),
    "asks.of_case": lambda unit: unit.asks.of_case("case-1"),
    "asks.newest": lambda unit: unit.asks.newest(AskKind.COME),
    "asks.save": lambda unit: unit.asks.save(replace(ASK, taken_by="eve")),
    "asks.named": lambda unit: unit.asks.named(ASK),
    "shoutouts.add": lambda unit: unit.shoutouts.add(replace(SHOUTOUT, text="overwritten")),
    "shoutouts.get": lambda unit: unit.shoutouts.get("shoutout-1"),
    "shoutouts.save": lambda unit: unit.shoutouts.save(replace(SHOUTOUT, text="overwritten")),
    "shoutouts.given_since": lambda unit: unit.shoutouts.given_since(MONDAY),
    "shoutouts.wishes": lambda unit: unit.shoutouts.wishes(["ana", "bo"]),
    "shoutouts.wish": lambda unit: unit.shoutouts.wish(ThanksPlace.TEAM),
    "answers.add": lambda unit: unit.answers.add(replace(ANSWER, kind=AnswerKind.OTHER)),
    "answers.take_back": lambda unit: unit.answers.take_back(ANSWER.on),
    "answers.ask": lambda unit: unit.answers.ask(replace(ASKED, text_id="overwritten")),
    "answers.to_close": lambda unit: unit.answers.to_close(ASKED.on),
    "answers.count": lambda unit: unit.answers.count(ASKED.on),
    "answers.close": lambda unit: unit.answers.close(ASKED, Share.FEW),
    "answers.told": lambda unit: unit.answers.told(str(PLACE), MONDAY),
    "answers.review": lambda unit: unit.answers.review("a-question"),
    "answers.reviews": lambda unit: unit.answers.reviews(),
    "answers.save_review": lambda unit: unit.answers.save_review(replace(REVIEW, step=2)),
    "answers.end_review": lambda unit: unit.answers.end_review("a-question"),
    "answers.last_asked": lambda unit: unit.answers.last_asked(),
    "answers.write": lambda unit: unit.answers.write(replace(LINE, line="overwritten")),
    "answers.lines": lambda unit: unit.answers.lines(),
    "answers.strike": lambda unit: unit.answers.strike("line-1"),
    "answers.pressed": lambda unit: unit.answers.pressed("schedule-1", MONDAY + WEEK),
    "answers.last_pressed": lambda unit: unit.answers.last_pressed("schedule-1"),
    "answers.brief": lambda unit: unit.answers.brief("schedule-1", MONDAY + WEEK),
    "answers.look_again": lambda unit: unit.answers.look_again("schedule-1", MONDAY + WEEK),
    "digests.of": lambda unit: unit.digests.of(["ana"]),
    "digests.save": lambda unit: unit.digests.save(replace(DIGEST, hour="09:00", version=1)),
    "digests.drafts": lambda unit: unit.digests.drafts("ana", MONDAY),
    "reminders.of": lambda unit: unit.reminders.of(PLACE),
    "reminders.all": lambda unit: unit.reminders.all(),
    "reminders.one": lambda unit: unit.reminders.one("schedule-1"),
    "reminders.added_since": lambda unit: unit.reminders.added_since(PLACE, MONDAY),
    "reminders.count": lambda unit: unit.reminders.count(),
    "reminders.count_due": lambda unit: unit.reminders.count_due(MONDAY),
    "deliveries.dead": lambda unit: unit.deliveries.dead(5),
    "deliveries.retry": lambda unit: unit.deliveries.retry(2, MONDAY),
    "deliveries.drop": lambda unit: unit.deliveries.drop(2),
    "deliveries.withdraw": lambda unit: unit.deliveries.withdraw(
        "schedule-1", Cause(Reason.REMOVED)
    ),
    "deliveries.take_back": lambda unit: unit.deliveries.take_back("page:1"),
    "channels.rest": lambda unit: unit.channels.rest(PLACE),
    "channels.note_name": lambda unit: unit.channels.note_name(replace(PLACE, name="overwritten")),
    "channels.named": lambda unit: unit.channels.named(PLACE),
    "channels.save_rest": lambda unit: unit.channels.save_rest(PLACE, Rest("DE")),
    "deliveries.last": lambda unit: unit.deliveries.last("schedule-1", 5),
    "deliveries.between": lambda unit: unit.deliveries.between("schedule-1", MONDAY, MONDAY + WEEK),
    "reminders.add": lambda unit: unit.reminders.add(replace(REMINDER, owner_id="eve"), MONDAY),
    "reminders.save": lambda unit: unit.reminders.save(replace(REMINDER, enabled=False)),
    "reminders.remove": lambda unit: unit.reminders.remove("schedule-1"),
    "promises.open": lambda unit: unit.promises.open(),
    "promises.count_due": lambda unit: unit.promises.count_due(
        ["ana"], MONDAY - WEEK, MONDAY + WEEK
    ),
    "promises.under_way": lambda unit: unit.promises.under_way(),
    "promises.get": lambda unit: unit.promises.get("promise-1"),
    "promises.of_case": lambda unit: unit.promises.of_case(replace(CASE, number=1001)),
    "promises.case_of": lambda unit: unit.promises.case_of(replace(PROMISE, case_number="1001")),
    "promises.make": lambda unit: unit.promises.make(replace(PROMISE, what="overwritten")),
    "promises.save": lambda unit: unit.promises.save(replace(PROMISE, what="overwritten")),
    "promises.take_back": lambda unit: unit.promises.take_back(LATE),
    "promises.throw_away": lambda unit: unit.promises.throw_away(LATE),
    "promises.reported": lambda unit: unit.promises.reported("promise-2"),
    "promises.save_reported": lambda unit: unit.promises.save_reported(
        replace(LATE, what="overwritten")
    ),
}
OF_A_WORKSPACE = {
    "answers.ask",
    "answers.to_close",
    "answers.count",
    "answers.close",
    "answers.told",
    "answers.pressed",
    "answers.last_pressed",
    "answers.look_again",
    "answers.brief",
    "staff.team_at",
    "promises.count_due",
    "reminders.of",
    "reminders.all",
    "reminders.one",
    "reminders.added_since",
    "reminders.count",
    "reminders.count_due",
    "reminders.save",
    "reminders.remove",
    "save_workspace",
    "promises.reported",
    "people.meet",
    "people.names",
    "staff.managers",
    "staff.with_role",
    "staff.appoint",
    "staff.team",
    "staff.teams_of",
    *(method for method in TRIES if method.startswith(("deliveries.", "channels."))),
    "asks.add",
    "asks.get",
    "asks.save",
    "asks.named",
    "digests.of",
    "digests.save",
    "digests.drafts",
    "shoutouts.add",
    "shoutouts.get",
    "shoutouts.save",
    "shoutouts.wishes",
}
READ_NOTHING = {
    "cases": (),
    "case": None,
    "numbered_case": None,
    "closed_cases": (),
    "answers.to_close": None,
    "answers.count": (0, 0),
    "answers.told": [],
    "answers.review": None,
    "answers.reviews": [],
    "answers.last_asked": None,
    "answers.lines": [],
    "answers.last_pressed": None,
    "reminders.of": (),
    "reminders.all": (),
    "reminders.one": None,
    "reminders.added_since": (),
    "reminders.count": 0,
    "reminders.count_due": 0,
    "deliveries.last": [],
    "deliveries.between": [],
    "deliveries.dead": (),
    "deliveries.retry": False,
    "deliveries.drop": False,
    "channels.rest": Rest(),
    "promises.open": (),
    "promises.under_way": (),
    "promises.get": None,
    "promises.of_case": (),
    "promises.case_of": None,
    "promises.take_back": frozenset(),
    "promises.reported": None,
    "people.names": {},
    "staff.managers": (),
    "staff.with_role": (),
    "staff.team": Team(Contact("ana", ""), (), None),
    "staff.teams_of": (),
    "staff.team_at": (),
    "promises.count_due": 0,
    "asks.get": None,
    "asks.of_case": (),
    "asks.newest": None,
    "digests.drafts": (),
    "shoutouts.get": None,
    "shoutouts.given_since": (),
    "shoutouts.wishes": {},
}


@pytest_asyncio.fixture(loop_scope="module", scope="module", params=KINDS)
async def store(request, tmp_path_factory):
    """A store in which Ana of T1 has a case, a closed one, a reminder and a way of contact."""
    async with fresh_database(request.param, tmp_path_factory.mktemp("tenants")) as url:
        database = Database(url, "NORMAL")
        await furnish(database)
        yield database
        await database.dispose()


async def furnish(database):
    async with database.transaction(5) as connection:
        await connection.execute(
            workspaces.insert().values(platform="slack", tenant="T1", zone="Europe/Rome")
        )
        await connection.execute(
            people.insert().values(
                platform="slack", tenant="T1", id="ana", name="Ana", role="manager", variant="chat"
            )
        )
        unit = TurnStore(connection, HOME, ANA)
        await unit.open_case(CASE)
        await unit.open_case(CLOSED)
        await unit.reminders.add(REMINDER, MONDAY)
        await unit.staff.join([Contact("bo", "Bo")])
        await unit.staff.settle(PLACE)
        await unit.channels.save_rest(PLACE, Rest("IT"))
        await unit.channels.note_name(replace(PLACE, name="front-desk"))
        await unit.promises.make(PROMISE)
        await unit.promises.make(LATE)
        await unit.asks.add(ASK)
        await unit.asks.add(COME)
        await unit.shoutouts.add(SHOUTOUT)
        await unit.shoutouts.add(DRAFT)
        await unit.digests.save(DIGEST)
        await unit.shoutouts.wish(ThanksPlace.CHANNEL)
        await unit.answers.add(ANSWER)
        await unit.answers.ask(ASKED)
        await unit.answers.save_review(REVIEW, MONDAY)
        await unit.answers.write(LINE)
        await unit.answers.pressed("schedule-1", MONDAY)
        key = named_key(HOME, notice_name(LATE, Notice.LEAD))
        await enqueue(connection, [replace(delivery(key), platform="slack")])
    await add_deliveries(database, ON_ITS_WAY, GIVEN_UP)


async def test_every_method_of_the_store_is_tried():
    """Its parts count too: a property of the store is a protocol of its own."""
    methods = {name for name, _ in inspect.getmembers(Store, inspect.iscoroutinefunction)}
    for name, part in inspect.getmembers(Store, lambda each: isinstance(each, property)):
        of = get_type_hints(part.fget)["return"]
        found = inspect.getmembers(of, inspect.iscoroutinefunction)
        methods |= {f"{name}.{method}" for method, _ in found}
    assert set(TRIES) == methods


def attempts():
    """Yield what each stranger tries; reminders are the workspace's, so a colleague's are open."""
    for stranger, method in product(STRANGERS, TRIES):
        tenant, person = stranger.values
        if tenant != HOME or method not in OF_A_WORKSPACE:
            yield pytest.param(method, tenant, person, id=f"{method} from {stranger.id}")


@pytest.mark.parametrize(("method", "tenant", "person"), list(attempts()))
async def test_a_stranger_reads_nothing_and_changes_nothing(method, tenant, person, store):
    async with undone(store) as connection:
        before = await everything_of_ana(connection)
        answer = await attempt(TurnStore(connection, tenant, person), TRIES[method])
        assert await everything_of_ana(connection) == before
    if method in READ_NOTHING:
        assert answer == READ_NOTHING[method]
    if method == "open_case":
        assert answer is None or tenant != HOME
    if method == "member":
        assert (answer.role, answer.variant) == (Role.AGENT, Variant.VOICE)
        assert answer.zone == ("Europe/Rome" if tenant == HOME else "UTC")


@pytest.mark.parametrize("method", TRIES)
async def test_every_statement_names_the_tenant_of_each_table_it_touches(method, store):
    """Statements that are built once go past SQLAlchemy on SQLite, and are seen on PostgreSQL."""
    sent = []
    async with undone(store) as connection:
        wire = connection.sync_connection
        event.listen(wire, "before_execute", lambda *each: sent.append(each[1:4]))
        await attempt(TurnStore(connection, HOME, ANA), TRIES[method])
        assert [each for each in sent if tables_without_tenant(*each, connection.dialect)] == []
    if store.dialect == "postgresql":
        assert sent


def tables_without_tenant(statement, rows, row, dialect):
    names = list(rows[0] if rows else row)
    sql = str(statement.compile(dialect=dialect, column_keys=names or None))
    return [
        each
        for each in visitors.iterate(statement)
        if isinstance(each, Table)
        and f"{each.name}.tenant = " not in sql
        and not re.match(rf"INSERT INTO {each.name} \([^)]*\btenant\b", sql)
    ]


@pytest.mark.parametrize(("tenant", "person"), STRANGERS)
async def test_a_closed_case_of_somebody_else_looks_like_none(tenant, person, store):
    async with undone(store) as connection:
        assert await TurnStore(connection, tenant, person).case("case-2") is None


async def test_a_colleague_reaches_a_promise_only_once_the_lead_was_told_of_it(store):
    async with undone(store) as connection:
        reports = TurnStore(connection, HOME, Person("dana", "Dana")).promises
        assert await reports.reported("promise-1") is None
        late = await reports.reported("promise-2")
        await reports.save_reported(replace(late, taken_by="Dana"))
        assert (await reports.reported("promise-2")).taken_by == "Dana"


async def test_the_owner_takes_back_what_still_waits(store):
    async with undone(store) as connection:
        unit = TurnStore(connection, HOME, ANA)
        assert await unit.promises.take_back(LATE) == {Notice.LEAD}
        assert await unit.promises.take_back(LATE) == frozenset()


async def test_the_promises_of_a_case_are_those_made_in_it_and_those_that_name_its_number(store):
    async with undone(store) as connection:
        unit = TurnStore(connection, HOME, ANA)
        opened = replace(CASE, number=1001)
        for name, values in {
            "in it": {"case_id": "case-1"},
            "by its number": {"case_number": "1001"},
            "before it": {"case_number": "1001", "made_at": MONDAY - WEEK},
            "of another": {"case_id": "case-2", "case_number": "1001"},
        }.items():
            await unit.promises.make(replace(PROMISE, id=name, **values))
        found = await unit.promises.of_case(opened)
        assert {each.id for each in found} == {"in it", "by its number"}
        cases_of = [await unit.promises.case_of(each) for each in found]
    assert cases_of == ["case-1", "case-1"]


async def test_a_digest_changed_in_between_is_a_conflict(store):
    async with undone(store) as connection:
        stale, quicker = (TurnStore(connection, HOME, ANA).digests for _ in range(2))
        (digest,) = await stale.of(["ana"])
        assert (digest.hour, digest.zone) == ("15:00", "Europe/Rome")
        await quicker.save(replace(digest, hour="16:00"))
        with pytest.raises(Conflict):
            await stale.save(replace(digest, hour="17:00"))


@pytest.mark.parametrize(
    ("table", "values", "waits"),
    [
        pytest.param(cases, {}, True, id="as it was"),
        pytest.param(cases, {"state": "open"}, False, id="its complaint was taken up again"),
        pytest.param(cases, {"accepted": "not-accepted"}, False, id="and closed otherwise"),
        pytest.param(people, {"membership": "left"}, False, id="its agent has left"),
        pytest.param(shoutouts, {"state": "declined"}, False, id="another manager left it"),
    ],
)
async def test_a_draft_waits_while_there_is_something_to_thank_for(table, values, waits, store):
    async with undone(store) as connection:
        bo = {"platform": "slack", "tenant": "T1", "id": "bo", "name": "Bo"}
        await connection.execute(people.insert().values(**bo))
        if values:
            await connection.execute(table.update().values(**values))
        unit = TurnStore(connection, HOME, ANA)
        found = await unit.digests.drafts("ana", MONDAY)
        assert await unit.digests.drafts("dana", MONDAY) == ()
        assert await unit.digests.drafts("ana", MONDAY + WEEK) == ()
    assert [each.closing for each in found] == ([DRAFT.closing] if waits else [])


async def test_a_promise_changed_in_between_is_a_conflict(store):
    async with undone(store) as connection:
        stale, quicker = (TurnStore(connection, HOME, ANA).promises for _ in range(2))
        promise = await stale.get("promise-1")
        await quicker.save(replace(await quicker.get("promise-1"), what="ring twice"))
        with pytest.raises(Conflict):
            await stale.save(replace(promise, what="write"))


async def test_promises_count_within_a_workspace_and_one_id_is_made_once(store):
    other = Tenant(Platform.SLACK, "T2")
    async with undone(store) as connection:
        elsewhere = await TurnStore(connection, other, ANA).promises.make(PROMISE)
        again = await TurnStore(connection, HOME, ANA).promises.make(replace(PROMISE, what="again"))
        third = await TurnStore(connection, HOME, ANA).promises.make(
            replace(PROMISE, id="promise-3")
        )
    assert (elsewhere.number, again.number, third.number) == (1, 1, 3)
    assert again.what == "ring back"


async def test_a_promise_without_a_time_comes_last_and_a_closed_one_that_is_to_follow_counts(
    store,
):
    message = PromiseMessage("lead:2026", str(PLACE), "open", "C1:1.2")
    kept = {"state": PromiseState.KEPT, "messages": (message,), "next_at": MONDAY}
    async with undone(store) as connection:
        unit = TurnStore(connection, HOME, ANA).promises
        await unit.make(replace(PROMISE, id="promise-0", due_at=None))
        await unit.save(replace(await unit.get("promise-1"), **kept))
        assert [each.id for each in await unit.open()] == ["promise-2", "promise-0"]
        assert [each.id for each in await unit.under_way()] == [
            "promise-1",
            "promise-2",
            "promise-0",
        ]
        assert (await unit.get("promise-1")).messages == (message,)


async def test_a_promise_that_cannot_be_read_hides_no_others(store):
    async with undone(store) as connection:
        spoilt = promises.update().where(promises.c.id == "promise-1").values(stage="unheard-of")
        await connection.execute(spoilt)
        assert [each.id for each in await TurnStore(connection, HOME, ANA).promises.open()] == [
            "promise-2"
        ]


async def test_the_owner_reaches_it_all(store):
    async with undone(store) as connection:
        unit = TurnStore(connection, HOME, ANA)
        assert [each.id for each in await unit.promises.open()] == ["promise-1", "promise-2"]
        assert (await unit.member()).role is Role.MANAGER
        assert [each.id for each in await unit.cases()] == ["case-1"]
        assert (await unit.case("case-2")).state is CaseState.CLOSED
        assert [each.id for each in await unit.reminders.of(PLACE)] == ["schedule-1"]


async def test_a_manager_has_a_team_and_its_people_know_their_manager(store):
    async with undone(store) as connection:
        unit = TurnStore(connection, HOME, ANA)
        mine = await unit.staff.team("ana")
        (of_bo,) = await unit.staff.teams_of("bo")
        await unit.staff.leave("bo")
        after = await unit.staff.teams_of("bo")
    assert mine == Team(Contact("ana", ""), (Contact("bo", "Bo"),), PLACE)
    assert (of_bo.manager.name, of_bo.place) == ("Ana", PLACE)
    assert after == ()


async def test_who_lost_the_role_leads_nobody_and_admins_stand_in_for_managers(store):
    async with undone(store) as connection:
        unit = TurnStore(connection, HOME, ANA)
        await unit.staff.appoint([Contact("dana", "Dana", Role.ADMIN)])
        before = await unit.staff.managers()
        await unit.staff.appoint([Contact("ana", "", Role.AGENT)])
        after = await unit.staff.managers()
        teams_of_bo = await unit.staff.teams_of("bo")
    assert [each.id for each in before] == ["ana"]
    assert [(each.id, each.name) for each in after] == [("dana", "Dana")]
    assert teams_of_bo == ()


async def test_a_guest_is_one_unless_somebody_here_gave_them_a_role(store):
    async with undone(store) as connection:
        guest = TurnStore(connection, HOME, Person("gil", "Gil", membership=Membership.GUEST))
        known = TurnStore(connection, HOME, replace(ANA, membership=Membership.GUEST))
        assert (await guest.member()).role is Role.GUEST
        assert (await known.member()).role is Role.MANAGER


@pytest.mark.parametrize(
    ("named", "role"),
    [
        pytest.param((), Role.ADMIN, id="none named"),
        pytest.param(("zoe",), Role.AGENT, id="others"),
    ],
)
async def test_who_runs_the_workspace_is_admin_unless_the_settings_name_others(store, named, role):
    async with undone(store) as connection:
        unit = TurnStore(connection, HOME, Person("bo", "Bo", membership=Membership.ADMIN), named)
        assert (await unit.member()).role is role


async def test_a_shoutout_is_kept_as_it_was_given(store):
    async with undone(store) as connection:
        unit = TurnStore(connection, HOME, ANA)
        assert await unit.shoutouts.get("shoutout-1") == SHOUTOUT
        assert await unit.shoutouts.given_since(MONDAY) == (SHOUTOUT,)
        assert await unit.shoutouts.wishes(["ana", "bo"]) == {"ana": ThanksPlace.CHANNEL}
        assert not await unit.shoutouts.add(replace(SHOUTOUT, text="another"))


async def test_an_ask_is_kept_as_it_was_made_and_its_people_have_their_names(store):
    async with undone(store) as connection:
        unit = TurnStore(connection, HOME, ANA)
        kept = await unit.asks.get("ask-1")
        assert kept == ASK
        assert kept.name("ana") == "Ana"
        assert await unit.asks.of_case("case-1") == (ASK,)
        assert await unit.asks.newest(AskKind.COME) == COME
        assert not await unit.asks.add(replace(ASK, taken_by="dana"))


async def test_an_ask_changed_in_between_is_a_conflict(store):
    async with undone(store) as connection:
        unit = TurnStore(connection, HOME, ANA)
        assert (await unit.asks.save(replace(ASK, taken_by="dana"))).version == 1
        with pytest.raises(Conflict):
            await unit.asks.save(ASK)


async def test_a_shoutout_changed_in_between_is_a_conflict(store):
    async with undone(store) as connection:
        unit = TurnStore(connection, HOME, ANA)
        saved = await unit.shoutouts.save(replace(SHOUTOUT, text="rang back twice", rev=2))
        assert (saved.text, saved.version, saved.recipients) == (
            "rang back twice",
            1,
            SHOUTOUT.recipients,
        )
        with pytest.raises(Conflict):
            await unit.shoutouts.save(SHOUTOUT)


async def test_numbers_count_within_a_workspace(store):
    other = Tenant(Platform.SLACK, "T2")
    async with undone(store) as connection:
        elsewhere = await TurnStore(connection, other, ANA).open_case(CASE)
        here = await TurnStore(connection, HOME, ANA).open_case(replace(CASE, id="case-3"))
    assert (elsewhere.number, here.number) == (1001, 1003)


async def test_a_case_of_a_fresh_turn_has_the_number_that_it_is_saved_with(store):
    opened = [replace(CASE, id=f"case-{number}") for number in (3, 4)]
    async with undone(store) as connection:
        unit = TurnStore(connection, HOME, ANA, fresh=True)
        told = [(await unit.open_case(each)).number for each in opened]
        await unit.save_case(replace(opened[1], rev=2, number=told[1], step="listen"))
        saved = [await TurnStore(connection, HOME, ANA).case(each.id) for each in opened]
    assert [each.number for each in saved] == told == [1003, 1004]
    assert [(each.rev, each.step) for each in saved] == [(1, "vent"), (2, "listen")]


async def test_a_stale_case_of_a_fresh_turn_is_a_conflict_by_the_end(store):
    async def turn() -> None:
        async with store.transaction(5) as connection:
            stale = TurnStore(connection, HOME, ANA, fresh=True)
            case = await stale.case("case-1")
            quicker = TurnStore(connection, HOME, ANA)
            await quicker.save_case(replace(await quicker.case("case-1"), rev=2, step="listen"))
            await stale.save_case(replace(case, rev=2, step="own"))

    with pytest.raises(Conflict):
        await turn()
    async with store.read_transaction() as connection:
        assert (await TurnStore(connection, HOME, ANA).case("case-1")).rev == 1


async def test_the_same_case_opened_again_stands_as_it_is(store):
    async with undone(store) as connection:
        again = await TurnStore(connection, HOME, ANA).open_case(replace(CASE, note="another"))
    assert (again.number, again.note) == (1001, "")


async def test_a_case_changed_in_between_is_a_conflict(store):
    async with undone(store) as connection:
        stale = TurnStore(connection, HOME, ANA)
        case = await stale.case("case-1")
        quicker = TurnStore(connection, HOME, ANA)
        await quicker.save_case(replace(await quicker.case("case-1"), rev=2, step="listen"))
        with pytest.raises(Conflict):
            await stale.save_case(replace(case, rev=2, step="own"))


@pytest.mark.parametrize("table", sorted(metadata.tables))
async def test_every_table_with_words_of_people_is_scoped_by_workspace(table):
    columns = metadata.tables[table].c
    assert "tenant" in columns or table in ("playground", "write_probes")


class _Undo(Exception):  # noqa: N818 - it ends a transaction
    pass


@asynccontextmanager
async def undone(database):
    """Open a transaction in which everything can be tried, and nothing of it stays."""
    with suppress(_Undo):
        async with database.transaction(5) as connection:
            yield connection
            raise _Undo


async def attempt(unit, tried):
    """Return what a stranger gets; a conflict is a no as well."""
    try:
        return await tried(unit)
    except Conflict:
        return None


async def everything_of_ana(connection):
    of_slack = (
        (cases, (cases.c.agent_id == "ana") & (cases.c.platform == "slack")),
        (schedules, schedules.c.platform == "slack"),
        (promises, promises.c.platform == "slack"),
        (people, (people.c.id == "ana") & (people.c.platform == "slack")),
        (deliveries, deliveries.c.platform == "slack"),
        (channels, channels.c.platform == "slack"),
        (workspaces, workspaces.c.platform == "slack"),
        (teams, (teams.c.manager_id == "ana") & (teams.c.platform == "slack")),
        (team_members, (team_members.c.manager_id == "ana") & (team_members.c.platform == "slack")),
        (shoutouts, (shoutouts.c.giver_id == "ana") & (shoutouts.c.platform == "slack")),
        (asks, asks.c.platform == "slack"),
        (shoutout_recipients, shoutout_recipients.c.platform == "slack"),
        (thanks_digests, thanks_digests.c.platform == "slack"),
        (answers, (answers.c.person_id == "ana") & (answers.c.platform == "slack")),
        (asked, asked.c.platform == "slack"),
        (reviews, (reviews.c.person_id == "ana") & (reviews.c.platform == "slack")),
        (notebook, notebook.c.platform == "slack"),
        (habits, habits.c.platform == "slack"),
    )
    return [
        (await connection.execute(select(table).where(table.c.tenant == "T1", owner))).all()
        for table, owner in of_slack
    ]


async def test_two_cases_opened_at_the_same_moment_get_two_numbers(tmp_path, kind):
    """On PostgreSQL two turns may be at it at once; the later one takes its turn again."""

    async def opened(database, number):
        for _ in range(20):
            with suppress(Conflict):
                async with database.transaction(10) as connection:
                    unit = TurnStore(connection, HOME, ANA)
                    return (await unit.open_case(replace(CASE, id=f"new-{number}"))).number
        raise AssertionError("it was never its turn")

    async with fresh_database(kind, tmp_path) as url:
        database = Database(url, "NORMAL")
        numbers = await gather(*(opened(database, number) for number in range(8)))
        await database.dispose()
    assert sorted(numbers) == list(range(1001, 1009))
