"""Windows and waits that people feel, on both sides, in figures: a changed number is noticed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from content.flow import Variant
from content.models import ReminderKind, ReminderText
from handlers.domain import case as case_rules
from handlers.domain import promise as promise_rules
from handlers.domain.asks import rules as ask_rules
from handlers.domain.asks.ask import Ask, AskKind
from handlers.domain.breaks import read_break
from handlers.domain.case import Case, CaseState
from handlers.domain.deck import DeckMemory, deal
from handlers.domain.people import CardLength, Platform, Tenant
from handlers.domain.promise import Promise, Stage
from handlers.domain.promise_notices import say
from scheduler.phrases.phrase import PhraseError
from tests.conftest import MONDAY

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CLOSED = Case(
    id="c1",
    agent_id="ana",
    variant=Variant.VOICE,
    opened_at=MONDAY,
    changed_at=MONDAY,
    number=1001,
    state=CaseState.CLOSED,
    closed_at=MONDAY,
)
PROMISE = Promise(
    id="p1",
    owner_id="ana",
    owner="Ana",
    zone="UTC",
    what="ring back",
    due_at=MONDAY + HOUR,
    made_at=MONDAY,
    changed_at=MONDAY,
    stage=Stage.LATE,
)
DUE = MONDAY + HOUR


def test_a_closed_case_may_be_opened_again_for_a_day():
    assert case_rules.may_reopen(CLOSED, MONDAY + DAY)
    assert not case_rules.may_reopen(CLOSED, MONDAY + DAY + SECOND)


def test_the_same_complaint_is_a_slip_for_a_minute():
    first = replace(CLOSED, state=CaseState.OPEN, closed_at=None, note="a torn coat")
    second = replace(first, id="c2", opened_at=MONDAY + MINUTE)
    assert case_rules.is_same(first, second)
    assert not case_rules.is_same(first, replace(second, opened_at=MONDAY + MINUTE + SECOND))


def test_the_same_promise_is_a_slip_for_a_minute():
    second = replace(PROMISE, id="p2", made_at=MONDAY + MINUTE)
    assert promise_rules.is_same(PROMISE, second)
    assert not promise_rules.is_same(PROMISE, replace(second, made_at=MONDAY + MINUTE + SECOND))


def test_a_promise_is_told_of_ten_minutes_ahead_if_it_was_made_a_quarter_before():
    ahead = timedelta(minutes=15)
    assert promise_rules.nudge_at(DUE, DUE - ahead) == DUE - timedelta(minutes=10)
    assert promise_rules.nudge_at(DUE, DUE - ahead + SECOND) is None


def test_the_lead_hears_an_hour_after_its_time_or_after_we_were_back_to_ask():
    back = DUE + timedelta(minutes=5)
    assert promise_rules.late_at(PROMISE) == DUE + HOUR
    assert promise_rules.late_at(replace(PROMISE, asked_at=back)) == DUE + HOUR
    later = back + SECOND
    assert promise_rules.late_at(replace(PROMISE, asked_at=later)) == later + HOUR


def test_while_its_owner_is_busy_it_is_looked_at_again_in_a_minute():
    waiting = replace(PROMISE, stage=Stage.DUE, next_at=DUE)
    held, said = say(waiting, DUE, quiet=True)
    assert (held.next_at, said) == (DUE + MINUTE, ())
    assert say(held, DUE + MINUTE - SECOND, quiet=True) == (held, ())
    again, _ = say(held, DUE + MINUTE, quiet=True)
    assert again.next_at == DUE + 2 * MINUTE


def test_a_promise_is_late_at_its_time_to_the_second():
    assert promise_rules.is_late(PROMISE, DUE)
    assert not promise_rules.is_late(PROMISE, DUE - SECOND)


ASKS = [
    pytest.param(AskKind.PAGE, timedelta(seconds=60), id="a page"),
    pytest.param(AskKind.COME, timedelta(seconds=60), id="to come"),
    pytest.param(AskKind.JOIN, timedelta(minutes=3), id="to join"),
    pytest.param(AskKind.COVER, timedelta(minutes=3), id="to cover"),
]


@pytest.mark.parametrize(("kind", "wait"), ASKS)
def test_an_ask_is_unanswered_after(kind, wait):
    ask = Ask("a1", kind, "ana", MONDAY, MONDAY, people=("dana",))
    assert ask_rules.asked(ask, Tenant(Platform.WEB, "demo")).due_at == MONDAY + wait


@pytest.mark.parametrize(("kind", "wait"), ASKS)
def test_an_ask_is_unanswered_to_the_second(kind, wait):
    tenant = Tenant(Platform.WEB, "demo")
    ask = ask_rules.asked(Ask("a1", kind, "ana", MONDAY, MONDAY, people=("dana",)), tenant)
    assert not ask_rules.wait_in_vain(ask, MONDAY + wait - SECOND, tenant).unanswered
    assert ask_rules.wait_in_vain(ask, MONDAY + wait, tenant).unanswered


def test_the_short_card_comes_after_twenty_closed_complaints():
    assert not CardLength.AUTO.terse(19)
    assert CardLength.AUTO.terse(20)


def test_a_pause_lasts_a_year_at_most():
    assert read_break("366 days", "UTC", MONDAY).until == MONDAY + 366 * DAY
    with pytest.raises(PhraseError):
        read_break("367 days", "UTC", MONDAY)


def first_ideas(count):
    """Return which ideas come first of so many texts, two of them of P1, over many seeds."""
    ideas = ["P1", *(f"P{number}" for number in range(1, count))]
    texts = [
        ReminderText(id=f"r{number}", idea=idea, kind=ReminderKind.TRY, text="Try.", credit="us")
        for number, idea in enumerate(ideas)
    ]
    dealt = (deal(texts, DeckMemory(), f"s{seed}", MONDAY) for seed in range(20))
    return {each.text.idea for each in dealt}


def test_of_the_last_sixteen_texts_those_of_the_commonest_idea_come_first():
    assert first_ideas(16) == {"P1"}
    assert len(first_ideas(17)) > 1
