"""Migrations end where the tables of the program are, on both databases, and once."""

import asyncio
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import JSON, Boolean, bindparam, func, insert, select, text

from bot.store.columns import Moment
from bot.store.connections import Limits
from bot.store.database import Database
from bot.store.migration import ONE_AT_A_TIME, NewerError, head, migrate
from bot.store.schedule_rows import load_schedule
from bot.store.tables.all_tables import metadata
from bot.store.tables.deliveries import deliveries
from bot.store.tables.people import people
from bot.store.tables.playground import playground
from bot.store.tables.schedules import schedules
from bot.store.tables.shoutouts import shoutouts
from bot.store.tables.workspaces import workspaces
from bot.store.turn.store import TurnStore
from handlers.domain.asks.own_cards import OwnCard
from handlers.domain.people import Person, Platform, Tenant
from handlers.domain.reminder import reminder_of
from handlers.domain.shoutouts.noticing import NoticingState
from scheduler.reasons import Reason


@pytest.fixture
async def empty(database):
    """A database without a single table."""
    async with database.transaction(5) as connection:
        await connection.run_sync(metadata.drop_all)
    return database


async def test_a_fresh_migration_makes_the_tables_of_the_program(empty):
    await migrate(empty)
    async with empty.transaction(5) as connection:
        differences = await connection.run_sync(compared)
    assert differences == []


async def test_migrating_twice_is_migrating_once(empty):
    assert await migrate(empty) is True
    async with empty.transaction(5) as connection:
        await connection.execute(insert(playground).values(id=1, ahead_s=5.0, token="kept"))
    assert await migrate(empty) is False
    async with empty.read_transaction(5) as connection:
        assert await connection.scalar(select(playground.c.token)) == "kept"


async def test_several_that_start_at_once_migrate_once(empty, database_url):
    others = [Database(database_url, "NORMAL") for _ in range(3)]
    done = await asyncio.gather(*(migrate(each) for each in (empty, *others)))
    for each in others:
        await each.dispose()
    assert True in done
    async with empty.read_transaction(5) as connection:
        assert await connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_migration_may_take_longer_than_a_turn(empty, database_url, monkeypatch):
    """Whoever comes second waits for the first, and a large table takes its time."""
    patient = Database(database_url, "NORMAL")
    monkeypatch.setattr("bot.store.database.USUAL_LIMITS", Limits(0.3, 0.3, 0.3))
    hurried = Database(database_url, "NORMAL")
    async with patient.maintenance(30) as connection:
        await connection.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
        second = asyncio.create_task(migrate(hurried))
        await connection.execute(text("SELECT pg_sleep(1)"))
        assert not second.done()
    assert await second
    for each in (patient, hurried):
        await each.dispose()


async def test_tables_of_a_newer_program_are_left_alone(empty):
    await migrate(empty)
    async with empty.transaction(5) as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerError, match="revision 9999"):
        await migrate(empty)


def test_the_newest_revision_is_the_highest_number():
    assert head().isdecimal()


async def test_the_zone_of_whoever_had_set_none_is_left_to_be_set(empty):
    await migrate(empty, "0008")
    async with empty.transaction(5) as connection:
        for tenant, zone in (("T1", "UTC"), ("T2", "Europe/Rome")):
            await connection.execute(OLD_WORKSPACE, {"tenant": tenant, "zone": zone})
    await migrate(empty)
    async with empty.read_transaction(5) as connection:
        found = await connection.execute(select(workspaces.c.tenant, workspaces.c.zone))
        assert {row.tenant: row.zone for row in found} == {"T1": None, "T2": "Europe/Rome"}


def compared(connection):
    options = {"compare_type": True, "compare_server_default": is_another_default}
    return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


def is_another_default(context, there, ours, default_there, _, default_of_ours):
    """PostgreSQL doesn't compare values of JSON, so their texts are compared."""
    if not isinstance(ours.type, JSON):
        return None  # as usual
    return (default_there or "").removesuffix("::json") != (default_of_ours or "")


async def test_the_sentences_of_an_older_version_become_codes_once(empty):
    """What is on record keeps its meaning: why it was left out, and by whom."""
    await migrate(empty, "0005")
    async with empty.transaction(5) as connection:
        for number, (sentence, *_) in enumerate(OLD_SENTENCES):
            await connection.execute(OLD_DELIVERY, {"key": f"k{number}", "reason": sentence})
        await connection.execute(OLD_DELIVERY, {"key": "notice:1", "reason": None})
        stopped = '{"setter": "Dana", "stopped": "Slack says the channel is archived"}'
        await connection.execute(OLD_SCHEDULE, {"args": stopped})
        await connection.execute(OLD_SHOUTOUT)
    await migrate(empty)
    async with empty.read_transaction(5) as connection:
        found = await connection.execute(
            select(deliveries.c.key, deliveries.c.reason, deliveries.c.detail)
        )
        kept = {row.key: (row.reason, row.detail) for row in found}
        schedule = (await connection.execute(select(schedules))).one()
        message = (await connection.execute(select(shoutouts.c.messages))).scalar_one()[0]
    for number, (_, reason, detail) in enumerate(OLD_SENTENCES):
        assert kept[f"k{number}"] == (reason, detail)
    assert kept["alert:1"] == (None, None)
    assert schedule.paused_reason == Reason.NOT_DRAWN
    assert reminder_of(load_schedule(schedule)).stopped is Reason.CHANNEL_ARCHIVED
    assert message == {"key": "post:1", "state": "there"}


OLD_SENTENCES = [
    ("paused by Dana", Reason.PAUSED, "Dana"),
    ("left out by Bo", Reason.SKIPPED_ONCE, "Bo"),
    ("removed by Dana", Reason.REMOVED, "Dana"),
    ("day off", Reason.DAY_OFF, None),
    ("day off: Tree day", Reason.DAY_OFF, "Tree day"),
    ("public holiday: Easter Monday", Reason.HOLIDAY, "Easter Monday"),
    ("quiet hours, 21:00 to 07:00", Reason.QUIET_HOURS, "21:00 to 07:00"),
    ("dropped by hand", Reason.DROPPED, None),
    ("the promise was moved or closed meanwhile", Reason.SUPERSEDED, None),
    ("missed while we were away", Reason.MISSED, None),
    ("missed while we were away, as were 3 more", Reason.MISSED, "3"),
    ("missed: more than 60 min late", Reason.PAST_GRACE, "60"),
    ("its time had passed", Reason.EXPIRED, None),
    ("set aside: KeyError while drawing it", Reason.NOT_DRAWN, "KeyError"),
    *(
        (sentence, reason, sentence)
        for sentence, reason in (
            ("the channel is archived (is_archived)", Reason.CHANNEL_ARCHIVED),
            ("the bot is not in this channel (not_in_channel)", Reason.NOT_IN_CHANNEL),
            ("the bot is not in that conversation any more", Reason.NOT_IN_CHANNEL),
            ("that conversation is gone", Reason.CHANNEL_GONE),
            ("this person can't be reached any more (user_disabled)", Reason.PERSON_UNREACHABLE),
            ("Teams refuses our token: check the app's id", Reason.CREDENTIALS_REFUSED),
            ("Slack asked to wait", Reason.RATE_LIMITED),
            ("sent twice, unknown: no answer in 10 s", Reason.ANSWER_LOST),
            ("gave up after 8 attempts", Reason.INTERRUPTED),
            ("a bug: KeyError", Reason.BADLY_DRAWN),
            ("slack is not connected", Reason.NOT_CONNECTED),
            ("Slack can't be reached (ClientConnectorError)", Reason.UNREACHABLE),
            ("Slack answered 503", Reason.PLATFORM_ERROR),
        )
    ),
]
OLD_WORKSPACE = text(
    "INSERT INTO workspaces (platform, tenant, zone) VALUES ('slack', :tenant, :zone)"
)
OLD_DELIVERY = text(
    "INSERT INTO deliveries (key, platform, tenant, lane, occurs_at, due_at, expires_at, state,"
    " attempts, waits, receipt, reason) VALUES (:key, 'slack', 'T1', 'L', '2026-11-23 09:00:00',"
    " '2026-11-23 09:00:00', '2026-11-23 10:00:00', 'dead', 1, 0, false, :reason)"
)
OLD_SCHEDULE = text(
    "INSERT INTO schedules (id, platform, tenant, place, intent, recurrence, args, memory,"
    " grace_s, enabled, owner_id, version, created_at, paused_reason) VALUES ('s1', 'slack', 'T1',"
    ' \'slack:T1:C1\', \'reminder.due\', \'{"rule": "weekly", "days": [0], "times": ["09:00"],'
    " \"zone\": \"UTC\"}', :args, '{}', 3600, false, 'dana', 1, '2026-11-23 09:00:00',"
    " 'set aside: KeyError while drawing it')"
)
OLD_SHOUTOUT = text(
    "INSERT INTO shoutouts (platform, tenant, id, rev, version, state, giver_id, giver_name, text,"
    " behaviour, case_id, decided_by, decided_name, messages, public, made_at, changed_at) VALUES"
    " ('slack', 'T1', 's1', 1, 1, 'given', 'dana', 'Dana', 'for staying', '', '', '', '',"
    ' \'[{"key"\\: "post\\:1", "standing"\\: "there"}]\', true,'
    " '2026-11-23 09:00:00', '2026-11-23 09:00:00')"
)


async def test_whoever_is_named_anywhere_gets_a_row_of_their_own_once(empty):
    """So that their name can be renewed; who was somebody, or has a row, gets none."""
    await migrate(empty, "0006")
    async with empty.transaction(5) as connection:
        for statement in (
            "INSERT INTO people (platform, tenant, id, name) VALUES ('slack', 'T1', 'ana', 'Ana')",
            "INSERT INTO team_members VALUES ('slack', 'T1', 'ana', 'bo', 'Bo')",
            "INSERT INTO team_members VALUES ('slack', 'T1', 'ana', 'ana', 'Anna')",
            "INSERT INTO shoutout_recipients VALUES ('slack', 'T1', 's', 'li', 0, 'Li',"
            " '', '', '')",
            "INSERT INTO shoutout_recipients VALUES ('slack', 'T1', 's', 'x', 1, 'a colleague',"
            " '', '', '')",
        ):
            await connection.execute(text(statement))
        await connection.execute(OLD_SCHEDULE, {"args": '{"setter": "Dana"}'})
    await migrate(empty)
    async with empty.read_transaction(5) as connection:
        rows = await connection.execute(
            select(people.c.id, people.c.name, people.c.role, people.c.membership)
        )
        found = sorted(tuple(row) for row in rows)
    assert found == [
        ("ana", "Ana", "agent", None),
        ("bo", "Bo", "agent", None),
        ("dana", "Dana", "agent", None),
        ("li", "Li", "agent", None),
    ]


OLD_CASE = text(
    "INSERT INTO cases (platform, tenant, id, number, rev, agent_id, state, step, branch, variant,"
    " second, note, page, page_ref, opened_at, changed_at) VALUES ('slack', 'T1', :id, :number, 4,"
    " 'ana', :state, 'vent', 'safety', 'voice', :no, '', :page, :ref, :at, :at)"
)

# As revision 0017 has it: one card of the asker's.
OLD_ASK = text(
    "INSERT INTO asks (platform, tenant, id, kind, state, asker_id, case_id, case_number, case_rev,"
    " branch, place, people, rev, version, news, own_news, own_place, own_ref, own_said, taken_by,"
    " handed_by, messages, made_at, changed_at) VALUES ('slack', 'T1', 'a1', 'page', 'open', 'ana',"
    " 'c1', '1001', 4, 'safety', '', '[]', 1, 1, 1, 1, 'slack:T1:D1', 'card 1 url', '', '', '',"
    " '[]', :at, :at)"
)


async def test_what_was_paged_for_before_is_read_once_as_it_stood(empty):
    await migrate(empty, "0008")
    kept = {"no": False, "at": datetime(2026, 11, 23, 9, tzinfo=UTC)}
    async with empty.transaction(5) as connection:
        await connection.execute(
            text(
                "INSERT INTO workspaces (platform, tenant, lead_place) VALUES ('slack', 'T1', :at)"
            ),
            {"at": "slack:T1:CLEADS"},
        )
        pages = [("c1", "open", "delivered"), ("c2", "paused", "failed"), ("c3", "closed", "late")]
        pages.append(("c4", "open", None))
        typed = OLD_CASE.bindparams(bindparam("at", type_=Moment), bindparam("no", type_=Boolean))
        for number, (id_, state, page) in enumerate(pages):
            ref = f"safety:page-{id_}" if page else None
            one = {"id": id_, "number": number, "state": state, "page": page, "ref": ref}
            await connection.execute(typed, one | kept)
    await migrate(empty)
    async with empty.read_transaction(5) as connection:
        of_ana = TurnStore(connection, Tenant(Platform.SLACK, "T1"), Person("ana", "Ana"))
        read = {each: await of_ana.asks.of_case(each) for each in ("c1", "c2", "c3", "c4")}
    (delivered,), (failed,) = read["c1"], read["c2"]
    assert (delivered.road, delivered.is_open, delivered.next_at) == ("there", True, None)
    assert (failed.road, failed.may_be_repeated, failed.branch) == ("lost", True, "safety")
    assert read["c3"] == read["c4"] == ()


async def test_the_one_card_of_an_ask_is_the_first_of_its_cards_and_its_case_knows(empty):
    await migrate(empty, "0017")
    kept = {"no": False, "at": datetime(2026, 11, 23, 9, tzinfo=UTC)}
    case = OLD_CASE.text.replace(", page, page_ref", "").replace(", :page, :ref", "")
    typed = text(case).bindparams(bindparam("at", type_=Moment), bindparam("no", type_=Boolean))
    async with empty.transaction(5) as connection:
        for number, id_ in enumerate(("c1", "c2")):
            await connection.execute(typed, {"id": id_, "number": number, "state": "open"} | kept)
        await connection.execute(OLD_ASK.bindparams(bindparam("at", type_=Moment)), kept)
    await migrate(empty)
    async with empty.read_transaction(5) as connection:
        of_ana = TurnStore(connection, Tenant(Platform.SLACK, "T1"), Person("ana", "Ana"))
        (ask,) = await of_ana.asks.of_case("c1")
        assert ask.own_cards == (OwnCard("slack:T1:D1", "card 1 url", 4),)
        cases = {each.id: each.has_asks for each in await of_ana.cases()}
    assert cases == {"c1": True, "c2": False}


async def test_since_when_somebody_is_on_a_list_is_taken_from_the_audit_log(empty):
    """Who was put there before there was one has been there long; each manager is asked once."""
    await migrate(empty, "0025")
    joined = datetime(2026, 11, 23, 9, tzinfo=UTC)
    line = (
        "INSERT INTO audit_log (platform, tenant, id, at, actor_id, act, place, subject_id, target)"
        " VALUES ('slack', 'T1', '1', :at, 'dana', 'team.joined', '', 'ana', '')"
    )
    async with empty.transaction(5) as connection:
        for person in ("ana", "bo"):
            member = f"VALUES ('slack', 'T1', 'dana', '{person}', '{person}')"
            await connection.execute(text(f"INSERT INTO team_members {member}"))
        await connection.execute(
            text(line).bindparams(bindparam("at", type_=Moment)), {"at": joined}
        )
    await migrate(empty)
    async with empty.read_transaction(5) as connection:
        of_dana = TurnStore(connection, Tenant(Platform.SLACK, "T1"), Person("dana", "Dana"))
        team = await of_dana.noticing.team()
        noticing = await of_dana.noticing.own()
    assert [(each.id, each.joined_at) for each in team] == [("ana", joined), ("bo", None)]
    assert noticing.state is NoticingState.UNASKED
    assert noticing.next_at is not None
