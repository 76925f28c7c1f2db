"""Whoever says a customer's own words back shows that they listened."""

import pytest

from handlers.domain.practice.echoes import Echoes
from handlers.domain.replies import Draft
from tests.handlers.domain.practice.talks import CORE

TOLD = ("My rent goes out at six tomorrow morning.", "I filled up ONCE. I've got the receipt.")


def echoed(text: str) -> list[str]:
    found = Echoes(TOLD, CORE.moves.common).detect(Draft(text))
    assert {each.id for each in found} <= {"specific"}
    return [text[each.start : each.end] for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "The rent, at six.",
        "You filled up once, I believe you.",
        "So your rent goes out tomorrow?",
        "Tomorrow’s the rent.",
        "And it's your RENT in the morning.",
    ],
)
def test_two_of_their_words_in_a_sentence_are_an_echo(text):
    assert echoed(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I'm sorry about the rent.", id="one word alone"),
        pytest.param("What have you got?", id="everybody's words"),
        pytest.param("Did you lose the receipt for the rent?", id="a question"),
        pytest.param("I'll send the rent tomorrow.", id="an offer"),
        pytest.param("We can do it tomorrow at six.", id="what can be done"),
        pytest.param("", id="nothing"),
        pytest.param("🙏🙏", id="no words"),
    ],
)
def test_what_is_no_echo(text):
    assert echoed(text) == []


def test_two_of_their_words_count_all_in_all_and_one_that_comes_again_does_not():
    assert echoed("The rent. And tomorrow.") == ["And tomorrow."]
    assert echoed("The rent. Well, the rent.") == []


def test_each_sentence_is_found_where_it_stands():
    assert echoed("Oh no.\n Six, and the rent. Right. You filled up once!") == [
        "Six, and the rent.",
        "You filled up once!",
    ]


def test_a_sentence_with_no_words_but_theirs_is_all_theirs():
    text = "Oh. Your rent tomorrow. The rent by bus tomorrow, madam. Is it the rent, tomorrow?"
    ((start, end),) = Echoes(TOLD, CORE.moves.common).whole(text)
    assert text[start:end].strip() == "Your rent tomorrow."


def test_of_whoever_has_said_nothing_nothing_can_be_said_back():
    assert Echoes((), ()).detect(Draft("The rent, at six.")) == []
