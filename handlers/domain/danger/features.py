"""What is looked at in the words of a text: words, stems, pairs, and classes of words.

These are the features of a linear text classifier, as in Jurafsky and Martin, Speech and Language
Processing, chapters 4 and 5 (https://web.stanford.edu/~jurafsky/slp3).
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from content.patterns import Sentence
from content.points import STEM

T = TypeVar("T")
Classes = Mapping[str, frozenset[str]]  # word -> its classes, in capitals

_ENDINGS = ("ing", "ed", "es", "s", "ly")
_PLURAL_OR_PAST = ("s", "ing", "ed", "d")
_STEM_OF_PAIRS = 6  # letters
_SHORTEST = 4  # letters that stay when an ending goes
_PAIRED_WITHIN, _CLASSES_WITHIN = 3, 4  # words from the first to the second
_BEGINNING, _END = "^", "$"
NUMBER = "NUMBER"
# Who speaks in quotation marks is somebody else.
_THEIRS = {"i": "they", "me": "them", "my": "their", "mine": "theirs", "myself": "themselves"}


def as_told(sentence: Sentence) -> list[str]:
    """Return the words of a sentence; what is quoted is told of others."""
    return [
        _THEIRS.get(word, word) if place in sentence.quoted else word
        for place, word in enumerate(sentence.words)
    ]


def features_of(words: Sequence[str], classes: Classes) -> set[str]:
    """Return the features of these words; as many as there are words, but for a factor."""
    found = set(words)
    found.update(f"{word[:STEM]}*" for word in words if len(word) > STEM)
    ends = (_BEGINNING, *words, _END)
    found.update(f"{one} {next_}" for one, next_ in itertools.pairwise(ends))
    stems = [_stem(word) for word in words]
    for one, other in _near(stems, 2, _PAIRED_WITHIN):
        found.add(f"{one} .. {other}")
    known = [_classes_of(word, classes) for word in words]
    found.update(*known)
    for these, those in _near(known, 1, _CLASSES_WITHIN):
        found.update(f"{one} .. {other}" for one in these for other in those)
    return found


def _near(items: Sequence[T], least: int, most: int) -> Iterator[tuple[T, T]]:
    """Yield the pairs whose places are so far apart."""
    for place, item in enumerate(items):
        for other in items[place + least : place + most + 1]:
            yield item, other


def _stem(word: str) -> str:
    """Return the first letters of a word without its ending: smok* for smoking."""
    if len(word) <= _SHORTEST:
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return f"{word.removesuffix(ending)[:_STEM_OF_PAIRS]}*"
    return f"{word[:_STEM_OF_PAIRS]}*"


def _classes_of(word: str, classes: Classes) -> frozenset[str]:
    if word in classes:
        return classes[word]
    if word.isdigit():
        return frozenset([NUMBER])
    for ending in _PLURAL_OR_PAST:
        if word.endswith(ending) and (found := classes.get(word.removesuffix(ending))):
            return found
    return frozenset()
