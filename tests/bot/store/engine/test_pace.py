"""The pace of a workspace: as an admin sets it, and slower where its platform asks for that."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store.engine.deliveries import Deliveries
from bot.store.engine.schedules import Schedules
from bot.store.tables.deliveries import deliveries
from bot.store.tables.workspaces import workspaces
from bot.web.directory import CHANNELS
from handlers.turn import TurnKind
from scheduler.delivery import DeliveryState, Outcome
from scheduler.fire import fire_all
from scheduler.reasons import Cause, Reason
from tests.calendars import (
    HOUR,
    NINE,
    add_deliveries,
    add_schedules,
    add_workspace,
    delivery,
    draw,
    rows_of,
)
from tests.conftest import MONDAY, sent, turn, typed

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


async def test_a_burst_of_reminders_keeps_to_the_pace_of_the_settings(app):
    form = (await app.bot.answer(turn(TurnKind.ACTION, "care.settings-ask", "alex"))).form
    await app.bot.answer(sent(form, {"pace": "6"}, "alex"))
    for channel in CHANNELS:
        await app.bot.answer(typed("reminders add daily 10:00", "dana", channel=channel))

    await fire_all(MONDAY + timedelta(hours=1), Schedules(app.database), app.bot.draw)

    due = sorted(row.due_at for row in await rows_of(app.database, deliveries))
    assert [(each - due[0]).total_seconds() for each in due] == [
        10 * number for number in range(len(CHANNELS))
    ]


@pytest.mark.parametrize("rate", [None, 0.1])
async def test_a_429_halves_the_pace_of_what_waits_and_of_what_comes(database, rate):
    """Of this workspace alone, and for a while."""
    await add_workspace(database, "T1", rate_per_s=rate)
    await add_workspace(database, "T2", rate_per_s=rate)
    usual = 10.0 if rate else 0.2
    for tenant in ("T1", "T2"):
        await add_schedules(database, *(f"{tenant}-{n}" for n in range(3)), tenant=tenant)
    await fire_all(NINE, Schedules(database), draw)
    outbox = Deliveries(database)
    (head,) = (await outbox.mark(["web:T1:T1-0"], NINE)).values()
    await outbox.settle([throttled(head, NINE + HOUR)])
    for tenant, gap in (("T1", 2 * usual), ("T2", usual)):
        await add_schedules(database, f"{tenant}-3", tenant=tenant)
        await fire_all(NINE, Schedules(database), draw)
        rows = [row for row in await rows_of(database, deliveries) if row.tenant == tenant]
        assert [_seconds(row.due_at - NINE) for row in rows[1:]] == [
            _seconds(gap * n * SECOND) for n in (1, 2, 3)
        ]


async def test_an_urgent_post_is_never_slowed(database):
    outbox = Deliveries(database)
    later = NINE + MINUTE
    await add_deliveries(database, delivery("a"), delivery("page", "L!", due_at=later))
    (head,) = (await outbox.mark(["L"], NINE)).values()
    await outbox.settle([throttled(head, later)])
    assert {row.key: row.due_at for row in await rows_of(database, deliveries)}["page"] == later


async def test_what_is_only_held_by_a_429_slows_nobody(database):
    """The platform was not asked, so it has not asked for less once more."""
    outbox = Deliveries(database)
    await add_deliveries(database, delivery("a"))
    (head,) = (await outbox.mark(["L"], NINE)).values()
    await outbox.settle([replace(throttled(head, NINE + MINUTE), throttled=False)])
    assert not [row for row in await rows_of(database, workspaces) if row.slowed]


def throttled(head, retry_at) -> Outcome:
    """Return the outcome of an attempt to which the platform said "slower"."""
    cause = Cause(Reason.RATE_LIMITED)
    return Outcome(head, DeliveryState.PENDING, NINE, cause, retry_at, waited=True, throttled=True)


def _seconds(wait: timedelta) -> float:
    return round(wait.total_seconds(), 3)
