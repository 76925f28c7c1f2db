"""Which figures may be shown, and what has to be hidden so that none can be had by subtracting."""

from collections import Counter

import pytest
from hypothesis import given, strategies

from handlers.domain.insights.anonymity import MIN_PEOPLE, shown, stands

PEOPLE = strategies.dictionaries(strategies.sampled_from("abcdefg"), strategies.integers(0, 5))
PARTITIONS = strategies.dictionaries(strategies.sampled_from(("x", "y", "z", "w")), PEOPLE)


@pytest.mark.parametrize(
    ("people", "is_shown"),
    [
        pytest.param({}, False, id="nobody"),
        pytest.param({"a": 1, "b": 1}, False, id="one too few"),
        pytest.param({"a": 1, "b": 1, "c": 1}, True, id="just enough"),
        pytest.param({"a": 1, "b": 1, "c": 0}, False, id="one of them behind none"),
        pytest.param({"a": 2, "b": 1, "c": 1}, True, id="one behind half"),
        pytest.param({"a": 3, "b": 1, "c": 1}, False, id="one behind more than half"),
    ],
)
def test_a_figure_stands_or_not(people, is_shown):
    assert stands(people) is is_shown


def test_what_stands_is_shown_with_its_total():
    both = shown({"late": dict.fromkeys("abc", 2), "price": dict.fromkeys("abd", 1)})
    assert both.figures == {"late": 6, "price": 3}
    assert both.total == 9


def test_what_alone_is_hidden_takes_the_smallest_with_it():
    found = shown(
        {
            "late": dict.fromkeys("abcd", 2),
            "price": dict.fromkeys("abc", 1),
            "rude": {"a": 1},
        }
    )
    assert found.figures == {"late": 8, "price": None, "rude": None}
    assert found.total == 12


def test_what_is_hidden_and_does_not_stand_together_takes_more_with_it():
    found = shown({"late": dict.fromkeys("abc", 2), "rude": {"a": 1}, "price": {"a": 1}})
    assert found.figures == {"late": None, "rude": None, "price": None}
    assert found.total is None


@given(PARTITIONS)
def test_nothing_that_is_hidden_can_be_had_by_subtracting(partition):
    found = shown(partition)
    hidden = [partition[key] for key, figure in found.figures.items() if figure is None]
    for key, figure in found.figures.items():
        assert figure is None or (figure == sum(partition[key].values()) and stands(partition[key]))
    if found.total is not None and hidden:
        together = Counter[str]()
        for each in hidden:
            together.update(each)
        assert len(hidden) > 1
        assert stands(together)
        assert len([each for each in together.values() if each]) >= MIN_PEOPLE
