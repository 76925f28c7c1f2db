"""Nobody can be singled out: a curious reader who sees all and solves for the rest finds nothing.

The reader knows every figure that is shown, of the workspace and of teams, with their totals, and
that a figure is a number of cases. What they can find is the range of each hidden figure; it must
always reach from nought to at least as many cases as three people have.
"""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.insights.anonymity import (
    MIN_PEOPLE,
    MIN_TEAM,
    of_people,
    shown,
    shown_of,
    size,
    stands,
    together,
)
from handlers.domain.insights.scopes import Without, with_weeks

PEOPLE = tuple("abcdefghijkl")
KEYS = ("late", "broken", "rude", "price", "other")

behind = st.dictionaries(st.sampled_from(PEOPLE), st.integers(1, 9), max_size=8)
partitions = st.dictionaries(st.sampled_from(KEYS), behind, min_size=1).map(
    lambda found: {key: found.get(key, {}) for key in KEYS if key in found}
)
groups = st.frozensets(st.sampled_from(PEOPLE), min_size=MIN_TEAM, max_size=len(PEOPLE) - MIN_TEAM)


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        ({}, False),
        ({"a": 1}, False),
        ({"a": 1, "b": 1}, False),
        ({"a": 1, "b": 1, "c": 1}, True),
        ({"a": 2, "b": 1, "c": 1}, True),  # half of it is not most of it
        ({"a": 3, "b": 1, "c": 1}, False),
        ({"a": 5, "b": 5, "c": 0}, False),
        ({"a": 50, "b": 49, "c": 1}, True),
        ({"a": 51, "b": 49, "c": 1}, False),
    ],
)
def test_three_people_stand_behind_a_figure_and_none_behind_most_of_it(cases, expected):
    assert stands(cases) is expected


def test_nought_looks_like_one_and_two():
    many = {"a": 4, "b": 4, "c": 4}
    found = [
        shown({"late": many, "broken": many, "rude": few, "price": {"d": 1, "e": 1, "f": 1}})
        for few in ({}, {"a": 1}, {"a": 1, "b": 1})
    ]
    assert {each.figures["rude"] for each in found} == {None}
    assert {each.hidden for each in found} == {("rude", "price")}


def test_beside_one_that_is_hidden_the_next_smallest_is_hidden():
    many, some = dict.fromkeys("abc", 4), dict.fromkeys("abc", 3)
    found = shown({"late": many, "broken": some, "rude": {"a": 1}})
    assert found.figures == {"late": 12, "broken": None, "rude": None}
    assert found.total == 22


def test_two_that_are_hidden_and_stand_together_hide_no_third():
    many = dict.fromkeys("abc", 4)
    found = shown({"late": many, "broken": {"a": 1, "b": 1}, "rude": {"c": 1}})
    assert found.figures == {"late": 12, "broken": None, "rude": None}
    assert found.total == 15


def test_two_that_are_hidden_and_do_not_stand_together_hide_a_third():
    many = dict.fromkeys("abc", 4)
    found = shown({"late": many, "broken": {"a": 1, "b": 1}, "rude": {}})
    assert found.total == 14
    assert found.hidden == ("late", "broken", "rude")


def test_a_figure_that_stands_alone_is_shown_with_its_total():
    assert shown({"ideas": {"a": 1, "b": 1, "c": 1}}).total == 3
    assert shown({"ideas": {"a": 1, "b": 1}}).total is None
    assert shown({}).total is None


@given(partitions)
def test_what_is_shown_is_so_and_stands(partition):
    found = shown(partition)
    for key, figure in found.figures.items():
        assert figure is None or (figure == size(partition[key]) and stands(partition[key]))
    assert found.total is None or found.total == size(together(partition))
    assert found.total is not None or set(found.figures.values()) == {None}


@given(partitions)
def test_the_total_is_shown_if_and_only_if_it_stands(partition):
    """So it doesn't matter by what a whole is divided: two ways show its total, or neither does."""
    is_shown = shown(partition).total is not None
    assert is_shown is stands(together(partition))


@given(partitions)
def test_what_is_hidden_can_be_found_neither_alone_nor_together(partition):
    found = shown(partition)
    if found.total is None or not found.hidden:
        return
    assert len(found.hidden) > 1
    assert stands(together(partition, found.hidden))
    rest = found.total - sum(figure or 0 for figure in found.figures.values())
    assert rest >= MIN_PEOPLE  # each of them may be nought, or all of it: three people's


@given(partitions, st.data())
def test_a_hidden_figure_may_always_be_another(partition, data):
    """For the reader: move all that is hidden to one piece, or away from it, and all shown holds.

    So none of them can be told to be nought, one, two or any other number.
    """
    found = shown(partition)
    if found.total is None or not found.hidden:
        return
    pooled = together(partition, found.hidden)
    mine = data.draw(st.sampled_from(found.hidden))
    for taker in found.hidden:
        other = {**partition, **{key: {} for key in found.hidden}, taker: pooled}
        seen = {key: size(cases) for key, cases in other.items() if key not in found.hidden}
        assert seen == {key: each for key, each in found.figures.items() if each is not None}
        assert size(together(other)) == found.total
        people = len(other[mine])
        assert people == 0 if taker != mine else people >= MIN_PEOPLE


def ranges(mine, rest, keys, whole):
    """Return what a reader of a team and of its workspace can find of each hidden figure.

    The figures of the team, and those of the others, are two rows whose sums are known, and so
    are the sums of the columns that the workspace shows: each figure lies between two bounds.
    """
    hidden = [key for key in keys if mine.figures[key] is None]
    of_mine = (mine.total or 0) - sum(each or 0 for each in mine.figures.values())
    of_rest = rest - sum(
        (whole.figures[key] or 0) - (mine.figures[key] or 0) for key in keys if key not in hidden
    )
    for key in hidden:
        if whole.figures[key] is not None:
            column = whole.figures[key]
            yield key, (max(0, column - of_rest), min(column, of_mine))
            yield key, (max(0, column - of_mine), min(column, of_rest))
        else:
            yield key, (0, min(of_mine, of_mine + of_rest))


@given(partitions, groups)
def test_a_team_beside_its_workspace_tells_no_more_than_either(partition, team):
    everybody = frozenset(PEOPLE)
    whole = shown(partition)
    mine = shown_of(team, partition, whole, everybody)
    inside, outside = of_people(partition, team), of_people(partition, everybody - team)
    for key, figure in mine.figures.items():
        if figure is not None:
            assert whole.figures[key] is not None
            assert stands(inside[key])
            assert stands(outside[key])
    if mine.total is None:
        assert set(mine.figures.values()) == {None}
        return
    assert stands(together(inside))
    assert stands(together(outside))
    if mine.hidden:
        assert len(mine.hidden) > 1
        assert stands(together(inside, mine.hidden))
        assert stands(together(outside, mine.hidden))
    for key, (least, most) in ranges(mine, whole.total - mine.total, partition, whole):
        assert most >= MIN_PEOPLE
        weak = not (stands(inside[key]) and stands(outside[key]))
        assert least == 0 or not weak or _is_the_strong_one(least, inside[key], outside[key])


def _is_the_strong_one(least, inside, outside):
    """A bound above nought is of the one of the two that stands by itself."""
    return any(stands(each) and size(each) >= least for each in (inside, outside))


def test_a_team_that_is_everybody_reads_what_the_workspace_reads():
    many = dict.fromkeys("abcde", 4)
    whole = shown({"late": many, "broken": many})
    assert shown_of(frozenset("abcde"), {}, whole, frozenset("abcde")) is whole


@given(partitions, st.lists(groups, max_size=4))
def test_whoever_reads_several_teams_finds_no_piece_that_does_not_stand(partition, teams):
    """Any sum or difference of what is shown is made of these pieces."""
    everybody, whole = frozenset(PEOPLE), shown(partition)
    read = []
    for team in teams:
        read.append((team, shown_of(team, partition, whole, everybody, read)))
    for key in partition:
        cut = [team for team, each in read if each.figures[key] is not None]
        if cut:
            pieces = {}
            for who in everybody:
                within = tuple(who in team for team in cut)
                pieces.setdefault(within, {})[who] = partition[key].get(who, 0)
            assert all(map(stands, pieces.values()))


def test_two_teams_that_leave_two_people_are_not_both_shown():
    """Each stands without the other; but the workspace less both is what K and L have."""
    everybody, each = frozenset(PEOPLE), dict.fromkeys(PEOPLE, 2)
    partition = {"late": each, "broken": each}
    whole = shown(partition)
    one, two = frozenset("abcde"), frozenset("fghij")
    first = shown_of(one, partition, whole, everybody)
    assert first.total == 20
    assert shown_of(two, partition, whole, everybody).total == 20
    assert shown_of(two, partition, whole, everybody, [(one, first)]).total is None


def test_of_two_teams_that_leave_two_people_one_cause_alone_may_be_told_of_both():
    """Late is behind everybody; most of what was broken beside the two is M's."""
    everybody, many = frozenset("abcdefghijklmn"), dict.fromkeys("abcdefghijklmn", 2)
    few = many | {"m": 16}
    partition = {"late": many, "broken": few, "rude": dict.fromkeys(many, 6)}
    whole = shown(partition)
    one, two = frozenset("abcde"), frozenset("fghij")
    first = shown_of(one, partition, whole, everybody)
    both = shown_of(two, partition, whole, everybody, [(one, first)])
    assert first.figures["broken"] == 10
    assert both.figures["broken"] is None
    assert both.figures["late"] is None  # the smallest beside it
    assert both.figures["rude"] == 30


lists = st.dictionaries(
    st.sampled_from(("m1", "m2", "m3", "m4")), st.frozensets(st.sampled_from(PEOPLE))
)


@given(lists)
def test_no_few_people_are_left_beside_or_between_teams_that_have_a_week(teams):
    everybody = frozenset(PEOPLE)
    found = with_weeks(everybody, teams)
    have = [teams[whose] for whose, why in found.items() if why is None]
    for number in range(1, len(have) + 1):
        for some in combinations(have, number):
            inside = frozenset.intersection(*some)
            others = frozenset().union(*(each for each in have if each not in some))
            piece = inside - others
            assert not piece or len(piece) >= MIN_TEAM
    outside = everybody.difference(*have) if have else everybody
    assert not outside or len(outside) >= MIN_TEAM or not have


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ("", Without.NOBODY),
        ("abcd", Without.SMALL),
        ("abcde", None),
        ("abcdefg", None),
        ("abcdefgh", Without.APART),  # four are left
        ("abcdefghijkl", None),
    ],
)
def test_a_team_has_a_week_from_five_people_on_if_five_are_left_or_none(people, why):
    assert with_weeks(frozenset(PEOPLE), {"m": frozenset(people)}) == {"m": why}


def test_of_two_teams_that_differ_by_few_people_the_first_has_a_week():
    teams = {"m1": frozenset("abcdef"), "m2": frozenset("abcde")}
    assert with_weeks(frozenset(PEOPLE), teams) == {"m1": None, "m2": Without.APART}
