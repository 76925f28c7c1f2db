"""How well findings agree with the labels of replies on which no rule was written."""

import pytest

from content import load
from tests.handlers.domain.replies.labelled import DEVELOPMENT, UNSEEN, agreement, labelled


@pytest.fixture(scope="module")
def unseen():
    return agreement(labelled(UNSEEN), load().replies)


def test_findings_agree_with_the_labels_of_unseen_replies(unseen):
    assert unseen.macro_f1 >= 0.68
    assert unseen.precision >= 0.88


def test_hardly_a_clean_reply_is_accused(unseen):
    assert unseen.accused_share <= 0.05


def test_the_stage_of_unseen_replies_is_told(unseen):
    assert unseen.stage_share >= 0.82


def test_no_reply_is_in_both_parts():
    development, unseen = labelled(DEVELOPMENT), labelled(UNSEEN)
    assert {each.id for each in development}.isdisjoint(each.id for each in unseen)
    assert {each.text for each in development}.isdisjoint(each.text for each in unseen)
