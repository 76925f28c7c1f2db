"""Write the points of content/packs/core/danger_points.yaml from the lines that are learnt from.

After changing lines or classes, once:

    .venv/bin/pip install --require-hashes -r requirements-learn.lock

and then ``.venv/bin/python -m tools.danger_points``. It takes about three minutes. What stands
above the mark in the file is written by hand and stays; the points, where they start and the
threshold are replaced.

The lines lie in tests/handlers/domain/danger/lines, a file for each kind. The tables of LEARNT are
learnt from. The others are never learnt from: they show what the points are worth.

The method is multinomial logistic regression with an L2 penalty (scikit-learn's). The features that
matter least go, and the rest is learnt again. The threshold comes from cross-validation: each part
of the lines, mostly by writers of their own, is judged by points that were learnt from the others.
"""

import math
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from content.patterns import sentences
from content.points import KINDS
from handlers.domain.danger.features import Classes, as_told, features_of
from handlers.domain.danger.scores import LENGTH, TENTHS, classes_of

ROOT = Path(__file__).parent.parent
FILE = ROOT / "content" / "packs" / "core" / "danger_points.yaml"
LINES = ROOT / "tests" / "handlers" / "domain" / "danger" / "lines"
# What is learnt from, and how much each of its lines weighs: those of "plain" are typed as people
# do on a shift, many of them in a word or two.
LEARNT = {"ours": 1, "others/learnt": 1, "others/more": 1, "others/many": 1, "others/plain": 4}
LABELS = ("ordinary", *KINDS)
MARK = "# What follows is written by tools/danger_points.py.\n"

PENALTY = 0.2  # how strongly large points are held back
STEPS, PRECISION = 300, 1e-3
LEAST = 2  # lines in which a feature has to be
MOST = 40_000  # features that are kept: fewer find less, more find hardly more
FOLDS = 5
# Of the ordinary lines, two thirds of which were written to look like danger; of lines by people
# who write for all the kinds alike about a third as many are.
FALSE_ALARMS = 0.04

Line = tuple[frozenset[str], int, int]  # features, the number of the label, the weight


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt: for each kind its start, and the weights of each feature."""

    places: dict[str, int]
    start: np.ndarray  # kinds
    weights: np.ndarray  # features x kinds, against an ordinary line

    def danger(self, lines: Sequence[Line]) -> np.ndarray:
        """Return how likely any danger is in each of these lines."""
        powers = np.exp(_matrix(lines, self.places) @ self.weights + self.start).sum(axis=1)
        return powers / (1 + powers)


def main() -> None:
    """Learn, and write the file."""
    head = FILE.read_text(encoding="utf-8").partition(MARK)[0]
    classes = classes_of(yaml.safe_load(head)["classes"])
    lines = [
        _line(text, label, weight, classes) for label in LABELS for text, weight in _texts(label)
    ]
    threshold = _threshold(lines)
    model = _learnt(lines)
    FILE.write_text(head + MARK + _written(model, threshold), encoding="utf-8")
    sys.stdout.write(f"{len(lines)} lines, {len(model.places)} features, threshold {threshold}\n")


def _texts(label: str) -> list[tuple[str, int]]:
    return [
        (line, weight)
        for table, weight in LEARNT.items()
        for line in (LINES / table / f"{label}.txt").read_text(encoding="utf-8").splitlines()
    ]


def _line(text: str, label: str, weight: int, classes: Classes) -> Line:
    words = [word for sentence in sentences(text) for word in as_told(sentence)]
    return frozenset(features_of(words, classes)), LABELS.index(label), weight


def _threshold(lines: Sequence[Line]) -> int:
    """Return the lowest one, in hundredths, with few enough false alarms."""
    ordinary: list[float] = []
    parts = [place * FOLDS // len(lines) for place in _places(lines)]
    for fold in range(FOLDS):
        model = _learnt([line for line, part in zip(lines, parts, strict=True) if part != fold])
        judged = [line for line, part in zip(lines, parts, strict=True) if part == fold]
        ordinary += model.danger([line for line in judged if line[1] == 0]).tolist()
    ordinary.sort(reverse=True)
    return min(99, math.ceil(100 * ordinary[int(FALSE_ALARMS * len(ordinary))]))


def _places(lines: Sequence[Line]) -> list[int]:
    """Return for each line its place among those of its label, as if there were no others."""
    seen, counts = Counter[int](), Counter(label for _, label, _ in lines)
    places = []
    for _, label, _ in lines:
        places.append(seen[label] * len(lines) // counts[label])
        seen[label] += 1
    return places


def _learnt(lines: Sequence[Line]) -> Model:
    """Return what is left of all features, learnt again."""
    counts = Counter(feature for features, _, _ in lines for feature in features)
    first = _fitted(lines, (feature for feature, count in counts.items() if count >= LEAST))
    strength = np.abs(first.weights).max(axis=1)
    matter = {each: strength[place] * counts[each] ** 0.5 for each, place in first.places.items()}
    return _fitted(lines, sorted(matter, key=lambda each: (-matter[each], each))[:MOST])


def _fitted(lines: Sequence[Line], features: Iterable[str]) -> Model:
    places = {feature: place for place, feature in enumerate(sorted(features))}
    regression = LogisticRegression(C=1 / PENALTY, max_iter=STEPS, tol=PRECISION)
    labels, weights = [label for _, label, _ in lines], [weight for _, _, weight in lines]
    regression.fit(_matrix(lines, places), labels, sample_weight=weights)
    start, each = regression.intercept_, regression.coef_
    return Model(places, start[1:] - start[0], (each[1:] - each[0]).T)


def _matrix(lines: Sequence[Line], places: dict[str, int]) -> csr_matrix:
    """Return a row for each line: the more of its features are known, the less each weighs."""
    ends, columns, values = [0], list[int](), list[float]()
    for features, _, _ in lines:
        known = sorted(places[each] for each in features if each in places)
        columns += known
        values += [(len(known) + 1) ** -LENGTH] * len(known)
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(lines), len(places)))


def _written(model: Model, threshold: int) -> str:
    lines = [f"threshold: {threshold}", f'start: "{_points(model.start)}"', "points: |"]
    for feature, place in model.places.items():
        row = model.weights[place]
        if any(round(TENTHS * each) for each in row):
            lines.append(f"  {feature} {_points(row)}")
    return "\n".join(lines) + "\n"


def _points(row: Iterable[float]) -> str:
    return " ".join(str(round(TENTHS * each)) for each in row)


if __name__ == "__main__":
    main()
