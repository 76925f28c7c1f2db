"""What a rule finds gives way to what else the reply says."""

import pytest

from content import load
from handlers.domain.replies import Draft, ReplyChannel, check

REPLIES = load().replies


def found(text):
    return {each.id for each in check(Draft(text, ReplyChannel.CHAT), REPLIES).findings}


@pytest.mark.parametrize(
    ("alone", "with_more", "finding"),
    [
        ("I'll look into it.", "I'll look into it. I've refunded the second charge.", "vague"),
        ("Someone will call you.", "Someone will call you by noon today.", "vague"),
        (
            "Our policy is thirty days.",
            "Our policy is thirty days, but I'll swap it.",
            "policy_shield",
        ),
        (
            "I can't refund a hat.",
            "I can't refund a hat. What I can do is a swap.",
            "policy_shield",
        ),
    ],
)
def test_a_way_out_or_a_step_mends_it(alone, with_more, finding):
    assert finding in found(alone)
    assert finding not in found(with_more)


def test_words_that_are_read_as_a_step_are_no_step_beside_themselves():
    assert "vague" in found("We'll see what we can do about the damp.")
