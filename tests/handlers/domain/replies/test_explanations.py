"""When an explanation is an excuse, and when it isn't."""

import pytest

from content import load
from handlers.domain.replies import Draft, check

REPLIES = load().replies
REASON = "The kitchen was short of staff."


def _is_excuse(text: str) -> bool:
    return "excuse" in {each.id for each in check(Draft(text), REPLIES).findings}


@pytest.mark.parametrize(
    "text",
    [
        REASON,
        f"I'm sorry your food was cold. {REASON}",
        f"I'm sorry your food was cold. {REASON} I've refunded both meals.",
    ],
)
def test_a_reason_before_the_step_is_an_excuse(text):
    assert _is_excuse(text)


@pytest.mark.parametrize(
    "text",
    [
        f"I'm sorry your food was cold. I've refunded both meals. {REASON}",
        f"You asked why it took so long. {REASON}",
    ],
)
def test_a_reason_behind_the_step_or_asked_for_is_none(text):
    assert not _is_excuse(text)
