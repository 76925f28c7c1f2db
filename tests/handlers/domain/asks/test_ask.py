"""What an ask is, and when nobody has answered: the rules alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.domain.asks import rules as ask_rules
from handlers.domain.asks.ask import Ask, AskKind, AskState
from handlers.domain.asks.messages import MessageKind, MessageState, Why
from handlers.domain.asks.rules import ANSWERED_WITHIN, URGENT_ANSWERED_WITHIN
from handlers.domain.people import Platform, Tenant
from tests.conftest import MONDAY

HERE = Tenant(Platform.WEB, "demo")
SECOND = timedelta(seconds=1)
LATER = MONDAY + 30 * SECOND
NEW = Ask(
    id="a1",
    kind=AskKind.PAGE,
    asker_id="ana",
    made_at=MONDAY,
    changed_at=MONDAY,
    place="web:demo:leads",
    people=("dana", "sam"),
)
PAGE = ask_rules.told(ask_rules.asked(NEW, HERE))
COVER = ask_rules.told(ask_rules.asked(replace(NEW, kind=AskKind.COVER, place=""), HERE))


def kinds(ask):
    return [each.kind for each in ask.messages]


def out(ask):
    return ask_rules.told(ask_rules.arrive(ask, ask.messages[0], "r1", MONDAY))


@pytest.mark.parametrize(
    ("kind", "within"),
    [(each, URGENT_ANSWERED_WITHIN) for each in (AskKind.PAGE, AskKind.COME)]
    + [(each, ANSWERED_WITHIN) for each in (AskKind.JOIN, AskKind.COVER)],
)
def test_it_is_said_in_time_that_nobody_has_answered(kind, within):
    asked = ask_rules.told(ask_rules.asked(replace(NEW, kind=kind), HERE))
    assert asked.next_at == MONDAY + within
    early = ask_rules.wait_in_vain(asked, MONDAY + within - SECOND, HERE)
    assert not early.unanswered
    late = ask_rules.wait_in_vain(asked, MONDAY + within, HERE)
    assert late.unanswered
    assert ask_rules.wait_in_vain(late, MONDAY + 9 * within, HERE) == late


def test_the_promised_minutes():
    assert (timedelta(minutes=1), timedelta(minutes=3)) == (URGENT_ANSWERED_WITHIN, ANSWERED_WITHIN)


def test_a_page_goes_to_its_channel_and_after_a_minute_once_more_and_to_each():
    assert kinds(PAGE) == [MessageKind.POST]
    again = ask_rules.wait_in_vain(out(PAGE), MONDAY + URGENT_ANSWERED_WITHIN, HERE)
    assert kinds(again) == [
        MessageKind.POST,
        MessageKind.POST,
        MessageKind.CARD,
        MessageKind.CARD,
    ]
    assert [each.why for each in again.messages[2:]] == [Why.UNANSWERED] * 2


def test_without_a_channel_each_is_asked_at_once_and_after_a_minute_once_more():
    asked = ask_rules.asked(replace(NEW, place=""), HERE)
    assert [each.reader for each in asked.messages] == ["dana", "sam"]
    waited = ask_rules.wait_in_vain(asked, MONDAY + URGENT_ANSWERED_WITHIN, HERE)
    assert [each.reader for each in waited.messages[2:]] == ["dana", "sam"]
    assert {each.why for each in waited.messages[2:]} == {Why.AGAIN}
    assert ask_rules.wait_in_vain(waited, MONDAY + ANSWERED_WITHIN, HERE) == waited


def test_with_nobody_to_ask_it_is_over_before_it_begins():
    asked = ask_rules.asked(replace(NEW, place="", people=()), HERE)
    assert (asked.state, asked.messages, asked.next_at) == (AskState.OVER, (), None)


@pytest.mark.parametrize("missed", [ask_rules.delay, ask_rules.lose])
def test_a_channel_that_cannot_be_reached_is_replaced_by_its_people_once(missed):
    asked = missed(PAGE, PAGE.messages[0], HERE)
    assert [each.why for each in asked.messages[1:]] == [Why.LATE] * 2
    lost = ask_rules.lose(asked, asked.messages[0], HERE)
    assert len(lost.messages) == 3
    waited = ask_rules.wait_in_vain(lost, MONDAY + URGENT_ANSWERED_WITHIN, HERE)
    assert [each.why for each in waited.messages[3:]] == [Why.AGAIN] * 2


def test_it_is_lost_only_when_nobody_was_reached():
    lost = COVER
    for each in COVER.messages:
        assert not lost.is_lost
        lost = ask_rules.lose(lost, each, HERE)
    assert lost.is_lost
    assert ask_rules.headline(lost)


def test_a_channel_that_was_not_reached_may_be_called_again():
    lost = ask_rules.lose(PAGE, PAGE.messages[0], HERE)
    assert not PAGE.may_be_repeated
    assert lost.may_be_repeated
    again = ask_rules.repeat(lost, "web:demo:wins", LATER, HERE)
    assert (again.place, again.road) == ("web:demo:wins", MessageState.SENDING)
    assert again.asked_privately == lost.asked_privately
    assert again.due_at == LATER + URGENT_ANSWERED_WITHIN
    assert not again.may_be_repeated


@pytest.mark.parametrize("ask", [PAGE, COVER])
def test_what_nobody_has_answered_may_be_asked_for_again(ask):
    waited = ask_rules.wait_in_vain(ask, MONDAY + ANSWERED_WITHIN, HERE)
    assert waited.may_be_repeated
    again = ask_rules.repeat(waited, waited.place, LATER + ANSWERED_WITHIN, HERE)
    assert not again.unanswered
    assert len(again.messages) > len(waited.messages)
    taken = ask_rules.take(waited, "dana", LATER)
    assert not taken.may_be_repeated


def test_the_first_has_it_and_it_is_news():
    taken = ask_rules.take(PAGE, "dana", LATER)
    assert (taken.state, taken.taken_by, taken.taken_at) == (AskState.TAKEN, "dana", LATER)
    assert taken.next_at == LATER
    assert ask_rules.told(taken).next_at is None
    assert ask_rules.take(taken, "sam", LATER) == taken


def test_only_who_has_it_hands_it_on_and_is_not_asked_again():
    taken = ask_rules.take(COVER, "dana", LATER)
    assert ask_rules.hand_on(taken, "sam", LATER, HERE) == taken
    on = ask_rules.hand_on(taken, "dana", LATER, HERE)
    assert (on.state, on.taken_by, on.handed_by) == (AskState.OPEN, "", "dana")
    assert on.due_at == LATER + ANSWERED_WITHIN
    assert [each.reader for each in on.messages if each not in COVER.messages] == ["sam"]


@pytest.mark.parametrize("over", [ask_rules.stand_down, ask_rules.end])
def test_what_is_over_is_taken_by_nobody_and_said_no_more(over):
    ended = ask_rules.told(over(PAGE, LATER))
    assert ended.next_at is None
    assert ask_rules.take(ended, "dana", LATER) == ended
    assert over(ended, LATER) == ended
    assert ask_rules.wait_in_vain(ended, MONDAY + 9 * URGENT_ANSWERED_WITHIN, HERE) == ended
    assert ask_rules.headline(ended) == ""


@pytest.mark.parametrize(
    ("who", "place", "may"),
    [
        pytest.param("dana", "web:demo:@dana", True, id="who is asked"),
        pytest.param("bo", "web:demo:leads", True, id="anybody in the channel"),
        pytest.param("bo", "web:demo:front-desk", False, id="anybody elsewhere"),
        pytest.param("ana", "web:demo:leads", False, id="who asks"),
    ],
)
def test_who_may_take_it(who, place, may):
    assert PAGE.may_take(who, place) is may


def test_a_message_follows_a_change_once_it_is_there():
    going, due = ask_rules.follow(PAGE)
    assert [each.key for each in due] == ["post:1"]
    taken = ask_rules.take(going, "dana", LATER)
    assert ask_rules.follow(taken)[1] == ()
    there = ask_rules.arrive(taken, taken.messages[0], "r1", LATER)
    followed, due = ask_rules.follow(there)
    assert [each.ref for each in due] == ["r1"]
    assert ask_rules.follow(followed)[1] == ()


@pytest.mark.parametrize("state", [MessageState.SENDING, MessageState.LATE])
def test_what_is_on_its_way_has_a_name_to_be_taken_back_by(state):
    page = replace(PAGE, messages=(replace(PAGE.messages[0], state=state),))
    assert ask_rules.pending_names(page) == ("ask:a1:post:1",)
    assert ask_rules.pending_names(out(PAGE)) == ()


def test_nothing_is_said_to_the_asker_before_its_time_or_some_news():
    assert NEW.next_at is None
    assert PAGE.next_at == PAGE.due_at
    news = replace(PAGE, news=2, changed_at=LATER)
    assert news.next_at == LATER
    taken = replace(PAGE, state=AskState.TAKEN)
    assert taken.next_at is None


@pytest.mark.parametrize(
    ("state", "is_open", "is_live"),
    [
        (AskState.OPEN, True, True),
        (AskState.TAKEN, False, True),
        (AskState.STOOD_DOWN, False, False),
        (AskState.OVER, False, False),
    ],
)
def test_what_is_open_or_taken_is_live(state, is_open, is_live):
    ask = replace(PAGE, state=state)
    assert (ask.is_open, ask.is_live) == (is_open, is_live)


def test_what_somebody_has_is_neither_lost_nor_called_again():
    lost = ask_rules.lose(replace(PAGE, people=()), PAGE.messages[0], HERE)
    assert (lost.is_lost, lost.may_be_repeated) == (True, True)
    taken = replace(lost, state=AskState.TAKEN)
    assert (taken.is_lost, taken.may_be_repeated) == (False, False)


def test_calls_are_counted_and_the_newest_is_its_road():
    again = ask_rules.repeat(out(PAGE), PAGE.place, LATER, HERE)
    assert (PAGE.times_called, again.times_called, COVER.times_called) == (1, 2, 0)
    assert (out(PAGE).road, again.road) == (MessageState.THERE, MessageState.SENDING)
    assert COVER.road is None


def test_who_was_asked_privately_is_told_once_each_and_only_if_they_could_be():
    again = ask_rules.repeat(COVER, "", LATER, HERE)
    assert again.asked_privately == ("dana", "sam")
    lost = ask_rules.lose(COVER, COVER.messages[0], HERE)
    assert lost.asked_privately == ("sam",)
    assert PAGE.asked_privately == ()


def test_somebody_without_a_name_is_called_somebody():
    ask = replace(PAGE, names={"dana": "Dana", "sam": "sam"})
    assert [ask.name(each) for each in ("dana", "sam", "bo")] == ["Dana", "Somebody", "Somebody"]


def test_a_message_is_found_by_its_key():
    assert COVER.message("card:1:sam") is COVER.messages[1]
    assert COVER.message("card:2:sam") is None


@pytest.mark.parametrize(
    ("ask", "who", "place", "may"),
    [
        pytest.param(replace(COVER, people=()), "dana", "", True, id="who has a card of it"),
        pytest.param(COVER, "bo", "", False, id="anybody where there is no channel"),
        pytest.param(replace(COVER, people=("ana",)), "ana", "", False, id="who asks, if asked"),
    ],
)
def test_who_may_take_what_has_no_channel(ask, who, place, may):
    assert ask.may_take(who, place) is may
