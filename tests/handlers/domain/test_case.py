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


# Going on.

PROMISED = replace(CASE, step="close", remedy="ring", promised_at=LATER)


@pytest.mark.parametrize("change", [*CHANGES, pytest.param(case_rules.back, id="back")])
def test_a_change_is_one_revision(change):
    case = replace(CASE, step="own")
    changed = change(case, LATER) if change is case_rules.back else change(case)
    assert changed.rev == case.rev + 1


@pytest.mark.parametrize(
    ("change", "stands"),
    [
        pytest.param(case_rules.resume, {"state": CaseState.PAUSED}, id="resume"),
        pytest.param(case_rules.reopen, {"state": CaseState.CLOSED}, id="reopen"),
        pytest.param(case_rules.out_of_danger, {"branch": "safety"}, id="out of danger"),
        pytest.param(case_rules.breathe, {"branch": "safety", "aside": SAFE}, id="breathe"),
        pytest.param(case_rules.skip, {"step": "act", "promised_at": LATER}, id="skip with a time"),
        *(pytest.param(case_rules.back, *each.values[:1], id=f"back, {each.id}") for each in BACK),
    ],
)
def test_a_change_of_what_stands_is_one_revision(change, stands):
    changed = change(replace(CASE, rev=4, **stands), LATER)
    nothing_before = change is case_rules.back and stands == {"step": "vent"}
    assert changed.rev == (4 if nothing_before else 5)
    assert changed.changed_at == (MONDAY if nothing_before else LATER)


def test_to_end_is_to_close_it_where_one_is_and_to_leave_what_lies_beside():
    case = replace(PROMISED, aside="circles", branch="safety", came_from="refer")
    ended = case_rules.go(case, "end", LATER)
    assert (ended.state, ended.closed_at) == (CaseState.CLOSED, LATER)
    assert (ended.step, ended.aside, ended.branch) == ("close", None, None)
    assert (ended.remedy, ended.promised_at, ended.came_from) == ("ring", LATER, "refer")


GONE_ON = [
    pytest.param(
        {"step": "act", "remedy": "ring"},
        "close",
        {"step": "close", "remedy": "ring", "promised_at": None},
        id="from act with a remedy it is promised without a time",
    ),
    pytest.param(
        {"step": "act", "promised_at": LATER, "done": True},
        "close",
        {"step": "close", "remedy": None, "promised_at": None, "done": False},
        id="from act without a remedy nothing is promised",
    ),
    pytest.param(
        {"step": "act", "remedy": "ring", "promised_at": LATER},
        "listen",
        {"step": "listen", "remedy": "ring", "promised_at": LATER},
        id="from act to another step it stays",
    ),
    pytest.param(
        {"step": "after", "remedy": "ring", "promised_at": LATER, "done": True},
        "close",
        {"step": "close", "remedy": "ring", "promised_at": LATER, "done": True},
        id="from elsewhere to close it stays",
    ),
    pytest.param(
        {"step": "close", "remedy": "ring", "promised_at": LATER, "done": True},
        "act",
        {"step": "act", "remedy": None, "promised_at": None, "done": False},
        id="back to act it is forgotten",
    ),
    pytest.param(
        {"step": "act", "remedy": "ring", "promised_at": LATER},
        "act",
        {"step": "act", "remedy": None, "promised_at": None},
        id="to act from act as well",
    ),
    pytest.param(
        {"step": "close", "remedy": "ring", "promised_at": LATER},
        "refer",
        {"step": "refer", "came_from": "close", "remedy": "ring", "promised_at": LATER},
        id="to a referral it stays, and one comes back from there",
    ),
    pytest.param(
        {"step": "refer", "came_from": "close", "remedy": "ring", "promised_at": LATER},
        "after",
        {"step": "after", "came_from": "refer", "remedy": None, "promised_at": None},
        id="from a referral on it is forgotten, and one comes back to it",
    ),
    pytest.param(
        {"step": "refer", "came_from": "own", "remedy": "ring"},
        "refer",
        {"step": "refer", "came_from": "own", "remedy": "ring"},
        id="to where one is changes nothing",
    ),
    pytest.param(
        {"step": "after", "came_from": "refer"},
        "own",
        {"step": "own", "came_from": None},
        id="once further on nobody comes from a referral",
    ),
    pytest.param(
        {"step": "vent", "aside": "circles", "branch": "safety"},
        "listen",
        {"step": "listen", "aside": None, "branch": None},
        id="what lies beside is left",
    ),
    pytest.param(
        {"step": "act", "remedy": "ring", "aside": "circles", "came_from": "refer"},
        "close",
        {"step": "close", "aside": None, "came_from": None},
        id="what lies beside a promise, too",
    ),
]


@pytest.mark.parametrize(("stands", "to", "expected"), GONE_ON)
def test_what_is_kept_and_what_is_forgotten_on_the_way(stands, to, expected):
    case = case_rules.go(replace(CASE, **stands), to, LATER)
    assert {name: getattr(case, name) for name in expected} == expected


def test_skipping_a_remedy_with_a_time_keeps_its_time():
    case = replace(CASE, step="act", remedy="ring", promised_at=LATER, done=True)
    skipped = case_rules.skip(case, LATER)
    assert (skipped.step, skipped.remedy, skipped.promised_at) == ("close", "ring", LATER)
    assert not skipped.done


def test_skipping_what_follows_a_promise_goes_on_and_keeps_it():
    skipped = case_rules.skip(PROMISED, LATER)
    assert (skipped.step, skipped.promised_at) == ("after", LATER)


def test_a_mark_is_a_second_failure_or_what_the_customer_said():
    second = case_rules.mark(CASE, "second", LATER)
    assert (second.second, second.accepted) == (True, None)
    assert not case_rules.unmark_second(second, LATER).second
    accepted = case_rules.mark(CASE, "not-accepted", LATER)
    assert (accepted.second, accepted.accepted) == (False, "not-accepted")


def test_a_remedy_is_chosen_and_nothing_else_holds():
    before = replace(PROMISED, step="act", done=True, aside="circles")
    chosen = case_rules.choose(before, "refund", LATER)
    assert (chosen.remedy, chosen.promised_at, chosen.done) == ("refund", None, False)
    assert (chosen.step, chosen.aside) == ("act", None)


def test_what_is_done_or_promised_leaves_the_asides_and_the_referral():
    before = replace(CASE, step="act", remedy="ring", aside="circles", came_from="refer")
    for after in (
        case_rules.finish(before, LATER),
        case_rules.promise(before, LATER, LATER),
    ):
        assert (after.step, after.aside, after.came_from) == ("close", None, None)


def test_an_idea_is_kept_and_its_card_left():
    kept = case_rules.reflect(replace(CASE, aside="what-if"), "ring first", LATER)
    assert (kept.idea, kept.aside) == ("ring first", None)


# Going back.

BACK_FROM = [
    pytest.param(
        {"branch": "safety", "aside": SAFE}, {"branch": "safety", "aside": None}, id="safe"
    ),
    pytest.param(
        {"branch": "safety", "aside": BREATHING}, {"branch": "safety", "aside": SAFE}, id="a breath"
    ),
    pytest.param(
        {"branch": "safety", "aside": "circles"},
        {"branch": CHOOSING, "aside": "circles"},
        id="a branch before an aside",
    ),
    pytest.param({"aside": SAFE}, {"branch": None, "aside": None}, id="safe without a branch"),
    pytest.param(
        {"step": "act", "remedy": "ring", "aside": "circles"},
        {"aside": None, "remedy": "ring"},
        id="an aside before a remedy",
    ),
    pytest.param(
        {"step": "act", "remedy": "ring", "promised_at": LATER, "done": True},
        {"step": "act", "remedy": None, "promised_at": None, "done": False},
        id="a remedy with its time",
    ),
    pytest.param(
        {"step": "own", "remedy": "ring"}, {"step": "listen", "remedy": "ring"}, id="own to listen"
    ),
    pytest.param(
        {"step": "after", "came_from": "refer"},
        {"step": "refer", "came_from": None},
        id="after to the referral",
    ),
    pytest.param(
        {"step": "refer", "came_from": "own"},
        {"step": "own", "came_from": None},
        id="a referral to its origin, once",
    ),
    pytest.param({"step": "listen"}, {"step": "vent"}, id="listen to the first step"),
]


@pytest.mark.parametrize(("stands", "expected"), BACK_FROM)
def test_back_leaves_one_thing_at_a_time(stands, expected):
    case = case_rules.back(replace(CASE, **stands), LATER)
    assert {name: getattr(case, name) for name in expected} == expected


# Danger.


@pytest.mark.parametrize(
    ("aside", "kept"),
    [(SAFE, None), (BREATHING, None), ("circles", "circles"), (None, None)],
)
def test_a_branch_leaves_what_came_after_another_danger(aside, kept):
    case = case_rules.branch(replace(CASE, branch="safety", aside=aside), "threat", LATER)
    assert (case.branch, case.aside) == ("threat", kept)


@pytest.mark.parametrize("aside", [None, BREATHING, "circles"])
def test_a_breath_is_offered_once_it_is_safe_alone(aside):
    case = replace(CASE, branch="safety", aside=aside)
    assert case_rules.breathe(case, LATER) == case


KNOWN = [
    pytest.param("safety", SAFE, ("safety", SAFE), id="safe"),
    pytest.param("safety", BREATHING, ("safety", BREATHING), id="a breath"),
    pytest.param(CHOOSING, SAFE, (CHOOSING, SAFE), id="safe at the list"),
    pytest.param("thrown-out", SAFE, (CHOOSING, SAFE), id="safe after a branch that is gone"),
    pytest.param(None, SAFE, (None, None), id="safe from nothing"),
    pytest.param(None, BREATHING, (None, None), id="a breath after nothing"),
    pytest.param("safety", "thrown-out", ("safety", None), id="an aside that is gone"),
    pytest.param(None, None, (None, None), id="nothing"),
]


@pytest.mark.parametrize(("branch", "aside", "expected"), KNOWN)
def test_the_danger_that_is_over_is_part_of_no_pack(branch, aside, expected, flow):
    case = case_rules.known(replace(CASE, branch=branch, aside=aside), flow)
    assert (case.branch, case.aside) == expected


# What one may ask of a case.


@pytest.mark.parametrize(
    ("stands", "expected"),
    [
        pytest.param({"step": "close"}, False, id="no remedy"),
        pytest.param({"step": "act", "remedy": "ring"}, False, id="a remedy whose time is to come"),
        pytest.param({"step": "act", "remedy": "ring", "promised_at": LATER}, True, id="a time"),
        pytest.param({"step": "close", "remedy": "ring"}, True, id="without a time"),
        pytest.param({"step": "after", "remedy": "ring"}, True, id="without a time, afterwards"),
        pytest.param({"step": "own", "remedy": "ring"}, False, id="back at an earlier step"),
        pytest.param({"step": "close", "remedy": "ring", "done": True}, False, id="done"),
    ],
)
def test_whether_a_remedy_is_promised(stands, expected):
    assert case_rules.is_promised(replace(CASE, **stands)) is expected


@pytest.mark.parametrize(
    ("step", "came_from", "expected"),
    [
        ("refer", None, True),
        ("refer", "own", True),
        ("after", "refer", True),
        ("after", None, False),
        ("own", "vent", False),
    ],
)
def test_a_case_is_handed_over_by_a_referral(step, came_from, expected):
    assert case_rules.handed_over(replace(CASE, step=step, came_from=came_from)) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, True, id="the same story"),
        pytest.param({"note": "the  PARCEL is late"}, True, id="written otherwise"),
        pytest.param({"opened_at": MONDAY + timedelta(minutes=1)}, True, id="a minute later"),
        pytest.param(
            {"opened_at": MONDAY + timedelta(minutes=1, seconds=1)}, False, id="a second after that"
        ),
        pytest.param({"note": "the parcel is broken"}, False, id="another story"),
        pytest.param({"id": "c1"}, False, id="the very one"),
    ],
)
def test_a_story_told_twice_in_a_minute_is_one(changes, expected):
    earlier = replace(CASE, note="The parcel is late")
    later = replace(earlier, **{"id": "c2", **changes})
    assert case_rules.is_same(earlier, later) is expected


def test_cases_without_a_story_are_two():
    assert not case_rules.is_same(CASE, replace(CASE, id="c2"))


@pytest.mark.parametrize("state", [CaseState.OPEN, CaseState.PAUSED])
def test_only_a_closed_case_is_opened_again(state):
    assert not case_rules.may_reopen(replace(CASE, state=state, closed_at=MONDAY), MONDAY)


@pytest.mark.parametrize(
    ("before", "kept"), [("", ""), ("a", "a"), ("x" * 500, "x" * 500), ("x" * 2_500, "x" * 2_489)]
)
def test_the_newest_words_of_a_case_always_have_room(before, kept):
    told = case_rules.tell(replace(CASE, note=before), "he has a k", LATER)
    assert told.note == "\n".join(filter(None, (kept, "he has a k")))
    assert len(told.note) <= case_rules.MAX_TOLD_LENGTH
