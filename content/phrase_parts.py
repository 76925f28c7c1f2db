"""What a phrase is made of, and where in a text each part stands.

A part is asked where it begins so that it ends at one of some places, for all places of a text at
once. Where it is there, it is asked where it ends; several answers stand in the order in which they
are preferred.
"""

import re
from collections.abc import Sequence

from content.phrase_places import ANY_TEXT, COMMA, DIGITS, Part, Places, Reading


class AnyWord:
    """Any one word; a comma behind it doesn't matter."""

    __slots__ = ()
    skippable = False
    needs = ANY_TEXT

    def begins(self, reading: Reading, ends: Places) -> Places:
        """Return where the word stands in front of these places."""
        return self._places(reading) & reading.before(ends)

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return the place behind the word, with a comma and without."""
        return reading.behind(at) if self._places(reading) >> at & 1 else ()

    def _places(self, reading: Reading) -> Places:
        return reading.inside & ~reading.commas


class Words(AnyWord):
    """One word of several; of one with an asterisk, any that begins with it."""

    __slots__ = ("needs",)

    def __init__(self, words: frozenset[str]) -> None:
        self.needs = (words,)

    @property
    def words(self) -> frozenset[str]:
        """Return the words, and the stems with their asterisks."""
        return self.needs[0]

    def begins(self, reading: Reading, ends: Places) -> Places:
        """Return where one of the words stands in front of these places."""
        places = reading.places(self.needs[0])
        return places and places & (ends >> 1 | ends >> 2 & reading.before_comma)

    def _places(self, reading: Reading) -> Places:
        return reading.places(self.needs[0])


class Expression(AnyWord):
    """One word that an expression describes; where that has digits, only words with some fit."""

    __slots__ = ("_expression", "needs")

    def __init__(self, source: str) -> None:
        self._expression = re.compile(source)
        self.needs = (frozenset({DIGITS}),) if r"\d" in source else ANY_TEXT

    def _places(self, reading: Reading) -> Places:
        return reading.fitting(self._expression)


class Comma:
    """A comma that has to be there."""

    __slots__ = ()
    skippable = False
    needs: tuple[frozenset[str], ...] = (frozenset({COMMA}),)

    def begins(self, reading: Reading, ends: Places) -> Places:
        """Return where a comma stands in front of these places."""
        return reading.commas & ends >> 1

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return the place behind the comma."""
        return (at + 1,) if reading.words[at] == COMMA else ()


class Beginning:
    """The beginning of a sentence, or the place behind a comma; it takes no word."""

    __slots__ = ()
    skippable = True
    needs = ANY_TEXT

    def begins(self, reading: Reading, ends: Places) -> Places:
        """Return those of the places of which it is true."""
        return ends & self._places(reading)

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return the place itself."""
        return (at,) if self._places(reading) >> at & 1 else ()

    def _places(self, reading: Reading) -> Places:
        return reading.beginnings


class End(Beginning):
    """The end of a sentence; it takes no word."""

    __slots__ = ()

    def _places(self, reading: Reading) -> Places:
        return reading.endings


class Not(Beginning):
    """What must not follow; it takes no word."""

    __slots__ = ("_part",)

    def __init__(self, part: Part) -> None:
        self._part = part

    def _places(self, reading: Reading) -> Places:
        return reading.every & ~self._part.begins(reading, reading.every)


class Gap:
    """Some words that may stand between, as few as will do."""

    __slots__ = ("_most",)
    skippable = True
    needs = ANY_TEXT

    def __init__(self, most: int) -> None:
        self._most = most

    def begins(self, reading: Reading, ends: Places) -> Places:
        """Return all places within reach, and these places themselves."""
        for _ in range(self._most):
            ends |= ends >> 1 & reading.inside
        return ends

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return all places within reach, the nearest first."""
        last = at
        while last < at + self._most and reading.inside >> last & 1:
            last += 1
        return range(at, last + 1)
