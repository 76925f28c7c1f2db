"""A line of points is taken at a glance only if it can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.points import is_plain, points_of

FEATURES = st.text(st.sampled_from("a*1 -\t"), max_size=4)
NUMBERS = st.sampled_from(["0", "-12", "999", "1000", "1001", "--1", "x", "", "١"])


@given(FEATURES, st.lists(NUMBERS, min_size=2, max_size=6))
def test_what_is_taken_at_a_glance_can_be_read(feature, numbers):
    line = " ".join((feature, *numbers))
    if is_plain(line):
        assert points_of(line)[1] == tuple(map(int, line.split()[-4:]))


@pytest.mark.parametrize("line", ["knife 4 16 3 0", "smok* 9 -1 0 0", "a b 1 2 3 4"])
def test_a_usual_line_is_taken_at_a_glance(line):
    assert is_plain(line)
