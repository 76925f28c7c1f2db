"""What a turn reaches of its own workspace, and when two of them meet on the same row.

That it reaches nothing of another is tried in ``tests/bot/store/turn/test_tenancy.py``.
"""

from asyncio import gather
from contextlib import suppress
from dataclasses import replace

import pytest
import pytest_asyncio

from bot.store.database import Database
from bot.store.delivery_rows import named_key
from bot.store.engine.deliveries import enqueue
from bot.store.errors import Conflict
from bot.store.tables.all_tables import metadata
from bot.store.tables.cases import cases
from bot.store.tables.people import people
from bot.store.tables.promises import promises
from bot.store.tables.shoutouts import shoutouts
from bot.store.turn.store import TurnStore
from handlers.domain.asks.ask import AskKind
from handlers.domain.case import CaseState
from handlers.domain.people import (
    Membership,
    Person,
    Platform,
    Role,
    Tenant,
)
from handlers.domain.promise import LeadNotice, PromiseState
from handlers.domain.promise_messages import PromiseMessage
from handlers.domain.promise_notices import Notice, notice_name
from handlers.domain.shoutouts.places import Recipient, ThanksPlace
from handlers.domain.shoutouts.shoutout import ShoutoutState
from handlers.ports.staff import Contact, Team
from scheduler.delivery import Delivery, DeliveryState
from scheduler.reasons import Cause, Reason
from tests.calendars import add_deliveries, delivery
from tests.conftest import MONDAY
from tests.databases import KINDS, fresh_database
from tests.one_of_everything import (
    ANA,
    ASK,
    CASE,
    COME,
    DRAFT,
    HOME,
    PLACE,
    PROMISE,
    SHOUTOUT,
    WEEK,
    furnish_ana,
    furnish_workspace,
    undone,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

LATE = replace(PROMISE, id="promise-2", lead=LeadNotice.DELIVERED)
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
STRANGERS = [
    pytest.param(Tenant(Platform.SLACK, "T2"), ANA, id="another workspace, the same person id"),
    pytest.param(Tenant(Platform.TEAMS, "T1"), ANA, id="another platform, the same ids"),
    pytest.param(HOME, replace(ANA, id="dana", name="Dana"), id="another person"),
]


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
        unit = TurnStore(connection, HOME, ANA)
        await furnish_workspace(connection, unit)
        await furnish_ana(unit, PROMISE, LATE)
        key = named_key(HOME, notice_name(LATE, Notice.LEAD))
        await enqueue(connection, [replace(delivery(key), platform="slack")])
    await add_deliveries(database, ON_ITS_WAY, GIVEN_UP)


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


async def test_a_weekly_card_changed_in_between_is_a_conflict(store):
    async with undone(store) as connection:
        stale, quicker = (TurnStore(connection, HOME, ANA).noticing for _ in range(2))
        noticing = await stale.own()
        await quicker.save(replace(noticing, hour="16:00"))
        with pytest.raises(Conflict):
            await stale.save(replace(noticing, hour="17:00"))


EVE = Person("eve", "Eve")
THANKS = replace(SHOUTOUT, giver_id="eve", state=ShoutoutState.GIVEN, changed_at=MONDAY + WEEK)


@pytest.mark.parametrize(
    ("changes", "last"),
    [
        pytest.param({}, (None, THANKS.changed_at), id="in public"),
        pytest.param({"decided_by": "ana"}, (None, THANKS.changed_at), id="passed on by Ana"),
        pytest.param({"giver_id": "ana"}, (THANKS.changed_at, THANKS.changed_at), id="by Ana"),
        pytest.param({"recipients": (Recipient("bo", "Bo"),)}, (None, None), id="privately"),
        pytest.param({"is_for_team": True}, (None, None), id="with the whole team"),
        pytest.param({"state": ShoutoutState.WITHDRAWN}, (None, None), id="taken back"),
    ],
)
async def test_a_list_keeps_when_its_people_were_thanked_and_nothing_of_what_was_private(
    changes, last, store
):
    """The same whether the thanks are there, or were deleted with their giver's data."""
    thanks = [
        replace(THANKS, **changes, id="thanks-1"),
        replace(THANKS, **changes, id="thanks-2", changed_at=MONDAY),
    ]
    async with undone(store) as connection:
        unit, eve = TurnStore(connection, HOME, ANA), TurnStore(connection, HOME, EVE)
        for each in thanks:
            await unit.shoutouts.add(each)
            (before,) = await unit.noticing.team()
            await eve.personal.forget()
        (after,) = await unit.noticing.team()
    assert (before.thanked_at, before.known_at) == last
    assert (after.thanked_at, after.known_at) == last


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
    # Of who is just installing nobody knows the workspace yet, and only hashes are kept.
    known = ("oauth_states", "playground", "processes", "write_probes")
    assert "tenant" in columns or table in known


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
