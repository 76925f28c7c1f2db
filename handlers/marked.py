"""Words of a person's own, in which some are marked: a check of a draft shows what it is about."""

from dataclasses import dataclass
from typing import Literal

_SMALL_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where in a text something is said of some words: from ``start`` to before ``end``.

    Counted in code points; ``number`` says which of the numbered lines of its card is about them.
    """

    start: int
    end: int
    number: int

    @property
    def sign(self) -> str:
        """Return its number as it stands behind the words."""
        return str(self.number).translate(_SMALL_DIGITS)


@dataclass(frozen=True, slots=True)
class Marked:
    """Words of a person's own, of which some are marked, with a small number behind each.

    The marks stand in order, and none within another.
    """

    text: str
    marks: tuple[Mark, ...]
    kind: Literal["marked"] = "marked"

    def __post_init__(self) -> None:
        edges = [edge for mark in self.marks for edge in (mark.start, mark.end)]
        if not self.text.strip() or edges != sorted(edges):
            raise ValueError("there are words, and marks stand in order, none in another")
        if any(not 0 <= edge <= len(self.text) for edge in edges):
            raise ValueError("a mark stands outside the text")

    @property
    def pieces(self) -> tuple[tuple[str, Mark | None], ...]:
        """Return the text in pieces, each with the mark that is on it, if one is."""
        found: list[tuple[str, Mark | None]] = []
        at = 0
        for mark in self.marks:
            found += [(self.text[at : mark.start], None), (self.text[mark.start : mark.end], mark)]
            at = mark.end
        return tuple(each for each in (*found, (self.text[at:], None)) if each[0])

    @property
    def plain(self) -> str:
        """Return it as a line of plain text, ``Please calm down¹``, for where none is marked."""
        return "".join(words + (mark.sign if mark else "") for words, mark in self.pieces)
