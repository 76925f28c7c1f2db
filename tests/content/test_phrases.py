"""Phrases are looked for at all places of a text at once: that finds what a plain search finds."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.phrase_grammar import DEEPEST_BRACKETS
from content.phrase_places import MAX_STEM, Reading, each_of
from content.phrases import Phrasebook, vocabulary

WORDS = ("sorry", "so", "you", "we", "late", "later", "12")
# A part as it is written, and as an expression for a sentence with a space behind each word.
SINGLE = {
    **{word: rf"{word} (?:, )?" for word in WORDS},
    "lat*": r"lat\w* (?:, )?",
    "*": r"\w+ (?:, )?",
    "..": r"(?:\S+ ){0,3}",
    "..1": r"(?:\S+ ){0,1}",
    ",": ", ",
    "^": r"(?:^|(?<=, ))",
    "$": "$",
    "{/\\d+/}": r"\d+ (?:, )?",
    "{us}": r"(?:we (?:, )?|so (?:, )?you (?:, )?)",
}
BOOK = Phrasebook({"us": ("we", "so you")})


def in_order(parts):
    return " ".join(written for written, _ in parts), "".join(regex for _, regex in parts)


def one_of(parts):
    written, regex = ("|".join(each) for each in zip(*parts, strict=True))
    return f"({written})", f"(?:{regex})"


SOME = st.sampled_from(sorted(SINGLE.items()))
PARTS = st.recursive(
    SOME,
    lambda inside: st.one_of(
        st.lists(inside, min_size=2, max_size=2).map(in_order),
        st.lists(inside, min_size=1, max_size=3).map(one_of),
        inside.map(lambda part: (f"[{part[0]}]", f"(?:{part[1]})?")),
        inside.map(lambda part: (f"~({part[0]})", f"(?!{part[1]})")),
    ),
    max_leaves=6,
)
# One word at least has to be there.
PHRASES = st.tuples(
    PARTS, st.sampled_from([(word, SINGLE[word]) for word in WORDS]), PARTS
).flatmap(lambda parts: st.permutations(parts).map(in_order))
SENTENCES = st.lists(
    st.lists(st.sampled_from((*WORDS, ",")), min_size=1, max_size=8), min_size=1, max_size=3
)


def plainly(regex, sentences):
    """Yield the sentences and places at which an expression is there, tried one by one."""
    for number, words in enumerate(sentences):
        text = "".join(f"{word} " for word in words)
        for place in range(len(words)):
            offset = len("".join(f"{word} " for word in words[:place]))
            if re.compile(regex).match(text, offset):
                yield number, place


@given(PHRASES, SENTENCES)
@example(("[so] ~(later) *", r"(?:so (?:, )?)?(?!later (?:, )?)\w+ (?:, )?"), [["so", "later"]])
@example(("lat* $", r"lat\w* (?:, )?$"), [["late", ","], ["late", "you"]])
def test_a_phrase_is_found_wherever_a_plain_search_finds_it(phrase, sentences):
    written, regex = phrase
    ready, reading = BOOK.phrase(written), Reading(sentences)
    found = []
    for at in each_of(ready.begins(reading)):
        number = max(n for n, first in enumerate(reading.firsts) if first <= at)
        first = reading.firsts[number]
        found.append((number, at - first))
        end = ready.end(reading, at, first + len(sentences[number]))
        assert end is not None
        assert at <= end <= first + len(sentences[number])
    assert found == list(plainly(regex, sentences))


@given(PHRASES, SENTENCES)
def test_a_text_has_the_words_that_a_phrase_found_in_it_needs(phrase, sentences):
    ready, reading = BOOK.phrase(phrase[0]), Reading(sentences)
    if ready.begins(reading):
        assert not any(map(reading.known.isdisjoint, ready.part.needs))


@pytest.mark.parametrize(("letters", "is_found"), [(MAX_STEM, True), (MAX_STEM + 1, False)])
def test_a_stem_may_have_so_many_letters(letters, is_found):
    phrase = Phrasebook({}).phrase("a" * letters + "*")
    assert bool(phrase.begins(Reading([["a" * 60]]))) is is_found


def test_brackets_may_stand_in_each_other():
    deep = f"{'(' * DEEPEST_BRACKETS}so late{')' * DEEPEST_BRACKETS}"
    assert BOOK.phrase(deep).begins(Reading([["so", "late"]])) == 1


def test_the_same_words_are_the_same_part():
    one, other = Phrasebook({}, BOOK), Phrasebook({}, BOOK)
    assert one.phrase("so (we|you)").part is other.phrase("so (you|we)").part


def test_a_list_of_one_file_is_not_that_of_another():
    one = Phrasebook({"it": ("parcel",)}, BOOK).phrase("{it} late")
    other = Phrasebook({"it": ("bag",)}, BOOK).phrase("{it} late")
    assert one.begins(Reading([["parcel", "late"]]))
    assert not other.begins(Reading([["parcel", "late"]]))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param("(we|they) [kindly] wait", {"we", "they", "kindly", "wait"}, id="in brackets"),
        pytest.param("{us} {/[a-z]+/} Wait", {"wait"}, id="no names, no expressions"),
        pytest.param("21st .. day", {"day"}, id="nothing that begins with a digit"),
        pytest.param("you've it", {"you've", "it"}, id="a contraction is one"),
    ],
)
def test_the_vocabulary_is_the_words_as_they_are_written(written, words):
    assert vocabulary([written]).words == words
