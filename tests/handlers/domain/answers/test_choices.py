"""In which order the two choices of a question stand."""

from collections import Counter

import pytest

from content import load
from handlers.domain.answers.choices import better_place, turned


@pytest.fixture(scope="module")
def questions():
    return [each for each in load().reminders if each.scenes]


def test_the_choices_are_those_of_the_scene_and_the_better_one_stands_where_it_says(questions):
    for text in questions:
        for scene, shown in enumerate(text.scenes):
            pair = turned(text, scene)
            assert set(pair) == {shown.better, shown.other}
            assert pair[better_place(text, scene)] == shown.better


def test_in_three_scenes_the_better_one_changes_its_place(questions):
    for text in questions:
        assert {better_place(text, scene) for scene in range(3)} == {0, 1}, text.id


def test_neither_place_is_the_usual_one(questions):
    places = Counter(better_place(text, scene) for text in questions for scene in range(3))
    assert 0.4 < places[0] / places.total() < 0.6
