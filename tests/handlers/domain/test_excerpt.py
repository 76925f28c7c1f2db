"""What doesn't fit ends with an ellipsis, and never inside what one reads as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.excerpt import cut, cut_pieces
from handlers.marked import Mark, Marked

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"  # one sign, seven characters


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        pytest.param("the lid was cracked", 19, "the lid was cracked", id="what fits is whole"),
        pytest.param("the lid was cracked", 18, "the lid was…", id="one character over"),
        pytest.param("the lid was cracked", 12, "the lid was…", id="a word that just fits"),
        pytest.param("the lid was cracked", 13, "the lid was…", id="a word and its space"),
        pytest.param("the lid, was cracked", 12, "the lid…", id="no comma before the ellipsis"),
        pytest.param("1001 · the lid · Own it", 17, "1001 · the lid…", id="nor a dot in between"),
        pytest.param("Donaudampfschifffahrtsgesellschaft", 12, "Donaudampfs…", id="one long word"),
        pytest.param(
            "a Donaudampfschifffahrtsgesellschaft",
            30,
            f"a {'Donaudampfschifffahrtsgesellschaft'[:27]}…",
            id="a long word after a short one",
        ),
        pytest.param("お客様の家まで荷物を届けてくれた", 8, "お客様の家まで…", id="no spaces"),
        pytest.param(FAMILY * 3, 16, f"{FAMILY * 2}…", id="signs stay whole"),
        pytest.param(FAMILY, 3, "…", id="no room for one sign"),
    ],
)
def test_a_line_is_cut_where_a_reader_would(text, limit, shown):
    assert cut(text, limit) == shown


@given(st.text(max_size=80), st.integers(1, 80))
def test_it_fits_and_says_that_it_was_cut(text, limit):
    shown = cut(text, limit)
    assert len(shown) <= limit
    assert shown == text or shown.endswith("…")


def test_pieces_are_cut_where_the_whole_would_be_and_keep_what_is_said_of_them():
    marked = Marked("Please calm down, it is our policy", (Mark(7, 16, 1), Mark(24, 34, 2)))
    kept = [(words, mark is not None) for words, mark in cut_pieces(marked.pieces, 30)]
    assert kept == [("Please ", False), ("calm down", True), (", it is ", False), ("our…", True)]
    assert [words for words, _ in cut_pieces(marked.pieces, 16)][-1] == "…"
    assert "".join(words for words, _ in cut_pieces(marked.pieces, 34)) == marked.text
