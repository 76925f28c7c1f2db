"""How much the words of a text speak for each kind of danger: multinomial logistic regression.

Each feature that is there brings its points; the softmax of their sums is how likely each kind is
(Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 4.4). Ordinary
lines have no points: they are what the others are measured against.
"""

import math
from collections.abc import Iterator, Mapping, Sequence

from content.danger_words import DangerPoints
from content.points import KINDS, numbers_of, points_of
from handlers.domain.danger.features import Classes, features_of

TENTHS = 10  # points for a factor e
LENGTH = 0.3  # the more features, the less each counts: points / features ** LENGTH
WINDOW, STEP = 40, 30  # words that are weighed together; of a longer text the windows overlap


class Scores:
    """The points of a pack, made ready once."""

    def __init__(self, points: DangerPoints) -> None:
        self._threshold = points.threshold / 100
        self._start = numbers_of(points.start)
        self._points = dict(map(points_of, points.points))
        self._classes = classes_of(points.classes)

    def kind_of(self, words: Sequence[str]) -> str | None:
        """Return the likeliest kind of danger, or None when it is likelier that there is none."""
        if not self._points:
            return None
        shares = max((self.shares(each) for each in _windows(words)), key=sum, default=())
        if sum(shares) < self._threshold or not shares:
            return None
        return KINDS[max(range(len(KINDS)), key=shares.__getitem__)]

    def shares(self, words: Sequence[str]) -> tuple[float, ...]:
        """Return how likely each kind is, from 0 to 1; what is missing to 1 is no danger."""
        known = [
            points
            for feature in features_of(words, self._classes)
            if (points := self._points.get(feature)) is not None
        ]
        if not known:
            return (0.0,) * len(KINDS)
        weight = (len(known) + 1) ** -LENGTH
        sums = map(sum, zip(*known, strict=True))
        return softmax(
            [
                (start + weight * points) / TENTHS
                for start, points in zip(self._start, sums, strict=True)
            ]
        )


def softmax(scores: Sequence[float]) -> tuple[float, ...]:
    """Return the shares of these beside a score of 0, which has the rest."""
    highest = max(0.0, *scores)
    powers = [math.exp(each - highest) for each in scores]
    whole = sum(powers) + math.exp(-highest)
    return tuple(each / whole for each in powers)


def classes_of(classes: Mapping[str, str]) -> Classes:
    """Return the classes of each word."""
    found: dict[str, set[str]] = {}
    for name, words in classes.items():
        for word in words.split("|"):
            found.setdefault(word.strip().casefold(), set()).add(name.upper())
    return {word: frozenset(names) for word, names in found.items()}


def _windows(words: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, max(1, len(words) - WINDOW + STEP), STEP):
        yield words[first : first + WINDOW]
