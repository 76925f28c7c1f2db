"""The rules of a case, one by one; what holds in any order is in test_any_order."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from content import CORE, load
from content.flow import Variant
from handlers.domain import case as case_rules
from handlers.domain.case import BREATHING, CHOOSING, SAFE, STEPS, Case, CaseState
from tests.conftest import MONDAY

LATER = MONDAY + timedelta(minutes=5)
CASE = Case(
    id="c1", agent_id="ana", variant=Variant.VOICE, opened_at=MONDAY, changed_at=MONDAY, number=1001
)


@pytest.fixture(scope="module")
def flow():
    return load(CORE).flow


BACK = [
    pytest.param({"step": "own", "branch": "safety"}, {"branch": CHOOSING}, id="branch to list"),
    pytest.param({"step": "own", "branch": CHOOSING}, {"branch": None, "step": "own"}, id="list"),
    pytest.param({"step": "listen", "aside": "still-upset"}, {"aside": None}, id="aside to step"),
    pytest.param({"step": "act", "remedy": "ring"}, {"remedy": None, "step": "act"}, id="remedy"),
    pytest.param({"step": "act"}, {"step": "own"}, id="act to own"),
    pytest.param(
        {"step": "close", "remedy": "ring", "done": True},
        {"step": "act", "remedy": "ring", "done": False},
        id="close to the times, and what was done isn't settled any more",
    ),
    pytest.param(
        {"step": "after", "remedy": "ring", "done": True},
        {"step": "close", "done": True},
        id="after to close",
    ),
    pytest.param(
        {"step": "refer", "came_from": "listen"}, {"step": "listen"}, id="refer to origin"
    ),
    pytest.param({"step": "refer"}, {"step": "act"}, id="refer without origin to act"),
    pytest.param({"step": "vent"}, {"step": "vent", "rev": 1}, id="nothing before the first step"),
]


@pytest.mark.parametrize(("stands", "expected"), BACK)
def test_back_takes_back_the_last_thing_shown(stands, expected):
    case = case_rules.back(replace(CASE, **stands), LATER)
    assert {name: getattr(case, name) for name in expected} == expected


@pytest.mark.parametrize(("step", "following"), list(pairwise(STEPS)))
def test_skip_goes_to_the_next_step(step, following):
    assert case_rules.skip(replace(CASE, step=step), LATER).step == following


def test_skip_after_the_last_step_closes_the_case():
    case = case_rules.skip(replace(CASE, step="after"), LATER)
    assert (case.state, case.closed_at) == (CaseState.CLOSED, LATER)


def test_skip_from_a_referral_goes_to_what_comes_after():
    assert case_rules.skip(replace(CASE, step="refer", came_from="own"), LATER).step == "after"


CHANGES = [
    pytest.param(lambda case: case_rules.go(case, "listen", LATER), id="go"),
    pytest.param(lambda case: case_rules.go(case, "end", LATER), id="end"),
    pytest.param(lambda case: case_rules.show(case, "circles", LATER), id="show"),
    pytest.param(lambda case: case_rules.mark(case, "second", LATER), id="mark"),
    pytest.param(lambda case: case_rules.skip(case, LATER), id="skip"),
    pytest.param(lambda case: case_rules.pause(case, LATER), id="pause"),
    pytest.param(lambda case: case_rules.branch(case, "safety", LATER), id="branch"),
    pytest.param(lambda case: case_rules.reach(case, Variant.CHAT, LATER), id="reach"),
    pytest.param(lambda case: case_rules.choose(case, "ring", LATER), id="choose"),
    pytest.param(lambda case: case_rules.promise(case, LATER, LATER), id="promise"),
    pytest.param(lambda case: case_rules.finish(case, LATER), id="finish"),
    pytest.param(lambda case: case_rules.unmark_second(case, LATER), id="unmark second"),
    pytest.param(lambda case: case_rules.asked(case, LATER), id="asked"),
    pytest.param(lambda case: case_rules.reflect(case, "ring first", LATER), id="reflect"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_makes_older_cards_stale(change):
    changed = change(CASE)
    assert changed.rev > CASE.rev
    assert changed.changed_at == LATER


def test_out_of_danger_is_not_the_step_before_it():
    paged = case_rules.branch(replace(CASE, step="own"), "safety", LATER)
    safe = case_rules.out_of_danger(paged, LATER)
    assert (safe.step, safe.branch, safe.aside) == ("own", "safety", SAFE)
    breathing = case_rules.breathe(safe, LATER)
    assert breathing.aside == BREATHING
    assert case_rules.back(breathing, LATER).aside == SAFE
    assert case_rules.back(safe, LATER).aside is None
    back = case_rules.branch(breathing, None, LATER)
    assert (back.step, back.branch, back.aside) == ("own", None, None)


@pytest.mark.parametrize("branch", [None, CHOOSING])
def test_only_a_danger_is_over(branch):
    case = replace(CASE, branch=branch)
    assert case_rules.out_of_danger(case, LATER) == case


def test_a_new_remedy_has_no_time_yet():
    promised = case_rules.promise(case_rules.choose(CASE, "ring", LATER), LATER, LATER)
    assert case_rules.choose(promised, "refund", LATER).promised_at is None


def test_pausing_and_resuming_leaves_one_where_one_was():
    here = replace(CASE, step="own", aside="not-sure", remedy="ring")
    again = case_rules.resume(case_rules.pause(here, LATER), LATER)
    assert replace(again, rev=here.rev, changed_at=here.changed_at) == here


@pytest.mark.parametrize("state", [each for each in CaseState if each is not CaseState.OPEN])
def test_only_an_open_case_is_paused(state):
    case = replace(CASE, state=state)
    assert case_rules.pause(case, LATER) == case


@pytest.mark.parametrize("state", [each for each in CaseState if each is not CaseState.PAUSED])
def test_only_a_paused_case_is_resumed(state):
    case = replace(CASE, state=state)
    assert case_rules.resume(case, LATER) == case


GONE = [
    pytest.param({"aside": "thrown-out"}, {"aside": None}, id="an aside that was thrown out"),
    pytest.param({"branch": "thrown-out"}, {"branch": CHOOSING}, id="a branch that was thrown out"),
    pytest.param({"aside": "?"}, {"aside": None}, id="a question of an older day"),
    pytest.param({"aside": "circles"}, {"aside": "circles"}, id="an aside that stands"),
]


@pytest.mark.parametrize(("stands", "expected"), GONE)
def test_what_is_gone_from_the_pack_is_left_out(stands, expected, flow):
    case = case_rules.known(replace(CASE, **stands), flow)
    assert {name: getattr(case, name) for name in expected} == expected


SETTLED = [
    pytest.param(
        lambda case: case_rules.finish(case, LATER),
        {"step": "close", "remedy": "ring", "promised_at": None, "done": True},
        id="done already",
    ),
    pytest.param(
        lambda case: case_rules.go(case, "close", LATER),
        {"step": "close", "remedy": "ring", "promised_at": None, "done": False},
        id="no time yet",
    ),
    pytest.param(
        lambda case: case_rules.promise(case, LATER, LATER),
        {"step": "close", "remedy": "ring", "promised_at": LATER, "done": False},
        id="a time",
    ),
    pytest.param(
        lambda case: case_rules.choose(case, "refund", LATER),
        {"step": "act", "remedy": "refund", "promised_at": None, "done": False},
        id="another step",
    ),
]


@pytest.mark.parametrize(("change", "expected"), SETTLED)
def test_what_is_settled_last_holds(change, expected):
    for before in ({"promised_at": LATER}, {"done": True}, {}):
        case = change(replace(CASE, step="act", remedy="ring", **before))
        assert {name: getattr(case, name) for name in expected} == expected


def test_a_way_of_contact_leaves_one_where_one_is():
    case = case_rules.reach(replace(CASE, step="vent", aside="circles"), Variant.CHAT, LATER)
    assert (case.variant, case.aside) == (Variant.CHAT, "circles")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param(timedelta(0), True, id="at once"),
        pytest.param(timedelta(days=1), True, id="a day"),
        pytest.param(timedelta(days=1, seconds=1), False, id="a day and a second"),
    ],
)
def test_a_closed_case_is_opened_again_for_a_day(after, expected):
    closed = case_rules.go(replace(CASE, step="after"), "end", MONDAY)
    assert case_rules.may_reopen(closed, MONDAY + after) is expected
    assert not case_rules.may_reopen(CASE, MONDAY + after)


def test_a_case_opened_again_is_where_it_was():
    before = replace(CASE, step="after", remedy="ring", promised_at=LATER, accepted="accepted")
    again = case_rules.reopen(case_rules.go(before, "end", MONDAY), LATER)
    assert replace(again, rev=before.rev, changed_at=before.changed_at) == before
