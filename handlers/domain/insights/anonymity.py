"""Nobody can be singled out: which figures may be shown, and which are hidden with them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MIN_PEOPLE = 3  # different people behind a figure; none behind more than half of it
TOO_FEW = "fewer than three people"  # also of nought: it looks the same

Partition = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a partition may be shown; None is hidden."""

    figures: Mapping[str, int | None]
    total: int | None


def stands(people: Mapping[str, int]) -> bool:
    """Tell whether a figure may be shown, of how many cases each person stands behind in it."""
    counts = [count for count in people.values() if count > 0]
    return len(counts) >= MIN_PEOPLE and 2 * max(counts) <= sum(counts)


def shown(partition: Partition) -> Shown:
    """Return the figures that may stand beside each other: none can be had by subtracting."""
    open_ = {key for key, people in partition.items() if stands(people)}
    while open_ and _can_be_had(partition, partition.keys() - open_):
        open_.discard(min(open_, key=lambda key: (_size(partition[key]), key)))
    figures = {key: _size(people) if key in open_ else None for key, people in partition.items()}
    whole = _together(partition.values())
    return Shown(figures, _size(whole) if open_ and stands(whole) else None)


def _can_be_had(partition: Partition, hidden: Iterable[str]) -> bool:
    """Tell whether what is hidden follows from the total: it is one, or doesn't stand together."""
    cells = [partition[key] for key in hidden]
    return bool(cells) and (len(cells) == 1 or not stands(_together(cells)))


def _together(cells: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    people = Counter[str]()
    for cell in cells:
        people.update(cell)
    return people


def _size(people: Mapping[str, int]) -> int:
    return sum(people.values())
