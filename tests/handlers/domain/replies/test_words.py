"""A reply is read as it is meant: short forms, contractions, slips, words with two readings."""

import pytest

from content import load
from handlers.domain.replies.rules import rules_of

NORMALISER = rules_of(load().replies).normaliser


def read(text):
    return [" ".join(each.text for each in found.words) for found in NORMALISER.sentences(text)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The refund's gone through.", "the refund has gone through"),
        ("The driver's van broke down.", "the driver van broke down"),
        ("Declan's loading the van.", "declan is loading the van"),
        ("Saturday's wedding", "saturday wedding"),
        ("It's been a long week.", "it has been a long week"),
        ("ok, ill ring u tmrw", "ok , i will ring you tomorrow"),
        ("My wife is ill", "my wife is ill"),
        ("ur booked on the early one", "you are booked on the early one"),
        ("ur order is here", "your order is here"),
        ("We should of rung you.", "we should have rung you"),
        ("id like to send one", "i would like to send one"),
        ("id badge", "id badge"),
        ("Ready in 10mins", "ready in 10 mins"),
        ("fish & chips", "fish and chips"),
        ("sorry we're re-printing it", "sorry we are reprinting it"),
        ("Your order no. 12 is here", "your order number 12 is here"),
        ("I dinnae ken", "i do not ken"),
        ("im doin it now", "i am doing it now"),
    ],
)
def test_a_reply_is_read_as_it_is_meant(text, meant):
    assert read(text) == [meant]


def test_no_at_the_end_of_a_sentence_is_no_number():
    assert read("Oh no. We lost it.") == ["oh no", "we lost it"]


@pytest.mark.parametrize("text", ["The refund's gone, ill ring u.", "It's been Declan's re-run"])
def test_each_word_knows_where_it_stands(text):
    for sentence in NORMALISER.sentences(text):
        for word in sentence.words:
            assert text[word.start : word.end].strip()
