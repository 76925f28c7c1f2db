"""Ideas are found by the words that people have for them, and never by a piece of another word."""

from pathlib import Path

import pytest

from content import CORE, load
from handlers.ideas.cards import GROUPS, MAX_OF_GROUP, group_card, index_card
from handlers.ideas.search import nearest, search

CONTENT = load(CORE)
WORDS = (Path(__file__).parent / "looked_up.txt").read_text(encoding="utf-8").split("\n")

FOUND = [
    pytest.param("angry", "R24", id="a synonym"),
    pytest.param("ANGRY customers", "R24", id="of whom all of it speaks"),
    pytest.param("policy", "R21", id="what the card calls a rule"),
    pytest.param("de-escalate", "R24", id="with a hyphen"),
    pytest.param("p3", "P3", id="an id"),
    pytest.param("R24 please", "R24", id="an id among words"),
    pytest.param("apologising", "D5", id="an ending"),
    pytest.param("promis", "R18", id="the beginning of a word"),
    pytest.param("how do I say sorry", "D5", id="a question"),
    pytest.param("what we can’t do", "C1", id="an apostrophe as phones write it"),
]


@pytest.mark.parametrize(("typed", "idea"), FOUND)
def test_the_idea_that_is_meant_comes_first(typed, idea):
    assert search(CONTENT, typed)[0].id == idea


PIECES = ["late", "act", "rap", "ring"]


@pytest.mark.parametrize("piece", PIECES)
def test_nothing_is_found_by_a_piece_of_another_word(piece):
    for idea in search(CONTENT, piece):
        told = [each for each in CONTENT.reminders if each.idea == idea.id]
        said = [word for each in CONTENT.synonyms if idea.id in each.ideas for word in each.words]
        texts = (
            idea.name,
            idea.text,
            idea.practice,
            *said,
            *(f"{e.text} {e.practice}" for e in told),
        )
        words = [word.strip("\"'“”‘’.,;:!?()") for text in texts for word in text.lower().split()]
        parts = [part for word in words for part in word.split("-")]
        assert any(part.startswith(piece) for part in parts), idea.id


@pytest.mark.parametrize("typed", ["???", "😀", "-", "'", "", "  "])
def test_signs_alone_find_nothing(typed):
    assert not search(CONTENT, typed)
    assert not nearest(CONTENT, typed)


def test_a_word_that_is_spelt_almost_right_is_named():
    assert nearest(CONTENT, "apolgy") == "apology"
    assert not search(CONTENT, "qwertyuiop")
    assert not nearest(CONTENT, "qwertyuiop")
    assert not nearest(CONTENT, "cat")  # three letters are like too many


def test_of_the_words_that_people_look_up_few_find_nothing():
    """Of 71 natural words at most 5 may; these are by somebody who had not seen the cards."""
    nothing = [word for word in filter(None, WORDS) if not search(CONTENT, word)]
    assert len(nothing) / len(WORDS) <= 5 / 71, nothing


def test_every_idea_is_in_the_index_once():
    pressed = [button.action.args["group"] for button in index_card(CONTENT.principles).actions()]
    assert pressed == [*GROUPS, ""]
    shown = []
    for group in pressed:
        start, more = 0, True
        while more:
            card = group_card(group, start, CONTENT.principles)
            shown += [b.action.args["idea"] for b in card.actions() if "idea" in b.action.args]
            more, start = "More" in [b.label for b in card.buttons], start + MAX_OF_GROUP
    assert sorted(shown) == sorted(each.id for each in CONTENT.principles)
