"""The messages of an ask: what their keys say, and who gets one."""

import pytest

from handlers.domain.asks.messages import (
    Message,
    MessageKind,
    MessageState,
    Why,
    replaced,
    with_cards,
    with_post,
)
from handlers.domain.people import Place, Platform, Tenant

TENANT = Tenant(Platform.SLACK, "T1")
POST = Message("post:1", "slack:T1:C1")
CARD = Message("card:2:19:ana", "slack:T1:@19:ana")


def test_a_key_says_what_a_message_is_and_whose():
    assert (POST.kind, POST.reader) == (MessageKind.POST, "")
    assert (CARD.kind, CARD.reader) == (MessageKind.CARD, "19:ana")


def test_a_message_knows_where_it_stands():
    assert CARD.address == Place(Platform.SLACK, "T1", "@19:ana")


@pytest.mark.parametrize(
    ("state", "is_on_its_way"),
    [
        (MessageState.SENDING, True),
        (MessageState.LATE, True),
        (MessageState.THERE, False),
        (MessageState.LOST, False),
    ],
)
def test_what_is_sent_or_late_is_on_its_way(state, is_on_its_way):
    assert Message("post:1", "slack:T1:C1", state=state).is_on_its_way is is_on_its_way


def test_a_call_is_added_at_the_end_and_shows_nothing_yet():
    assert with_post((CARD,), 3, "slack:T1:C1") == (CARD, Message("post:3", "slack:T1:C1"))
    assert (POST.rev, POST.state, POST.ref, POST.why) == (0, MessageState.SENDING, "", Why.ONLY)


def test_in_one_round_nobody_gets_two_cards():
    once = with_cards((POST,), 2, ["ana", "bo", "ana"], TENANT, Why.LATE)
    assert once == (
        POST,
        Message("card:2:ana", "slack:T1:@ana", why=Why.LATE),
        Message("card:2:bo", "slack:T1:@bo", why=Why.LATE),
    )
    assert with_cards(once, 2, ["bo"], TENANT, Why.UNANSWERED) == once
    assert len(with_cards(once, 3, ["bo"], TENANT, Why.UNANSWERED)) == 4


def test_one_message_takes_the_place_of_the_one_with_its_key():
    news = Message("post:1", "slack:T1:C1", 4, MessageState.THERE, "r1")
    assert replaced((CARD, POST), news) == (CARD, news)
