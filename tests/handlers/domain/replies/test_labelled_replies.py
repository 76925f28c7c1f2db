"""How well findings agree with the labels of replies on which no rule was written."""

import pytest

from content import load
from tests.handlers.domain.replies.labelled import DEVELOPMENT, UNSEEN, agreement, labelled


@pytest.fixture(scope="module")
def unseen():
    return labelled(UNSEEN)


@pytest.fixture(scope="module")
def of_the_first_set(unseen):
    """The half of H that was kept apart from the start: the bars were set for it."""
    return agreement([each for each in unseen if each.id.startswith("H")], load().replies)


@pytest.fixture(scope="module")
def of_all(unseen):
    """With them those that go out of their way to avoid what is usually said."""
    return agreement(unseen, load().replies)


@pytest.mark.parametrize("part", ["of_the_first_set", "of_all"])
def test_the_bars_are_met_on_replies_that_no_rule_was_written_on(part, request):
    found = request.getfixturevalue(part)
    assert found.macro_f1 >= 0.68
    assert found.precision >= 0.88
    assert found.accused_share <= 0.05
    assert found.stage_share >= 0.82


def test_no_reply_is_in_both_parts(unseen):
    development = labelled(DEVELOPMENT)
    assert {each.id for each in development}.isdisjoint(each.id for each in unseen)
    assert {each.text for each in development}.isdisjoint(each.text for each in unseen)
