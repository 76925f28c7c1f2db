"""What is kept of a draft when it is put in order."""

import pytest

from content import load
from handlers.domain.replies import Draft, ReplyChannel, check

REPLIES = load().replies


def reworded(text: str) -> str:
    return check(Draft(text, ReplyChannel.EMAIL), REPLIES).rewording


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param(
            "I'm so sorry we sent the wrong size, but company policy says no refunds.",
            "I'm so sorry we sent the wrong size.",
            id="a sorry",
        ),
        pytest.param(
            "That was our mistake, but you should have read the terms.",
            "That was our mistake.",
            id="that it's ours",
        ),
        pytest.param(
            "You should have read the terms, but I will send you a new one tomorrow.",
            "I will send you a new one tomorrow.",
            id="a step",
        ),
    ],
)
def test_a_good_clause_beside_a_bad_one_is_kept(text, kept):
    assert kept in reworded(text)


def test_half_a_sorry_is_not_kept():
    assert "if that upset you" not in reworded("I'm sorry if that upset you, but it's our policy.")


@pytest.mark.parametrize(
    "address", ["anna.berg@shop.example", "www.shop.example/terms", "https://shop.example/a.b"]
)
def test_an_address_stays_whole(address):
    text = f"I'm sorry that {address} didn't answer you. It's company policy."
    assert f"I'm sorry that {address} didn't answer you." in reworded(text)
