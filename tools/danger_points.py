"""Write the points of content/packs/core/danger_points.yaml from the lines that are learnt from.

Run it with ``.venv/bin/python -m tools.danger_points`` after changing lines or classes. It takes
a few minutes and writes the same again: chance has a fixed seed. What stands above the mark in the
file is written by hand and stays; the points, where they start and the threshold are replaced.

The lines lie in tests/handlers/domain/danger/lines, a file for each kind. The tables of LEARNT are
learnt from. The others are never learnt from: they show what the points are worth.

The method is multinomial logistic regression, trained by stochastic gradient descent with steps
for each weight (AdaGrad: Duchi, Hazan and Singer, Journal of Machine Learning Research 12, 2011).
The features that matter least go, the rest is trained again, and the weights of several orders of
the lines are averaged. The threshold comes from cross-validation: each part of the lines, mostly
by writers of their own, is judged by points that were learnt from the other parts.
"""

import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from content.patterns import sentences
from content.points import KINDS
from handlers.domain.danger.features import Classes, as_told, features_of
from handlers.domain.danger.scores import LENGTH, TENTHS, classes_of, softmax

ROOT = Path(__file__).parent.parent
FILE = ROOT / "content" / "packs" / "core" / "danger_points.yaml"
LINES = ROOT / "tests" / "handlers" / "domain" / "danger" / "lines"
LEARNT = ("ours", "others/learnt", "others/more")
LABELS = ("ordinary", *KINDS)
MARK = "# What follows is written by tools/danger_points.py.\n"

EPOCHS, RATE, DECAY = 8, 0.2, 1e-5
SEEDS = (1, 2, 3)
LEAST = 2  # lines in which a feature has to be
MOST = 9_700  # features that are kept, for a file of 256 kB
FOLDS = 5
FALSE_ALARMS = 0.008  # of the ordinary lines; the words of danger.yaml bring some more

Line = tuple[frozenset[str], int]  # features, and the number of the label
Rows = dict[str, list[float]]  # feature -> its weight for each kind


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt."""

    start: list[float]
    rows: Rows

    def danger(self, features: Iterable[str]) -> float:
        """Return how likely any danger is."""
        rows = [self.rows[each] for each in features if each in self.rows]
        return sum(softmax(_scores(self.start, rows)))


def main() -> None:
    """Learn, and write the file."""
    head = FILE.read_text(encoding="utf-8").partition(MARK)[0]
    classes = classes_of(yaml.safe_load(head)["classes"])
    lines = [_line(text, label, classes) for label in LABELS for text in _texts(label)]
    threshold = _threshold(lines)
    model = _learnt(lines, SEEDS)
    FILE.write_text(head + MARK + _written(model, threshold), encoding="utf-8")
    sys.stdout.write(f"{len(lines)} lines, {len(model.rows)} features, threshold {threshold}\n")


def _texts(label: str) -> list[str]:
    files = (LINES / table / f"{label}.txt" for table in LEARNT)
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def _line(text: str, label: str, classes: Classes) -> Line:
    words = [word for sentence in sentences(text) for word in as_told(sentence)]
    return frozenset(features_of(words, classes)), LABELS.index(label)


def _threshold(lines: Sequence[Line]) -> int:
    """Return the lowest one, in hundredths, with few enough false alarms."""
    ordinary: list[float] = []
    for fold in range(FOLDS):
        parts = [number * FOLDS // len(lines) == fold for number in _places(lines)]
        rest = [line for line, out in zip(lines, parts, strict=True) if not out]
        model = _learnt(rest, SEEDS[:1])
        ordinary += [
            model.danger(line[0])
            for line, out in zip(lines, parts, strict=True)
            if out and line[1] == 0
        ]
    ordinary.sort(reverse=True)
    return min(99, math.ceil(100 * ordinary[int(FALSE_ALARMS * len(ordinary))]))


def _places(lines: Sequence[Line]) -> list[int]:
    """Return for each line its place among those of its label, as if there were no others."""
    seen, counts = Counter[int](), Counter(label for _, label in lines)
    places = []
    for _, label in lines:
        places.append(seen[label] * len(lines) // counts[label])
        seen[label] += 1
    return places


def _learnt(lines: Sequence[Line], seeds: Sequence[int]) -> Model:
    """Return what is left of all features, trained again in several orders."""
    counts = Counter(feature for features, _ in lines for feature in features)
    often = {feature for feature, count in counts.items() if count >= LEAST}
    rows = _trained(lines, often, seeds[0]).rows
    matter = {each: max(map(abs, rows[each])) * math.sqrt(counts[each]) for each in often}
    kept = set(sorted(matter, key=lambda each: (-matter[each], each))[:MOST])
    models = [_trained(lines, kept, seed) for seed in seeds]
    start = [sum(each) / len(models) for each in zip(*(it.start for it in models), strict=True)]
    return Model(
        start,
        {
            feature: [
                sum(each) / len(models)
                for each in zip(*(it.rows[feature] for it in models), strict=True)
            ]
            for feature in sorted(kept)
        },
    )


def _trained(lines: Sequence[Line], kept: set[str], seed: int) -> Model:
    """Return the weights after all epochs."""
    rows: Rows = {feature: [0.0] * len(KINDS) for feature in kept}
    steps: Rows = {feature: [1e-6] * len(KINDS) for feature in kept}
    start = [-1.0] * len(KINDS)
    known = [(sorted(features & kept), label) for features, label in lines]
    chance = random.Random(seed)  # noqa: S311 - the order of lines is no secret
    for _ in range(EPOCHS):
        chance.shuffle(known)
        for features, label in known:
            shares = softmax(_scores(start, [rows[each] for each in features]))
            weight = _weight(len(features))
            for kind, share in enumerate(shares):
                error = share - (label == kind + 1)
                if abs(error) < 1e-3:
                    continue
                start[kind] -= 0.02 * error
                for each in features:
                    row, step = rows[each], steps[each]
                    slope = error * weight + DECAY * row[kind]
                    step[kind] += slope * slope
                    row[kind] -= RATE * slope / math.sqrt(step[kind])
    return Model(start, rows)


def _scores(start: Sequence[float], rows: Sequence[Sequence[float]]) -> list[float]:
    weight = _weight(len(rows))
    sums = map(sum, zip(*rows, strict=True)) if rows else (0.0,) * len(KINDS)
    return [first + weight * each for first, each in zip(start, sums, strict=True)]


def _weight(features: int) -> float:
    return math.pow(features + 1, -LENGTH)


def _written(model: Model, threshold: int) -> str:
    lines = [f"threshold: {threshold}", f'start: "{_points(model.start)}"', "points:"]
    for feature, row in model.rows.items():
        if any(round(TENTHS * each) for each in row):
            lines.append(f"- {feature} {_points(row)}")
    return "\n".join(lines) + "\n"


def _points(row: Sequence[float]) -> str:
    return " ".join(str(round(TENTHS * each)) for each in row)


if __name__ == "__main__":
    main()
