"""A lesson is found by its number, its title, or what it is about."""

import pytest

from content import CORE, load
from handlers.learning.lessons.search import MAX_FOUND, find

CONTENT = load(CORE)


def ids(typed):
    return [each.id for each in find(CONTENT, typed)]


@pytest.mark.parametrize(
    "typed",
    [
        "16",
        "016",
        "#16",
        "lesson 16",
        "Lesson 16.",
        "lesson no. 16",
        "number 16!",
        "Heard first, sorry second",
        "heard first, sorry second",
        "heard first",
        "Herd first, sory second",
    ],
)
def test_a_number_or_a_title_is_one_lesson(typed):
    assert ids(typed) == ["heard-first"]


def test_words_in_several_titles_are_all_of_them():
    assert ids("sorry") == ["a-sorry-somebody-signs", "heard-first"]


def test_a_word_is_found_in_titles_where_it_begins_one():
    assert ids("who says") == ["who-says-thanks"]
    assert "before-the-rumour" not in ids("our")


def test_else_it_is_what_the_ideas_speak_of():
    assert "same-facts-other-words" in ids("price")
    assert len(ids("price")) <= MAX_FOUND


@pytest.mark.parametrize("typed", ["0", "25", "qqqqq", "."])
def test_what_nothing_is_about_finds_nothing(typed):
    assert ids(typed) == []
