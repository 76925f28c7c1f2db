"""What each rule of an ask changes, and what it leaves: revisions, news, rounds and messages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.domain.asks import rules
from handlers.domain.asks.ask import Ask, AskKind, AskState
from handlers.domain.asks.messages import Message, MessageState, Why
from handlers.domain.asks.own_cards import MAX_OWN_CARDS, OwnCard
from handlers.domain.people import Platform, Tenant
from tests.conftest import MONDAY

HERE = Tenant(Platform.WEB, "demo")
LATER = MONDAY + timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
LEADS, WINS, HOME = "web:demo:leads", "web:demo:wins", "web:demo:@ana"
NEW = Ask("a1", AskKind.PAGE, "ana", MONDAY, MONDAY, place=LEADS, people=("dana", "sam"))
PAGE = rules.asked(NEW, HERE)
ALONE = rules.asked(replace(NEW, place=""), HERE)  # without a channel: a card for each
OTHER_KINDS = [each for each in AskKind if each is not AskKind.PAGE]


def keys(ask):
    return [each.key for each in ask.messages]


def counted(ask):
    return ask.rev, ask.news


def there(ask):
    """Return it with all its messages where they belong."""
    for number, each in enumerate(ask.messages):
        ask = rules.arrive(ask, each, f"r{number}", MONDAY)
    return ask


def waited(ask, at=LATER):
    return rules.wait_in_vain(ask, at, HERE)


TAKEN = rules.take(PAGE, "dana", MONDAY)
CHANGES = [
    pytest.param(lambda: (PAGE, rules.repeat(PAGE, WINS, LATER, HERE)), id="called again"),
    pytest.param(lambda: (PAGE, rules.take(PAGE, "dana", LATER)), id="taken"),
    pytest.param(lambda: (TAKEN, rules.hand_on(TAKEN, "dana", LATER, HERE)), id="handed on"),
    pytest.param(lambda: (PAGE, rules.stand_down(PAGE, LATER)), id="called off"),
    pytest.param(lambda: (TAKEN, rules.end(TAKEN, LATER)), id="ended"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_one_revision_and_one_news_of_its_moment(change):
    before, after = change()
    assert counted(after) == (before.rev + 1, before.news + 1)
    assert after.changed_at == LATER


# Asked.


@pytest.mark.parametrize(
    ("kind", "minutes"),
    [(AskKind.PAGE, 1), (AskKind.COME, 1), (AskKind.JOIN, 3), (AskKind.COVER, 3)],
)
def test_a_new_ask_is_due_a_while_after_it_was_made(kind, minutes):
    asked = rules.asked(replace(NEW, kind=kind), HERE)
    assert asked.due_at == MONDAY + minutes * MINUTE
    assert (asked.state, counted(asked), asked.changed_at) == (AskState.OPEN, (1, 1), MONDAY)


def test_a_new_ask_goes_to_its_channel_or_else_to_each():
    assert PAGE.messages == (Message("post:1", LEADS),)
    assert ALONE.messages == (
        Message("card:1:dana", "web:demo:@dana", why=Why.ONLY),
        Message("card:1:sam", "web:demo:@sam", why=Why.ONLY),
    )


def test_a_channel_is_enough_to_ask():
    assert rules.asked(replace(NEW, people=()), HERE).is_open


def test_an_ask_of_nobody_is_over():
    asked = rules.asked(replace(NEW, place="", people=()), HERE)
    assert (asked.state, asked.messages, asked.due_at) == (AskState.OVER, (), None)


# Called again.


def test_what_is_called_again_is_due_anew_and_nobody_has_failed_to_answer():
    again = rules.repeat(waited(PAGE), WINS, LATER, HERE)
    assert (again.place, again.unanswered, again.due_at) == (WINS, False, LATER + MINUTE)
    assert again.messages[-1].place == WINS


def test_no_call_has_the_number_of_an_older_one():
    ask = waited(there(PAGE))
    assert keys(ask) == ["post:1", "post:2", "card:2:dana", "card:2:sam"]
    ask = rules.repeat(ask, WINS, LATER, HERE)
    assert keys(ask)[4:] == ["post:5"]
    ask = rules.hand_on(rules.take(ask, "dana", LATER), "dana", LATER, HERE)
    assert keys(ask)[5:] == ["post:6"]
    ask = rules.lose(rules.lose(ask, ask.messages[2], HERE), ask.messages[5], HERE)
    assert keys(ask)[6:] == ["card:7:dana"]


# Taken, handed on, called off.


@pytest.mark.parametrize("state", [each for each in AskState if each is not AskState.OPEN])
def test_only_what_is_open_is_taken(state):
    ask = replace(PAGE, state=state)
    assert rules.take(ask, "dana", LATER) == ask


def test_who_takes_it_has_it_and_nothing_is_due():
    taken = rules.take(PAGE, "dana", LATER)
    assert (taken.state, taken.taken_by, taken.taken_at) == (AskState.TAKEN, "dana", LATER)
    assert (taken.due_at, taken.messages) == (None, PAGE.messages)


@pytest.mark.parametrize("state", [each for each in AskState if each is not AskState.TAKEN])
def test_only_what_is_taken_is_handed_on(state):
    ask = replace(TAKEN, state=state)
    assert rules.hand_on(ask, "dana", LATER, HERE) == ask


def test_nobody_hands_on_what_another_has():
    assert rules.hand_on(TAKEN, "sam", LATER, HERE) == TAKEN


def test_what_is_handed_on_is_open_as_if_new_and_knows_by_whom():
    unanswered = rules.take(waited(PAGE), "dana", LATER)
    on = rules.hand_on(unanswered, "dana", LATER, HERE)
    assert (on.state, on.taken_by, on.taken_at) == (AskState.OPEN, "", None)
    assert (on.unanswered, on.handed_by, on.due_at) == (False, "dana", LATER + MINUTE)


def test_what_is_handed_on_without_a_channel_goes_to_all_others():
    on = rules.hand_on(rules.take(ALONE, "dana", LATER), "dana", LATER, HERE)
    assert keys(on)[2:] == ["card:3:sam"]


@pytest.mark.parametrize(
    ("rule", "state"), [(rules.stand_down, AskState.STOOD_DOWN), (rules.end, AskState.OVER)]
)
@pytest.mark.parametrize("before", AskState)
def test_only_what_is_open_or_taken_is_over(rule, state, before):
    ask = replace(PAGE, state=before)
    after = rule(ask, LATER)
    if before in (AskState.OPEN, AskState.TAKEN):
        assert (after.state, after.due_at) == (state, None)
    else:
        assert after == ask


# Nobody answers.


def test_that_nobody_answers_is_one_news_and_no_revision():
    after = waited(PAGE)
    assert counted(after) == (PAGE.rev, PAGE.news + 1)
    assert (after.unanswered, after.due_at, after.changed_at) == (True, None, LATER)


@pytest.mark.parametrize(
    ("seconds", "unanswered"), [(59, False), (60, True), (61, True)], ids="{}".format
)
def test_a_page_is_waited_for_a_minute(seconds, unanswered):
    assert waited(PAGE, MONDAY + timedelta(seconds=seconds)).unanswered is unanswered


@pytest.mark.parametrize("state", [each for each in AskState if each is not AskState.OPEN])
def test_only_what_is_open_is_waited_for(state):
    ask = replace(PAGE, state=state)
    assert waited(ask) == ask


def test_what_has_no_time_is_not_waited_for():
    ask = replace(PAGE, due_at=None)
    assert waited(ask) == ask


def test_a_page_that_is_there_goes_out_once_more_and_to_each():
    after = waited(there(PAGE))
    assert keys(after) == ["post:1", "post:2", "card:2:dana", "card:2:sam"]
    assert {each.why for each in after.messages[2:]} == {Why.UNANSWERED}


@pytest.mark.parametrize("road", [each for each in MessageState if each is not MessageState.THERE])
def test_a_page_that_is_not_there_goes_to_each_alone(road):
    ask = replace(PAGE, messages=(replace(PAGE.messages[0], state=road),))
    assert keys(waited(ask)) == ["post:1", "card:2:dana", "card:2:sam"]


def test_a_page_without_a_channel_goes_once_more_to_the_same_people():
    more = waited(ALONE).messages[len(ALONE.messages) :]
    assert [each.reader for each in more] == list(ALONE.people)
    assert {each.why for each in more} == {Why.AGAIN}


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_anything_but_a_page_is_not_sent_again(kind):
    ask = there(rules.asked(replace(NEW, kind=kind), HERE))
    after = waited(ask)
    assert (after.unanswered, after.messages) == (True, ask.messages)


# What becomes of messages.


def test_where_a_message_stands_is_noted():
    after = rules.arrive(ALONE, ALONE.messages[1], "r1", LATER)
    assert after.messages == (
        ALONE.messages[0],
        replace(ALONE.messages[1], state=MessageState.THERE, ref="r1"),
    )


def test_that_the_call_is_out_is_one_news_once():
    out = rules.arrive(PAGE, PAGE.messages[0], "r1", LATER)
    assert (out.out_at, counted(out)) == (LATER, (1, 2))
    again = rules.repeat(out, LEADS, LATER, HERE)
    arrived = rules.arrive(again, again.messages[1], "r2", LATER + MINUTE)
    assert (arrived.out_at, counted(arrived)) == (LATER, counted(again))


def test_that_a_card_is_there_is_no_news():
    after = rules.arrive(ALONE, ALONE.messages[0], "r1", LATER)
    assert (after.out_at, counted(after)) == (None, (1, 1))


MISSES = [(rules.delay, MessageState.LATE), (rules.lose, MessageState.LOST)]


@pytest.mark.parametrize(("miss", "state"), MISSES)
def test_a_call_that_is_not_there_is_one_news_and_goes_to_each(miss, state):
    after = miss(PAGE, PAGE.messages[0], HERE)
    assert counted(after) == (1, 2)
    assert after.messages[0] == replace(PAGE.messages[0], state=state)
    assert keys(after)[1:] == ["card:2:dana", "card:2:sam"]
    assert {each.why for each in after.messages[1:]} == {Why.LATE}


@pytest.mark.parametrize(("miss", "state"), MISSES)
def test_a_card_that_is_not_there_is_one_news_and_brings_no_other(miss, state):
    after = miss(ALONE, ALONE.messages[0], HERE)
    assert counted(after) == (1, 2)
    assert after.messages == (replace(ALONE.messages[0], state=state), ALONE.messages[1])


@pytest.mark.parametrize(("miss", "state"), MISSES)
def test_a_call_that_is_not_there_goes_to_nobody_once_somebody_has_it(miss, state):
    after = miss(TAKEN, TAKEN.messages[0], HERE)
    assert [each.state for each in after.messages] == [state]


def test_only_who_could_not_be_asked_privately_is_asked_so_again():
    ask = waited(there(PAGE))
    ask = rules.lose(ask, ask.messages[3], HERE)
    ask = rules.lose(ask, ask.messages[1], HERE)
    assert keys(ask)[4:] == ["card:5:sam"]


# What the asker has been told.


def test_who_is_told_has_all_the_news():
    told = rules.told(rules.take(PAGE, "dana", LATER))
    assert told.own_news == told.news == 2
    assert told.own_said == rules.headline(told) != ""


QUIET = [
    pytest.param(PAGE, id="on its way"),
    pytest.param(there(PAGE), id="there"),
    pytest.param(rules.stand_down(waited(PAGE), LATER), id="called off"),
    pytest.param(rules.end(TAKEN, LATER), id="over"),
]
SAID = [
    TAKEN,
    rules.take(PAGE, "sam", LATER),
    rules.hand_on(TAKEN, "dana", LATER, HERE),
    waited(PAGE),
    rules.take(waited(PAGE), "dana", LATER),
    rules.lose(replace(PAGE, people=()), PAGE.messages[0], HERE),
]


@pytest.mark.parametrize("ask", QUIET)
def test_of_what_is_on_its_way_or_over_nothing_is_said_again(ask):
    assert rules.headline(ask) == ""


def test_each_other_state_is_said_once_and_each_in_its_own_way():
    said = [rules.headline(each) for each in SAID]
    assert all(said)
    assert len(set(said)) == len(said)
    assert said == [rules.headline(replace(each, changed_at=LATER, rev=9)) for each in SAID]


def test_the_card_of_the_asker_is_noted_with_what_it_shows_of_the_case():
    ask = rules.shown_on(PAGE, OwnCard("web:demo:@ana", "r7", 4))
    assert ask.own_cards == (OwnCard("web:demo:@ana", "r7", 4),)
    assert counted(ask) == (1, 1)


def test_each_card_of_the_asker_that_shows_the_same_of_the_case_is_noted_once():
    cards = [OwnCard(HOME, f"r{number}", 4) for number in range(MAX_OWN_CARDS)]
    ask = PAGE
    for each in cards:
        ask = rules.shown_on(ask, each)
    assert ask.own_cards == tuple(cards)
    assert rules.shown_on(ask, cards[0]).own_cards == (*cards[1:], cards[0])
    assert rules.shown_on(ask, OwnCard(HOME, "new", 4)).own_cards[0] == cards[1], (
        "no more than so many"
    )
    later = OwnCard(HOME, "r9", 5)
    assert rules.shown_on(ask, later).own_cards == (later,), "the others show an older case"


# What follows a change.


def test_what_is_shown_takes_a_post_for_each_newer_revision():
    shown, due = rules.follow(PAGE)
    assert due == PAGE.messages
    assert shown.messages[0].rev == 1
    assert rules.follow(shown) == (shown, ())
    changed = rules.take(there(shown), "dana", LATER)
    followed, due = rules.follow(changed)
    assert due == changed.messages
    assert followed.messages[0].rev == 2


@pytest.mark.parametrize(
    ("state", "rev", "ref", "is_due"),
    [
        (MessageState.SENDING, 0, "", True),
        (MessageState.SENDING, 1, "", False),
        (MessageState.LATE, 0, "", True),
        (MessageState.LATE, 1, "", False),
        (MessageState.THERE, 1, "r1", True),
        (MessageState.THERE, 1, "", False),
        (MessageState.THERE, 2, "r1", False),
        (MessageState.LOST, 0, "", False),
        (MessageState.LOST, 1, "r1", False),
    ],
)
def test_a_message_takes_a_post_if_it_can_show_what_is_new(state, rev, ref, is_due):
    message = Message("post:1", LEADS, rev, state, ref)
    ask, due = rules.follow(replace(PAGE, rev=2, messages=(message,)))
    assert bool(due) is is_due
    assert ask.messages[0].rev == (2 if is_due else rev)


def test_a_post_is_named_after_its_ask_and_its_message():
    assert rules.pending_names(ALONE) == ("ask:a1:card:1:dana", "ask:a1:card:1:sam")
    assert rules.post_name(PAGE, PAGE.messages[0]) == "ask:a1:post:1"
    lost = rules.lose(ALONE, ALONE.messages[0], HERE)
    assert rules.pending_names(lost) == ("ask:a1:card:1:sam",)


MORE = rules.asked(replace(NEW, kind=AskKind.MORE, place="", what="refund it all"), HERE)


@pytest.mark.parametrize(
    ("seconds", "unanswered"),
    [
        pytest.param(299, False, id="a second before five minutes"),
        pytest.param(300, True, id="after five minutes"),
    ],
)
def test_what_is_to_be_allowed_is_answered_within_five_minutes(seconds, unanswered):
    after = rules.wait_in_vain(MORE, MONDAY + timedelta(seconds=seconds), HERE)
    assert (after.unanswered, after.is_open) == (unanswered, True)
    assert rules.take(after, "dana", LATER).state is AskState.TAKEN


def test_the_first_answer_counts_and_a_yes_is_a_yes():
    no = rules.refuse(MORE, "dana", LATER)
    assert (no.state, no.taken_by, no.due_at) == (AskState.REFUSED, "dana", None)
    assert rules.take(no, "sam", LATER) == rules.refuse(no, "sam", LATER) == no
    yes = rules.take(MORE, "dana", LATER)
    assert rules.refuse(yes, "sam", LATER) == yes
    assert rules.hand_on(yes, "dana", LATER, HERE) == yes
    assert rules.stand_down(yes, LATER) == yes
    assert rules.stand_down(MORE, LATER).state is AskState.STOOD_DOWN


def test_only_what_is_to_be_allowed_is_refused():
    assert rules.refuse(PAGE, "dana", LATER) == PAGE


def test_a_no_is_news_to_who_has_gone_on():
    assert rules.headline(rules.refuse(MORE, "dana", LATER)).startswith("refused:dana")
