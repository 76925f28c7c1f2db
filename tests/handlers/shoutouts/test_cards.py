"""The cards of a shout-out: whom they name, and how."""

import pytest

from content import CORE, load
from handlers.domain.shoutouts.places import PrivateReason, Recipient, ThanksPlace
from handlers.domain.shoutouts.shoutout import Shoutout
from handlers.shoutouts.cards import post_card, went_words
from tests.conftest import MONDAY


@pytest.mark.parametrize(
    ("names", "said"),
    [([], ""), (["Ana"], "Ana"), (["Ana", "Bo"], "Ana and Bo"), (["A", "B", "C"], "A, B and C")],
)
def test_names_are_listed_as_one_says_them(names, said):
    people = tuple(Recipient(each, each) for each in names)
    shoutout = Shoutout("s1", "dana", "Dana", "for all of it", MONDAY, MONDAY, people)
    assert post_card(shoutout, people, load(CORE).shoutouts).title == f"Thank you, {said}"


def test_each_way_it_went_has_words_of_its_own():
    went = [Recipient("ana", "Ana", each) for each in ThanksPlace]
    went += [Recipient("ana", "Ana", note=each) for each in PrivateReason]
    assert len({went_words(each) for each in went}) == len(went)
