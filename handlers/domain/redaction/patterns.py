"""What the passes share to stay quick on any text: words grouped by letter, stretches of digits."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handlers.domain.redaction.view import Kind, Span

MIN_DIGITS = 6  # of a stretch in which there may be a number
MAX_LENGTH = 8000  # characters of all of them; more are no note of a person, and all go
MAX_CROWDS = 1000  # stretches; of more, what stands between them goes too
AROUND = 40  # characters beside a stretch that may belong to it

_STRETCH = re.compile(r"\d(?:[^\d]{0,5}\d){5,}")

Zone = tuple[int, int]


def any_of(fragments: Iterable[str], *, alone: bool = False) -> str:
    """Return a pattern for one of several, quickly told by their first letter.

    Each fragment begins with a letter or digit that stands for itself, and is never optional.
    With ``alone`` none stands before it.
    """
    by_letter: dict[str, list[str]] = {}
    for each in fragments:
        by_letter.setdefault(each[0], []).append(each[1:])
    return "|".join(
        f"{first}{f'(?<![A-Za-z0-9]{first})' if alone else ''}(?:{'|'.join(rest)})"
        for first, rest in by_letter.items()
    )


@dataclass(frozen=True, slots=True)
class Zones:
    """Where digits stand close together, with what is around them; or ``crowded``: too many.

    When it is crowded there is nothing to look at but the crowds.
    """

    near: Sequence[Zone] = ()
    crowded: Sequence[Zone] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to look at: no pass finds a number elsewhere."""
        return not self.near and not self.crowded


def digit_zones(text: str) -> Zones:
    """Return where in a text there may be numbers."""
    found = [each.span() for each in _STRETCH.finditer(text)]
    if sum(end - start for start, end in found) > MAX_LENGTH:
        return Zones(crowded=found)
    near: list[Zone] = []
    for start, end in found:
        first, last = max(0, start - AROUND), min(len(text), end + AROUND)
        if near and first <= near[-1][1]:
            first = near.pop()[0]
        near.append((first, last))
    return Zones(near)


def find_crowds(text: str, zones: Zones) -> Iterator[Span]:
    """Yield all digits of a text that has too many."""
    if len(zones.crowded) > MAX_CROWDS:
        yield zones.crowded[0][0], zones.crowded[-1][1], Kind.NUMBER
        return
    for start, end in zones.crowded:
        yield start, end, Kind.NUMBER


def matches(pattern: re.Pattern[str], text: str, zones: Zones) -> Iterator[re.Match[str]]:
    """Yield what a pattern finds in the zones of a text."""
    for start, end in zones.near:
        yield from pattern.finditer(text, start, end)


def in_order(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans in the order of the text, the longer of two first; what overlaps is left out."""
    last = 0
    for start, end, what in sorted(spans, key=lambda each: (each[0], -each[1])):
        if start >= last:
            yield start, end, what
            last = end
