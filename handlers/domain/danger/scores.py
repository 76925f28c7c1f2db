"""How much the words of a text speak for each kind of danger: multinomial logistic regression.

Each feature that is there brings its points; the softmax of their sums is how likely each kind is
(Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 4.4). Ordinary
lines have no points: they are what the others are measured against.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from content.danger_words import DangerPoints
from content.points import KINDS, numbers_of, points_of
from handlers.domain.danger.features import Classes, features_of

TENTHS = 10  # points for a factor e
LENGTH = 0.3  # the more features, the less each counts: points / features ** LENGTH
NOTHING = 0.01  # how likely any danger is where the points say plainly that there is none
SOMETHING = 0.05  # how likely a danger has to be where it is known that there is one
WINDOW, STEP = 40, 30  # words that are weighed together; of a longer text the windows overlap


@dataclass(frozen=True, slots=True)
class Weighed:
    """What points tell: the likeliest kind of danger, if any is likely, or that it is nothing."""

    kind: str | None = None
    is_nothing: bool = False


class Scores:
    """The points of a pack, made ready once."""

    def __init__(self, points: DangerPoints) -> None:
        self._threshold = points.threshold / 100
        self._start = numbers_of(points.start)
        self._points = dict(map(points_of, points.points))
        self._classes = classes_of(points.classes)

    def weigh(self, words: Sequence[str]) -> Weighed:
        """Return what the points of these words tell."""
        if not self._points:
            return Weighed()
        shares = max((self.shares(each) for each in _windows(words)), key=sum)
        if sum(shares) < self._threshold:
            return Weighed(is_nothing=sum(shares) < NOTHING)
        return Weighed(_likeliest(shares))

    def likeliest(self, words: Sequence[str]) -> str | None:
        """Return the likeliest kind of words that are about danger, or None where no word tells."""
        shares = max((self.shares(each) for each in _windows(words)), key=sum)
        return _likeliest(shares) if sum(shares) >= SOMETHING else None

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


def _likeliest(shares: Sequence[float]) -> str:
    return KINDS[max(range(len(KINDS)), key=shares.__getitem__)]


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
