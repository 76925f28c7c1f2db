"""Which figures may be shown so that nobody can be singled out: pure, and the one place of it.

A figure *stands* when enough people are behind it and nobody is behind most of it. What doesn't
stand is hidden, nought as well, and so much beside it that nothing can be found by subtraction:
neither from a total, nor by taking a team from its workspace.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

MIN_PEOPLE = 3  # behind a figure that is shown
TOO_FEW = "fewer than three people"  # also of nought: it looks the same
MIN_TEAM = 5  # people of a team that has figures of its own, and of what is left without it

Behind = Mapping[str, int]  # how many of the cases of a figure each person stands behind
Partition = Mapping[str, Behind]  # the parts of a whole, by key; each case is in one of them


@dataclass(frozen=True, slots=True)
class Shown:
    """The figures of a partition that may be shown; None is one that is hidden.

    The total is hidden only where all of its parts are.
    """

    figures: Mapping[str, int | None]
    total: int | None

    @property
    def hidden(self) -> tuple[str, ...]:
        """Return the keys of what is hidden."""
        return tuple(key for key, figure in self.figures.items() if figure is None)


def stands(behind: Behind) -> bool:
    """Tell whether a figure may be shown: three people at least, none behind more than half."""
    cases = [count for count in behind.values() if count > 0]
    return len(cases) >= MIN_PEOPLE and 2 * max(cases) <= sum(cases)


def shown(partition: Partition) -> Shown:
    """Return what may be shown of a whole and its parts: nothing where the whole doesn't stand."""
    if not stands(together(partition)):
        return nothing(partition)
    return _hidden_until(partition, _weak(partition), lambda hidden: _holds(partition, hidden))


def shown_of(
    people: frozenset[str],
    partition: Partition,
    whole: Shown,
    everybody: frozenset[str],
    beside: Sequence[tuple[frozenset[str], Shown]] = (),
) -> Shown:
    """Return what may be shown of the part of a partition that some of its people stand behind.

    ``whole`` is what is shown of all of it, ``everybody`` all who may stand behind any of it, and
    ``beside`` what is shown of other groups of people.
    Whoever reads all of it can take one from another; so a figure is shown only where it stands in
    each piece that can be told apart by those groups that show it as well.
    """
    if people >= everybody:
        return whole
    groups = [people, *(them for them, theirs in beside if theirs.total is not None)]
    if whole.total is None or not _stands_apart(together(partition), groups, everybody):
        return nothing(partition)
    hidden = set(whole.hidden)
    for key in partition:
        groups = [people, *(them for them, theirs in beside if theirs.figures[key] is not None)]
        if not _stands_apart(partition[key], groups, everybody):
            hidden.add(key)
    mine, rest = of_people(partition, people), of_people(partition, everybody - people)
    return _hidden_until(mine, hidden, lambda keys: _is_safe(mine, rest, keys))


def nothing(partition: Iterable[str]) -> Shown:
    """Return it with everything hidden."""
    return Shown(dict.fromkeys(partition), None)


def of_people(partition: Partition, people: Collection[str]) -> Partition:
    """Return what these people stand behind."""
    return {
        key: {who: count for who, count in behind.items() if who in people}
        for key, behind in partition.items()
    }


def together(partition: Partition, keys: Collection[str] | None = None) -> Behind:
    """Return who stands behind some parts of a whole taken together, or behind all of it."""
    total: Counter[str] = Counter()
    for key in partition if keys is None else keys:
        total.update(partition[key])
    return total


def _weak(partition: Partition) -> set[str]:
    return {key for key, behind in partition.items() if not stands(behind)}


def _holds(partition: Partition, hidden: Collection[str]) -> bool:
    """Tell whether what is hidden can't be found from the total: several, which stand together."""
    return not hidden or (len(hidden) > 1 and stands(together(partition, hidden)))


def _stands_apart(
    behind: Behind, groups: Sequence[frozenset[str]], everybody: frozenset[str]
) -> bool:
    """Tell whether a figure stands in each piece into which these groups cut everybody."""
    pieces: dict[tuple[bool, ...], dict[str, int]] = {}
    for who in everybody:
        within = tuple(who in group for group in groups)
        pieces.setdefault(within, {})[who] = behind.get(who, 0)
    return all(stands(each) for each in pieces.values())


def _is_safe(mine: Partition, rest: Partition, hidden: Collection[str]) -> bool:
    """Tell whether nothing that is hidden can be found from what is shown of the whole, either.

    Where the whole's figure is known, what a part has of it is at least that figure less all that
    the others hide. So a part that doesn't stand must fit into what the others hide elsewhere.
    """
    if not (_holds(mine, hidden) and _holds(rest, hidden)):
        return False
    return all(
        _fits(one[key], other, [each for each in hidden if each != key])
        for key in hidden
        for one, other in ((mine, rest), (rest, mine))
    )


def _fits(behind: Behind, other: Partition, elsewhere: Collection[str]) -> bool:
    return stands(behind) or size(behind) <= size(together(other, elsewhere))


def size(behind: Behind) -> int:
    """Return how many cases a figure counts."""
    return sum(behind.values())


def _hidden_until(
    partition: Partition, hidden: Collection[str], safe: Callable[[Collection[str]], bool]
) -> Shown:
    """Hide the smallest that is left until what is hidden is safe; then all, and the total."""
    hidden = set(hidden)
    while not safe(hidden):
        left = [key for key in partition if key not in hidden]
        if not left:
            return nothing(partition)
        hidden.add(min(left, key=lambda key: size(partition[key])))
    figures = {key: None if key in hidden else size(behind) for key, behind in partition.items()}
    return Shown(figures, size(together(partition)))
