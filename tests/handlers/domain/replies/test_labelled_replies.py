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


def test_the_bars_are_met_on_the_half_that_was_kept_apart(of_the_first_set):
    assert of_the_first_set.macro_f1 >= 0.68
    assert of_the_first_set.precision >= 0.88
    assert of_the_first_set.accused_share <= 0.05
    assert of_the_first_set.stage_share >= 0.82


def test_findings_agree_with_the_labels_of_all_unseen_replies(of_all):
    assert of_all.macro_f1 >= 0.75
    assert of_all.precision >= 0.86
    assert of_all.stage_share >= 0.80


def test_hardly_a_clean_reply_is_accused(of_all):
    assert of_all.accused_share <= 0.05


def test_no_reply_is_in_both_parts(unseen):
    development = labelled(DEVELOPMENT)
    assert {each.id for each in development}.isdisjoint(each.id for each in unseen)
    assert {each.text for each in development}.isdisjoint(each.text for each in unseen)
