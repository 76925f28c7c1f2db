"""Thanks after a complaint come when it is put right, and say what the case knows, nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from content.flow import Variant
from handlers.domain.case import Case, CaseState
from handlers.domain.promise import Promise, PromiseState
from handlers.domain.shoutouts.after_complaint import (
    Closing,
    closing_of,
    in_a_row,
    in_a_sentence,
    is_time_for_thanks,
)
from handlers.domain.shoutouts.asked import MAX_LENGTH
from handlers.domain.wording import is_enough
from handlers.shoutouts.forms import MAX_KNOWN_LENGTH, MAX_SEEN_LENGTH
from tests.conftest import MONDAY

MINUTE = timedelta(minutes=1)
KEPT_AT = MONDAY + 388 * MINUTE  # 15:28 in UTC
CASE = Case(
    id="c1",
    agent_id="ana",
    variant=Variant.VOICE,
    opened_at=MONDAY,
    changed_at=MONDAY,
    state=CaseState.CLOSED,
    step="after",
    accepted="accepted",
    remedy="refund the trip (up to 40 €)",
)
PROMISE = Promise(
    id="p1",
    owner_id="ana",
    owner="Ana",
    zone="Europe/Rome",
    what="refund the trip (up to 40 €)",
    due_at=MONDAY,
    made_at=MONDAY,
    changed_at=MONDAY,
    state=PromiseState.KEPT,
    case_id="c1",
    closed_at=KEPT_AT,
)
OFFERED = ("Refund the trip (up to 40 €)", "find out and ring back")
OPEN, BROKEN, GONE = (
    replace(PROMISE, state=state, closed_at=None)
    for state in (PromiseState.OPEN, PromiseState.BROKEN, PromiseState.WITHDRAWN)
)


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize(
    ("promises", "is_time"),
    [
        pytest.param([], True, id="nothing was promised"),
        pytest.param([PROMISE], True, id="kept"),
        pytest.param([OPEN], False, id="open"),
        pytest.param([BROKEN], False, id="broken"),
        pytest.param([GONE], False, id="taken back"),
        pytest.param([GONE, PROMISE], True, id="taken back, and another kept"),
        pytest.param([PROMISE, OPEN], False, id="kept, and another open"),
        pytest.param([PROMISE, BROKEN], False, id="kept, and another broken"),
    ],
)
def test_it_is_time_once_all_that_was_promised_is_kept(promises, is_time, second):
    assert is_time_for_thanks(replace(CASE, second=second), promises) is is_time


@pytest.mark.parametrize(
    ("promises", "is_time"),
    [
        pytest.param([], True, id="never promised"),
        pytest.param([GONE], True, id="promised first"),
        pytest.param([GONE, OPEN], False, id="and something else is open"),
        pytest.param([GONE, BROKEN], False, id="and something else is broken"),
    ],
)
def test_what_is_done_already_counts_though_its_promise_is_taken_back(promises, is_time):
    assert is_time_for_thanks(replace(CASE, done=True), promises) is is_time


@pytest.mark.parametrize(
    "otherwise",
    [
        {"state": CaseState.OPEN},
        {"state": CaseState.PAUSED},
        {"accepted": "not-accepted"},
        {"accepted": "not-asked"},
        {"accepted": None},
        {"came_from": "refer"},
    ],
    ids=str,
)
def test_it_is_never_time_for_a_case_that_did_not_close_well(otherwise):
    assert not is_time_for_thanks(replace(CASE, **otherwise), [PROMISE])


SAID = [
    (
        Closing(Variant.VOICE, "refund it", KEPT_AT),
        "A complaint by phone, accepted. The promise to refund it was kept Mon 23 Nov 15:28.",
        "refund it, kept Mon 23 Nov 15:28",
    ),
    (
        Closing(Variant.CHAT, "refund it", KEPT_AT, "Europe/Rome"),
        "A complaint by chat, accepted. "
        "The promise to refund it was kept Mon 23 Nov 16:28 (Europe/Rome).",
        "refund it, kept Mon 23 Nov 16:28 (Europe/Rome)",
    ),
    (
        Closing(Variant.COUNTER, "", KEPT_AT),
        "A complaint at the counter, accepted. What was promised was kept Mon 23 Nov 15:28.",
        "what was promised, kept Mon 23 Nov 15:28",
    ),
    (
        Closing(Variant.CHAT, "refund it"),
        "A complaint by chat, accepted: refund it.",
        "refund it",
    ),
    (Closing(Variant.VOICE), "A complaint by phone, accepted.", "a complaint by phone"),
]


@pytest.mark.parametrize(("closing", "sentence", "row"), SAID)
def test_each_is_said_in_a_sentence_and_in_a_row(closing, sentence, row):
    assert in_a_sentence(closing, "UTC") == sentence
    assert in_a_row(closing, "UTC") == row


@pytest.mark.parametrize("variant", Variant)
def test_each_sentence_can_go_out_without_a_word_of_the_managers(variant):
    assert is_enough(in_a_sentence(Closing(variant), "UTC"), ["Ana"])


def test_the_longest_one_fits_beside_the_longest_line_of_a_manager():
    closing = Closing(Variant.COUNTER, "r" * 150, KEPT_AT, "America/Argentina/ComodRivadavia")
    assert len(in_a_sentence(closing, "UTC")) <= MAX_KNOWN_LENGTH
    assert MAX_SEEN_LENGTH + len("\n") + MAX_KNOWN_LENGTH == MAX_LENGTH


def test_a_case_says_its_remedy_without_the_limit_and_when_it_was_kept():
    kept = Closing(Variant.VOICE, "refund the trip", KEPT_AT, "Europe/Rome")
    assert closing_of(CASE, [GONE, PROMISE], OFFERED) == kept
    assert closing_of(CASE, [], OFFERED) == Closing(Variant.VOICE, "refund the trip")


@pytest.mark.parametrize("what", ["drive to Mr Ott with the boots", "", None])
def test_what_somebody_typed_is_never_said(what):
    typed = replace(CASE, remedy=what)
    assert closing_of(typed, [], OFFERED) == Closing(Variant.VOICE)
    promise = replace(PROMISE, what=what or "")
    assert closing_of(typed, [promise], OFFERED).remedy == ""


def test_the_promise_of_the_case_says_more_than_one_typed_with_its_number():
    by_hand = replace(PROMISE, case_id=None, what="ring Mr Ott", closed_at=KEPT_AT + MINUTE)
    assert closing_of(CASE, [by_hand, PROMISE], OFFERED).kept_at == KEPT_AT
