"""The messages of a promise: what follows a change, when, and how often."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.domain.people import Person
from handlers.domain.promise import (
    LeadNotice,
    Promise,
    PromiseState,
    fail,
    keep,
    made,
    move,
    renew,
    take,
    tell,
    withdraw,
)
from handlers.domain.promise import Told as Known
from handlers.domain.promise_notices import (
    Notice,
    followed,
    is_new_to_lead,
    message_key,
    pressed_on,
    to_follow,
    with_arrived,
    with_message,
    without_notices,
)
from tests.conftest import MONDAY

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TOLD_AT = MONDAY + 2 * HOUR
PROMISE = made(
    Promise(
        id="p1",
        owner_id="ana",
        owner="Ana",
        zone="UTC",
        what="ring back",
        due_at=MONDAY + HOUR,
        made_at=MONDAY,
        changed_at=MONDAY,
    )
)


def on_its_way(*notices):
    promise = replace(PROMISE, lead=LeadNotice.SENDING)
    for each in notices:
        promise = with_message(promise, each, f"web:demo:{each}")
    return promise


def standing(*notices):
    promise = on_its_way(*notices)
    for each in notices:
        promise = with_arrived(promise, message_key(PROMISE, each), f"ref-{each}", TOLD_AT)
    return promise


CHANGES = {
    "kept": keep,
    "broken": fail,
    "withdrawn": withdraw,
    "moved": lambda each, at: move(each, at + HOUR, at),
    "left without a time": lambda each, at: renew(each, each.what, None, at),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_stands_follows_a_change_at_once_and_once(change):
    changed = to_follow(change(standing(Notice.SOON, Notice.DUE, Notice.LEAD), TOLD_AT), TOLD_AT)
    assert changed.next_at == TOLD_AT
    after, due = followed(changed)
    assert {each.ref for each in due} == {"ref-soon", "ref-due", "ref-lead"}
    assert [each.ref for each in after.messages] == ["ref-lead"]
    assert followed(after) == (after, ())
    assert to_follow(after, TOLD_AT) == after


def test_a_take_follows_in_the_channel_of_the_lead_alone():
    taken = take(standing(Notice.DUE, Notice.LEAD), Person("dana", "Dana"), TOLD_AT)
    assert [each.ref for each in followed(taken)[1]] == ["ref-lead"]


def test_other_words_follow_in_the_channel_of_the_lead():
    other = renew(standing(Notice.LEAD), "refund it", PROMISE.due_at, TOLD_AT)
    assert [each.ref for each in followed(other)[1]] == ["ref-lead"]


def test_what_nobody_sees_is_no_reason_to_redraw():
    told = tell(standing(Notice.DUE, Notice.LEAD), Known.YES, TOLD_AT)
    assert to_follow(told, TOLD_AT).next_at == PROMISE.next_at


def test_what_is_on_its_way_follows_as_soon_as_it_says_where_it_stands():
    kept = to_follow(keep(on_its_way(Notice.LEAD), TOLD_AT), TOLD_AT)
    assert kept.next_at is None
    there = with_arrived(kept, message_key(PROMISE, Notice.LEAD), "ref", TOLD_AT + MINUTE)
    assert there.next_at == TOLD_AT + MINUTE
    assert [each.ref for each in followed(there)[1]] == ["ref"]


def test_what_was_lost_or_taken_back_is_not_waited_for():
    lost = with_arrived(on_its_way(Notice.DUE), message_key(PROMISE, Notice.DUE), "", TOLD_AT)
    assert lost.messages == ()
    back = without_notices(on_its_way(Notice.DUE, Notice.LEAD), {Notice.LEAD}, of=PROMISE)
    assert [each.key for each in back.messages] == [message_key(PROMISE, Notice.DUE)]
    assert back.lead is None


def test_the_pressed_message_stays_as_its_answer_has_drawn_it_until_the_next_change():
    moved = move(standing(Notice.SOON, Notice.DUE), TOLD_AT + HOUR, TOLD_AT)
    moved, due = followed(pressed_on(moved, message_key(PROMISE, Notice.DUE)))
    assert [each.ref for each in due] == ["ref-soon"]
    assert [each.ref for each in followed(keep(moved, TOLD_AT))[1]] == ["ref-due"]


def test_a_forged_press_leaves_the_message_of_the_lead_to_follow():
    kept = pressed_on(keep(standing(Notice.LEAD), TOLD_AT), message_key(PROMISE, Notice.LEAD))
    assert [each.ref for each in followed(kept)[1]] == ["ref-lead"]


def test_the_lead_was_told_of_one_time_and_reads_of_another():
    told = standing(Notice.LEAD)
    assert not is_new_to_lead(told)
    assert is_new_to_lead(move(told, TOLD_AT + HOUR, TOLD_AT))
    assert not is_new_to_lead(PROMISE)


def test_nothing_more_is_looked_at_once_a_closed_promise_was_followed():
    kept = to_follow(keep(standing(Notice.DUE), TOLD_AT), TOLD_AT)
    assert (kept.state, followed(kept)[0].next_at) == (PromiseState.KEPT, None)
