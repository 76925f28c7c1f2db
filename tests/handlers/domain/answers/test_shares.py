"""What is said of the answers of a channel lets nobody work out one of them."""

import pytest

from handlers.domain.answers.shares import Share, share_of

PEOPLE = range(5, 40)


@pytest.mark.parametrize(
    ("better", "answered", "said"),
    [
        (0, 4, None),
        (4, 4, None),
        (0, 5, Share.FEW),
        (2, 5, Share.FEW),
        (3, 5, Share.MOST),
        (5, 5, Share.MOST),
        (3, 6, Share.HALF),
        (3, 8, Share.HALF),
        (5, 8, Share.HALF),
        (6, 8, Share.MOST),
        (3, 9, Share.FEW),
        (4, 9, Share.HALF),
        (10, 30, Share.FEW),
        (11, 30, Share.HALF),
        (19, 30, Share.HALF),
        (20, 30, Share.MOST),
    ],
)
def test_it_is_said_in_three_words_from_five_people_on(better, answered, said):
    assert share_of(better, answered) is said


@pytest.mark.parametrize("answered", PEOPLE)
@pytest.mark.parametrize("own", [0, 1], ids=["chose the other", "chose the better"])
def test_whoever_knows_their_own_answer_learns_nobody_elses(answered, own):
    others = answered - 1
    for word in Share:
        may_be = {
            better - own
            for better in range(answered + 1)
            if share_of(better, answered) is word and 0 <= better - own <= others
        }
        # Were it only 0, or only all of them, each of the others would be known.
        assert not may_be or may_be - {0, others}


@pytest.mark.parametrize("answered", PEOPLE)
def test_the_two_ends_mirror_each_other(answered):
    mirrored = {Share.FEW: Share.MOST, Share.MOST: Share.FEW, Share.HALF: Share.HALF}
    for better in range(answered + 1):
        word = share_of(better, answered)
        assert share_of(answered - better, answered) is mirrored[word]
