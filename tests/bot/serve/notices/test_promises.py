"""The beat says in time what was promised: once, in every tenant, whoever dies or stands still."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.bot import Bot
from bot.library import Library
from bot.serve.app import nobody
from bot.serve.notices.promises import LATER, notify_all
from bot.store.database import Database
from bot.store.engine.housekeeping import forget_cases
from bot.store.engine.notices.promises import Notices
from bot.store.tables.deliveries import deliveries, is_open
from bot.store.tables.promises import promises
from bot.store.tables.workspaces import workspaces
from bot.web.directory import PERSONAS
from handlers.domain.people import Person, Place, Platform
from handlers.turn import TurnKind
from tests.conftest import MONDAY, pressed, turn, typed

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TEN = MONDAY + HOUR


@asynccontextmanager
async def bot_on(url):
    """Another process on the same database."""
    database = Database(url, "NORMAL")
    yield Bot(Library(), database, nobody), database
    await database.dispose()


def patient(bot):
    """Send a turn again when the database was busy, as people do; this machine may be slow."""

    async def answer(asked):
        for _ in range(20):
            reply = await bot.answer(asked)
            if reply.card is None or reply.card.title != "One moment":
                break
        return reply

    return answer


async def promise(bot, line="/promise ring back by 10:00", who="ana", tenant="demo", **others):
    reply = await patient(bot)(typed(line, who, tenant=tenant, **others))
    assert reply.card.title == "Promise noted", reply.card
    return reply.card


async def said(database):
    """Return what is on its way, oldest first: (lane, title)."""
    async with database.read_transaction(5) as connection:
        rows = (await connection.execute(select(deliveries).order_by(deliveries.c.id))).all()
    return [(row.lane, row.body["card"]["title"]) for row in rows]


async def beat(bot, database, at, **others):
    return await notify_all(at, Notices(database), patient(bot), **others)


@pytest.fixture
async def bot(database):
    return Bot(Library(), database, nobody)


async def test_a_moment_is_said_once_however_often_the_beat_rings(bot, database):
    await promise(bot)
    for second in range(5):
        await beat(bot, database, TEN + timedelta(seconds=second))
    assert await said(database) == [("web:demo:@ana", "It's time")]


async def test_two_processes_say_it_once_between_them(bot, database, database_url):
    for number in range(12):
        await promise(bot, f"/promise ring back no {number} by 10:00", tenant=f"shop{number}")
    async with bot_on(database_url) as (other, others_database):
        await asyncio.gather(beat(bot, database, TEN), beat(other, others_database, TEN))
        await asyncio.gather(
            beat(bot, database, TEN + MINUTE), beat(other, others_database, TEN + MINUTE)
        )
    assert sorted(await said(database)) == sorted(
        (f"web:shop{number}:@ana", "It's time") for number in range(12)
    )


async def test_one_of_each_tenant_comes_before_the_second_of_any(bot, database):
    for player in PERSONAS:
        await promise(bot, who=player, tenant="big")
    await promise(bot, "/promise ring back by 10:00", tenant="small", at=MONDAY + MINUTE)
    assert await beat(bot, database, TEN, limit=2) == 2
    assert {lane.split(":")[1] for lane, _ in await said(database)} == {"big", "small"}


@pytest.mark.parametrize("spoilt", [{"stage": "unheard-of"}, {"zone": "Nowhere/Land"}])
async def test_a_row_gone_bad_stands_in_nobodys_way(bot, database, spoilt):
    await promise(bot, who="ana")
    async with database.transaction(5) as connection:
        await connection.execute(update(promises).values(**spoilt))
    await promise(bot, who="dana")
    await beat(bot, database, TEN, limit=2)
    assert await said(database) == [("web:demo:@dana", "It's time")]
    assert await beat(bot, database, TEN + timedelta(seconds=1)) == 0
    assert await beat(bot, database, TEN + LATER) == 1


async def test_what_could_not_be_saved_is_said_a_minute_later(bot, database):
    await promise(bot)

    async def busy(asked):
        return replace(await bot.answer(typed("/care help")), saved=False)

    await notify_all(TEN, Notices(database), busy)
    assert await said(database) == []
    await beat(bot, database, TEN + LATER)
    assert await said(database) == [("web:demo:@ana", "It's time")]


async def test_a_platform_that_resends_has_its_notices_too(bot, database):
    await bot.answer(
        replace(
            typed("/promise ring back by 10:00"),
            place=Place(Platform.SLACK, "T1", "C1"),
            person=Person("U1", "Ana", "Europe/Rome"),
            at=MONDAY - 2 * HOUR,
        )
    )
    await beat(bot, database, MONDAY - 10 * MINUTE)
    await beat(bot, database, MONDAY)
    assert await said(database) == [
        ("slack:T1:@U1", "In 10 minutes"),
        ("slack:T1:@U1", "It's time"),
    ]


async def test_a_person_cannot_press_a_notice(bot, database):
    await promise(bot)
    for kind in set(TurnKind) - {TurnKind.NOTICE}:
        reply = await bot.answer(turn(kind, "promises.notice", at=TEN))
        assert reply.posts == ()
        assert reply.card.title == "Not quite"


async def test_a_held_notice_comes_in_the_order_of_the_times(bot, database):
    await promise(bot, "/promise second by 9:50")
    await promise(bot, "/promise third by 10:20")
    await promise(bot, "/promise first by 9:45")
    await bot.answer(typed("/complaint on the line", at=MONDAY + 30 * MINUTE))
    for minute in range(30, 75):
        await beat(bot, database, MONDAY + minute * MINUTE)
        if minute < 60:
            assert await said(database) == []
    async with database.read_transaction(5) as connection:
        rows = (await connection.execute(select(deliveries).order_by(deliveries.c.id))).all()
    words = [row.body["card"]["body"][0]["text"].split(",")[0] for row in rows]
    assert words == ["First", "Second", "Third"]


async def test_a_paused_complaint_holds_nothing_up(bot, database):
    await promise(bot)
    card = (await bot.answer(typed("/complaint on the line", at=TEN - MINUTE))).card
    await bot.answer(pressed(card, "Pause", at=TEN - MINUTE))
    await beat(bot, database, TEN)
    assert len(await said(database)) == 1


TRAVEL = [
    pytest.param(
        "Europe/Rome", "2026-10-24T21:00", "tomorrow 10:00", "2026-10-25T09:00", id="autumn"
    ),
    pytest.param(
        "Europe/Rome", "2026-03-28T21:00", "tomorrow 10:00", "2026-03-29T08:00", id="spring"
    ),
    pytest.param("Europe/Rome", "2026-10-25T00:10", "in 2 hours", "2026-10-25T02:10", id="2 hours"),
    pytest.param("Asia/Tokyo", "2026-11-23T14:30", "in 45 minutes", "2026-11-23T15:15", id="night"),
]


@pytest.mark.parametrize(("zone", "now", "when", "due"), TRAVEL)
async def test_time_travel_over_midnight_and_clocks_that_change(
    zone, now, when, due, bot, database
):
    now, due = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (now, due))
    await _workspace(database, zone)
    await promise(bot, f"/promise ring back by {when}", at=now)
    at = now
    heard = []
    while at < due + 2 * HOUR:
        before = len(await said(database))
        await beat(bot, database, at)
        heard += [(title, at - due) for _, title in (await said(database))[before:]]
        at += 5 * MINUTE
    assert heard == [
        ("In 10 minutes", -10 * MINUTE),
        ("It's time", timedelta()),
        ("Ana's promise is still open", HOUR),
    ]


async def _workspace(database, zone):
    async with database.transaction(5) as connection:
        row = {"platform": "web", "tenant": "demo", "zone": zone, "lead_place": "web:demo:leads"}
        await connection.execute(insert(workspaces).values(row))


async def test_closed_promises_are_forgotten_with_the_complaints_and_waiting_ones_are_not(
    bot, database
):
    card = await promise(bot)
    await bot.answer(pressed(card, "Kept"))
    await promise(bot, "/promise send the card by 2027-06-01 10:00")
    await promise(bot, "/promise left open by 11:00")
    await forget_cases(database, MONDAY + timedelta(days=89), timedelta(days=90))
    assert len(await whats(database)) == 3
    await forget_cases(database, MONDAY + timedelta(days=91), timedelta(days=90))
    assert await whats(database) == ["send the card"]


async def test_a_promise_that_never_got_a_time_is_forgotten_when_nobody_has_touched_it(
    bot, database
):
    asked = (await bot.answer(typed("/promise look for the key"))).card
    await bot.answer(pressed(asked, "No time yet"))
    await forget_cases(database, MONDAY + timedelta(days=89), timedelta(days=90))
    assert await whats(database) == ["look for the key"]
    await forget_cases(database, MONDAY + timedelta(days=91), timedelta(days=90))
    assert await whats(database) == []


async def test_what_still_waits_of_a_time_that_is_over_is_taken_back(bot, database):
    made = await promise(bot)
    await beat(bot, database, TEN)  # the platform is away: it isn't sent
    moving = (await bot.answer(pressed(made, "Move it", at=TEN + MINUTE))).card
    await bot.answer(pressed(moving, "In 1 hour", at=TEN + MINUTE))
    assert await waiting(database) == []
    await beat(bot, database, TEN + HOUR + MINUTE)
    assert [title for _, title in await waiting(database)] == ["It's time"]


async def test_what_the_lead_has_not_been_sent_is_taken_back_from_one_that_is_kept(bot, database):
    await _workspace(database, "UTC")
    made = await promise(bot)
    await beat(bot, database, TEN)
    await beat(bot, database, TEN + HOUR)
    assert "web:demo:leads" in [lane for lane, _ in await waiting(database)]
    assert (await bot.answer(pressed(made, "Kept", at=TEN + HOUR))).card.title == "Kept"
    assert await waiting(database) == []
    async with database.read_transaction(5) as connection:
        assert await connection.scalar(select(promises.c.lead)) is None
        assert not any(await connection.scalars(select(deliveries.c.receipt)))


async def waiting(database):
    async with database.read_transaction(5) as connection:
        rows = (await connection.execute(select(deliveries).where(is_open))).all()
    return [(row.lane, row.body["card"]["title"]) for row in rows]


async def whats(database):
    async with database.read_transaction(5) as connection:
        return list(await connection.scalars(select(promises.c.what)))
