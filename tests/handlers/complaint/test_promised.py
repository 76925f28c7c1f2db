"""What a complaint promises, and what becomes of it when the complaint takes another turn."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store.turn.store import TurnStore
from content import CORE, load
from content.flow import Variant
from handlers.complaint.current import save_change
from handlers.domain import case as case_rules
from handlers.domain.case import Case, is_promised
from handlers.turn import Services
from tests.conftest import MONDAY, typed

HOUR = timedelta(hours=1)
CASE = Case(id="c1", agent_id="ana", variant=Variant.VOICE, opened_at=MONDAY, changed_at=MONDAY)
CHOSEN = case_rules.choose(replace(CASE, step="act"), "refund it", MONDAY)
TIMED = case_rules.promise(CHOSEN, MONDAY + HOUR, MONDAY)
TIMELESS = case_rules.go(CHOSEN, "close", MONDAY)


@pytest.mark.parametrize(
    ("case", "promised"),
    [
        pytest.param(CASE, False, id="nothing chosen"),
        pytest.param(CHOSEN, False, id="chosen, and asked by when"),
        pytest.param(TIMED, True, id="with a time"),
        pytest.param(TIMELESS, True, id="no time yet"),
        pytest.param(case_rules.go(TIMELESS, "after", MONDAY), True, id="and on"),
        pytest.param(replace(TIMELESS, done=True), False, id="done already"),
        pytest.param(case_rules.go(TIMED, "act", MONDAY), False, id="that step failed"),
    ],
)
def test_a_remedy_is_promised_once_its_time_was_said_or_left_open(case, promised):
    assert is_promised(case) is promised


def test_no_time_yet_takes_the_time_away_and_skipping_keeps_it():
    back = case_rules.back(TIMED, MONDAY)
    assert case_rules.go(back, "close", MONDAY).promised_at is None
    assert case_rules.skip(back, MONDAY).promised_at == MONDAY + HOUR
    assert case_rules.skip(CHOSEN, MONDAY).step == "close"


async def test_what_is_done_already_is_promised_no_more(app):
    async with app.database.transaction(5) as connection:
        turn = typed("/complaint")
        store = TurnStore(connection, turn.tenant, turn.person)
        services = Services(load(CORE), store)
        opened = await store.open_case(CASE)
        timed = replace(TIMED, number=opened.number)
        await save_change(opened, timed, turn, services)
        assert [each.what for each in await store.promises.open()] == ["refund it"]
        done = replace(timed, promised_at=None, done=True, rev=timed.rev + 1)
        await save_change(timed, done, turn, services)
        assert await store.promises.open() == ()


async def test_a_case_that_is_done_on_the_spot_makes_no_promise(app):
    async with app.database.transaction(5) as connection:
        turn = typed("/complaint")
        store = TurnStore(connection, turn.tenant, turn.person)
        opened = await store.open_case(CASE)
        done = replace(TIMELESS, number=opened.number, done=True)
        await save_change(opened, done, turn, Services(load(CORE), store))
        assert await store.promises.open() == ()
