"""Which lines the week shows of what agents gave, and in which order."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.insights.lines import MAX_LINES, Line, picked

FRIDAY = date(2026, 11, 13)
LINES = st.lists(st.builds(Line, st.sampled_from("abcdef"), st.sampled_from("qrstuvwxyz")))


def test_the_week_shows_three_at_most_each_of_another_person_and_by_text():
    lines = [Line(who, f"{number} of {who}") for who in "dcba" for number in (2, 1)]
    found = picked(lines, "abcd", FRIDAY)
    assert len({each[-1] for each in found}) == len(found) == MAX_LINES == 3
    assert list(found) == sorted(found)


def test_the_same_words_of_two_are_shown_once():
    assert picked([Line("a", "a coffee"), Line("b", "a coffee")], "ab", FRIDAY) == ("a coffee",)


@given(LINES, st.randoms())
def test_which_they_are_hangs_on_no_order(lines, chance):
    mixed = list(lines)
    chance.shuffle(mixed)
    assert picked(mixed, "abcdef", FRIDAY) == picked(lines, "abcdef", FRIDAY)


@given(st.lists(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_what_a_team_does_not_show_is_of_others(authors, team):
    lines = [Line(who, f"{number} of {who}") for number, who in enumerate(authors)]
    theirs = picked(lines, team, FRIDAY)
    assert all(each in theirs for each in picked(lines, "abcdef", FRIDAY) if each[-1] in team)
